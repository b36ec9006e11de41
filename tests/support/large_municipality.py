"""A municipality of 500 subprojects, 2,000 people and 5 years, the same for the same seed: written
by COPY, because one that is planned request by request takes hours.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

from shared.isoweek import IsoWeek
from tests.support.large_municipality_heard import Heard

SUBPROJECTS = 500
PEOPLE = 2_000
TEAMS = 80
EXPERTISES = 60
PROGRAMMES = 10
PRODUCTS = 40
WEEKS_BACK, WEEKS_AHEAD = 104, 156

FOCUS_AREAS = ("Burgerzaken", "Belastingen", "Ruimte", "Werk en inkomen", "Jeugd", "Beheer")
KINDS = ("decision", "scope-fixed", "kick-off", "training", "go-live", "old-way-stopped")
FIELD = 3
"""Expertises that the people of one team have among them; one in ten has one of elsewhere too."""

Row = tuple[Any, ...]


async def write_large_municipality(admin_url: str, today: date, seed: int = 2026) -> None:
    """Fill an empty database of planning with it; the balance has yet to be computed."""
    rows = LargeMunicipality(today, Random(seed)).tables()
    connection = await asyncpg.connect(admin_url)
    try:
        for table, (columns, values) in rows.items():
            await connection.copy_records_to_table(
                table, schema_name="planning", columns=columns, records=values
            )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


class LargeMunicipality:
    """The rows of every table, made in the order in which they point to each other."""

    def __init__(self, today: date, rng: Random) -> None:
        self._today, self._rng = today, rng
        self.this_week = IsoWeek.of(today)
        self.told_at = datetime.combine(today, time(8), UTC)
        self.expertises = self._ids(EXPERTISES)
        self.teams = self._ids(TEAMS)
        self.people = self._ids(PEOPLE)
        self.programmes = self._ids(PROGRAMMES)
        self.subprojects = self._ids(SUBPROJECTS)
        self._groups = self._ids(20)
        self.spans = [self._span() for _ in self.subprojects]
        self._demands = list(self._demanded())
        self._reservations = list(self._reserved())

    def tables(self) -> Mapping[str, tuple[Sequence[str], Sequence[Row]]]:
        """Columns and rows per table."""
        return {
            "expertises": (("id", "name"), self._named(self.expertises, "Expertise")),
            "teams": (("id", "name"), self._named(self.teams, "Team")),
            "function_groups": (("id", "name"), self._named(self._groups, "Functie")),
            "consents": (
                ("id", "decision_reference", "valid_until"),
                [(self._id(), "OR-2026-12", self.day(1_000))],
            ),
            **self._staff(),
            **self._plan(),
            **self._demand_tables(),
            **self._reservation_tables(),
            **Heard(self, self._rng, PRODUCTS, WEEKS_BACK).tables(),
        }

    def _staff(self) -> Mapping[str, tuple[Sequence[str], Sequence[Row]]]:
        rng = self._rng
        hours, levels, absences = [], [], []
        for number, each in enumerate(self.people):
            weekly = rng.choice((24, 28, 32, 36)) * 60
            hours.append((each, self.day(-1_500), weekly, rng.choice((50, 80)), [1, 2, 3, 4, 5]))
            mastered = set(rng.sample(self._field(number % TEAMS), rng.randint(1, 2)))
            if rng.random() < 0.1:
                mastered.add(rng.choice(self.expertises))
            levels += [(each, expertise, rng.randint(1, 3)) for expertise in sorted(mastered)]
            for place in range(3):
                starts_on = self.day(rng.randint(-300, 600))
                absences.append((each, place, starts_on, starts_on + timedelta(days=13), 100))
        loads = [
            (team, "duty", 0, None, self.monday(-100), None, 40 * 60) for team in self.teams[::4]
        ] + [
            (team, "peak", 0, "Verkiezingen", self.monday(16), self.monday(19), 60 * 60)
            for team in self.teams[:20]
        ]
        return {
            "staff": (
                ("id", "team_id", "function_group_id", "joined_on"),
                [
                    (each, self.teams[number % TEAMS], rng.choice(self._groups), self.day(-1_500))
                    for number, each in enumerate(self.people)
                ],
            ),
            "staff_hours": (
                ("staff_id", "from_date", "weekly_minutes", "project_percent", "working_days"),
                hours,
            ),
            "staff_expertises": (("staff_id", "expertise_id", "level"), levels),
            "staff_absences": (("staff_id", "place", "starts_on", "ends_on", "percent"), absences),
            "team_loads": (
                (
                    "team_id",
                    "kind",
                    "place",
                    "name",
                    "from_monday",
                    "until_monday",
                    "weekly_minutes",
                ),
                loads,
            ),
            "product_teams": (
                ("product", "team_id"),
                [(f"product{number}", self.teams[number]) for number in range(PRODUCTS)],
            ),
        }

    def _plan(self) -> Mapping[str, tuple[Sequence[str], Sequence[Row]]]:
        subprojects, dependencies, milestones = [], [], []
        for number, (each, (first, last)) in enumerate(
            zip(self.subprojects, self.spans, strict=True)
        ):
            subprojects.append(
                (
                    each,
                    self.programmes[number % PROGRAMMES],
                    f"Deelproject {number}",
                    FOCUS_AREAS[number % len(FOCUS_AREAS)],
                    "Teamleider",
                    self.monday(first),
                    self.monday(last) + timedelta(days=6),
                    "decision",
                    self._state(number),
                )
            )
            earlier = number - PROGRAMMES
            if earlier >= 0 and self.spans[earlier][1] < first:
                dependencies.append((each, self.subprojects[earlier]))
            for place, kind in enumerate(KINDS):
                due = first + (last - first) * place // (len(KINDS) - 1)
                reached = due < 0 and last < 0
                milestones.append(
                    (
                        self._id(),
                        each,
                        kind,
                        f"Mijlpaal {place}",
                        self.monday(due),
                        self._affected(kind, number),
                        "reached" if reached else "planned",
                        self.monday(due) if reached else None,
                    )
                )
        return {
            "programmes": (
                ("id", "name", "starts_on", "ends_on"),
                [
                    (each, f"Programma {number}", self.monday(-130), self.monday(190))
                    for number, each in enumerate(self.programmes)
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

    def _demand_tables(self) -> Mapping[str, tuple[Sequence[str], Sequence[Row]]]:
        return {
            "demands": (
                ("id", "subproject_id", "expertise_id", "level"),
                [(each, *rest) for each, *rest, _ in self._demands],
            ),
            "demand_weeks": (
                ("demand_id", "monday", "minutes"),
                [
                    (each, self.monday(week), 480)
                    for each, _, _, _, (first, last) in self._demands
                    for week in range(first, last + 1)
                ],
            ),
        }

    def _reservation_tables(self) -> Mapping[str, tuple[Sequence[str], Sequence[Row]]]:
        asked_at = self.told_at - timedelta(days=40)
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
                    (*each[:6], asked_at, self.day(-30) if each[5] == "confirmed" else None)
                    for each in self._reservations
                ],
            ),
            "reservation_weeks": (
                ("reservation_id", "monday", "minutes"),
                [
                    (each[0], self.monday(week), 240)
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
        for subproject, span in zip(self.subprojects, self.spans, strict=True):
            field = self._field(self._rng.randrange(TEAMS))
            asked = {*self._rng.sample(field, 2), self._rng.choice(self.expertises)}
            for expertise in sorted(asked):
                level = self._rng.choice((1, 1, 2))
                yield self._id(), subproject, expertise, level, span

    def _reserved(
        self,
    ) -> Iterator[tuple[UUID, UUID, UUID, UUID, UUID | None, str, tuple[int, int]]]:
        for _, subproject, expertise, _, (first, last) in self._demands:
            team = self._rng.randrange(TEAMS // FIELD) * FIELD
            team = self._team_with(expertise, team)
            people = self.people[team::TEAMS]
            for _ in range(self._rng.randint(0, 2)):
                who = self._rng.choice([*people[:3], None])
                state = self._rng.choices(
                    ("confirmed", "requested", "waitlisted", "declined"), (70, 20, 2, 8)
                )[0]
                begin = self._rng.randint(first, last)
                yield (
                    self._id(),
                    subproject,
                    expertise,
                    self.teams[team],
                    who,
                    state,
                    (begin, min(last, begin + self._rng.randint(2, 10))),
                )

    def _team_with(self, expertise: UUID, fallback: int) -> int:
        place = self.expertises.index(expertise) // FIELD
        fields = EXPERTISES // FIELD
        return place + fields * (fallback % (TEAMS // fields))

    def _field(self, team: int) -> Sequence[UUID]:
        first = team % (EXPERTISES // FIELD) * FIELD
        return self.expertises[first : first + FIELD]

    def _span(self) -> tuple[int, int]:
        first = self._rng.randint(-WEEKS_BACK, WEEKS_AHEAD - 30)
        return first, first + self._rng.randint(8, 28)

    def _state(self, number: int) -> str:
        first, last = self.spans[number]
        if last < 0:
            return "completed"
        return "started" if first < 0 else "planned"

    def _affected(self, kind: str, number: int) -> str:
        if kind != "go-live":
            return "[]"
        return f'[{{"product": "product{number % PRODUCTS}", "channels": ["balie"]}}]'

    def _named(self, ids: Sequence[UUID], what: str) -> Sequence[Row]:
        return [(each, f"{what} {number:03d}") for number, each in enumerate(ids)]

    def _ids(self, count: int) -> Sequence[UUID]:
        return [self._id() for _ in range(count)]

    def _id(self) -> UUID:
        return UUID(int=self._rng.getrandbits(128), version=4)

    def day(self, ahead: int) -> date:
        """So many days from today."""
        return self._today + timedelta(days=ahead)

    def monday(self, ahead: int) -> date:
        """The Monday so many weeks from this one."""
        return self.this_week.plus(ahead).monday
