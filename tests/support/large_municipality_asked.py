"""What the subprojects of a large municipality ask, and what is reserved of it."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from uuid import UUID

from tests.support.town import FIELD, Tables, Town


class Asked:
    """The rows of demand and of reservations."""

    def __init__(self, town: Town, rng: Random) -> None:
        self._town, self._rng = town, rng
        self._demands = list(self._demanded())
        self._reservations = list(self._reserved())

    def tables(self) -> Tables:
        """Columns and rows per table."""
        return {**self._demand_tables(), **self._reservation_tables()}

    def _demand_tables(self) -> Tables:
        return {
            "demands": (
                ("id", "subproject_id", "expertise_id", "level"),
                [(each, *rest) for each, *rest, _ in self._demands],
            ),
            "demand_weeks": (
                ("demand_id", "monday", "minutes"),
                [
                    (each, self._town.monday(week), 480)
                    for each, _, _, _, (first, last) in self._demands
                    for week in range(first, last + 1)
                ],
            ),
        }

    def _reservation_tables(self) -> Tables:
        asked_at = self._town.told_at - timedelta(days=40)
        history = [
            (each, version, state, asked_at + timedelta(days=version), "-", "team-leader", "", 480)
            for each, *_, state, _ in self._reservations
            for version, state in enumerate(
                ["requested"] if state == "requested" else ["requested", state], 1
            )
        ]
        return {
            "reservations": (
                (
                    "id",
                    "subproject_id",
                    "expertise_id",
                    "team_id",
                    "staff_id",
                    "state",
                    "asked_at",
                    "confirmed_on",
                ),
                [
                    (*each[:6], asked_at, self._town.day(-30) if each[5] == "confirmed" else None)
                    for each in self._reservations
                ],
            ),
            "reservation_weeks": (
                ("reservation_id", "monday", "minutes"),
                [
                    (each[0], self._town.monday(week), 240)
                    for each in self._reservations
                    for week in range(each[6][0], each[6][1] + 1)
                ],
            ),
            "reservation_history": (
                (
                    "reservation_id",
                    "version",
                    "state",
                    "at",
                    "by",
                    "role",
                    "reason",
                    "minutes",
                    "over_minutes",
                ),
                [(*each, 0) for each in history],
            ),
        }

    def _demanded(self) -> Iterator[tuple[UUID, UUID, UUID, int, tuple[int, int]]]:
        """What each subproject asks: two expertises of a field, and one of anywhere."""
        for subproject, span in zip(self._town.subprojects, self._town.spans, strict=True):
            field = self._town.field(self._rng.randrange(self._town.size.teams))
            asked = {*self._rng.sample(field, 2), self._rng.choice(self._town.expertises)}
            for expertise in sorted(asked):
                level = self._rng.choice((1, 1, 2))
                yield self._town.id(), subproject, expertise, level, span

    def _reserved(
        self,
    ) -> Iterator[tuple[UUID, UUID, UUID, UUID, UUID | None, str, tuple[int, int]]]:
        for _, subproject, expertise, _, (first, last) in self._demands:
            team = self._rng.randrange(self._town.size.teams // FIELD) * FIELD
            team = self._team_with(expertise, team)
            people = self._town.people[team :: self._town.size.teams]
            for _ in range(self._rng.randint(0, 2)):
                who = self._rng.choice([*people[:3], None])
                state = self._rng.choices(
                    ("confirmed", "requested", "waitlisted", "declined"), (70, 20, 2, 8)
                )[0]
                begin = self._rng.randint(first, last)
                yield (
                    self._town.id(),
                    subproject,
                    expertise,
                    self._town.teams[team],
                    who,
                    state,
                    (begin, min(last, begin + self._rng.randint(2, 10))),
                )

    def _team_with(self, expertise: UUID, fallback: int) -> int:
        place = self._town.expertises.index(expertise) // FIELD
        fields = self._town.size.expertises // FIELD
        return place + fields * (fallback % (self._town.size.teams // fields))
