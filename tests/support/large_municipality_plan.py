"""The plan of a large municipality: subprojects with their milestones and what waits for what."""

from datetime import timedelta
from random import Random

from tests.support.town import Tables, Town

FOCUS_AREAS = ("Burgerzaken", "Belastingen", "Ruimte", "Werk en inkomen", "Jeugd", "Beheer")
KINDS = ("decision", "scope-fixed", "kick-off", "training", "go-live", "old-way-stopped")


class Planned:
    """The rows of programmes, subprojects and milestones."""

    def __init__(self, town: Town, rng: Random) -> None:
        self._town, self._rng = town, rng

    def tables(self) -> Tables:
        """Columns and rows per table."""
        subprojects, dependencies, milestones = [], [], []
        for number, (each, (first, last)) in enumerate(
            zip(self._town.subprojects, self._town.spans, strict=True)
        ):
            subprojects.append(
                (
                    each,
                    self._town.programmes[number % self._town.size.programmes],
                    f"Deelproject {number}",
                    FOCUS_AREAS[number % len(FOCUS_AREAS)],
                    "Teamleider",
                    self._town.monday(first),
                    self._town.monday(last) + timedelta(days=6),
                    "decision",
                    self._state(number),
                )
            )
            earlier = number - self._town.size.programmes
            if earlier >= 0 and self._town.spans[earlier][1] < first:
                dependencies.append((each, self._town.subprojects[earlier]))
            for place, kind in enumerate(KINDS):
                due = first + (last - first) * place // (len(KINDS) - 1)
                reached = due < 0 and last < 0
                milestones.append(
                    (
                        self._town.id(),
                        each,
                        kind,
                        f"Mijlpaal {place}",
                        self._town.monday(due),
                        self._affected(kind, number),
                        "reached" if reached else "planned",
                        self._town.monday(due) if reached else None,
                    )
                )
        return {
            "programmes": (
                ("id", "name", "starts_on", "ends_on"),
                [
                    (each, f"Programma {number}", self._town.monday(-130), self._town.monday(190))
                    for number, each in enumerate(self._town.programmes)
                ],
            ),
            "subprojects": (
                (
                    "id",
                    "programme_id",
                    "name",
                    "focus_area",
                    "lead_function",
                    "starts_on",
                    "ends_on",
                    "first_moment",
                    "state",
                ),
                subprojects,
            ),
            "dependencies": (("subproject_id", "depends_on"), dependencies),
            "milestones": (
                (
                    "id",
                    "subproject_id",
                    "kind",
                    "name",
                    "due_on",
                    "affects",
                    "state",
                    "reached_on",
                ),
                milestones,
            ),
        }

    def _state(self, number: int) -> str:
        first, last = self._town.spans[number]
        if last < 0:
            return "completed"
        return "started" if first < 0 else "planned"

    def _affected(self, kind: str, number: int) -> str:
        if kind != "go-live":
            return "[]"
        return (
            f'[{{"product": "product{number % self._town.size.products}", "channels": ["balie"]}}]'
        )
