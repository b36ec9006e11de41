"""A programme in which more is asked than its people can give, made up from a seed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.plan import (
    Plan,
    PlannedDemand,
    PlannedMilestone,
    PlannedReservation,
)
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period, State, Subproject
from services.planning.domain.proposal.inputs import Inputs, inputs_of
from services.planning.domain.reservations.reservations import State as Reserved
from shared.isoweek import IsoWeek

TODAY = date(2027, 1, 4)
THIS_WEEK = IsoWeek.of(TODAY)
PROGRAMME = UUID(int=1)
HOUR = 60
TEAM_SIZE = 10


def short_programme(
    seed: int, *, subprojects: int = 40, people: int = 60, weeks: int = 52
) -> Inputs:
    """So many subprojects of 6 to 16 weeks with two to four demands each, half of them with a
    milestone at the end and a quarter waiting for another, for so many people who master one to
    three of eight expertises and have 4 to 20 hours a week. An eighth has confirmed hours.
    """
    made = _Programme(Random(seed), people, weeks)
    for number in range(subprojects):
        made.add_subproject(number)
    plan = Plan(
        today=TODAY,
        programmes={PROGRAMME: Period(TODAY, THIS_WEEK.plus(weeks - 1).sunday)},
        programme_of=dict.fromkeys(made.subprojects, PROGRAMME),
        subprojects=made.subprojects,
        milestones=made.milestones,
        demands=made.demands,
        reservations=made.reservations,
        supplies=lambda week: made.supplies[(week.monday - TODAY).days // 7 % weeks],
        decide_by=lambda monday: monday,
    )
    return inputs_of(plan, PROGRAMME)


class _Programme:
    def __init__(self, random: Random, people: int, weeks: int) -> None:
        self._random, self._weeks = random, weeks
        self._expertises = [UUID(int=100 + number) for number in range(8)]
        staff = [self._person(number) for number in range(people)]
        self.supplies: Sequence[Sequence[Supply]] = [[] for _ in range(weeks)]
        for person in staff:
            away = set(random.sample(range(weeks), 5 * weeks // 52))
            for week, present in enumerate(self.supplies):
                if week not in away:
                    present.append(person)  # type: ignore[attr-defined]
        self._staff = staff
        self.subprojects: dict[UUID, Subproject] = {}
        self.milestones: list[PlannedMilestone] = []
        self.demands: list[PlannedDemand] = []
        self.reservations: list[PlannedReservation] = []

    def add_subproject(self, number: int) -> None:
        random, key = self._random, UUID(int=1000 + number)
        length = random.randint(6, 16)
        begin = random.randint(1, self._weeks - length - 1)
        monday = THIS_WEEK.plus(begin).monday
        period = Period(monday, monday + timedelta(days=7 * length - 1))
        ended = [
            each.id for each in self.subprojects.values() if each.period.ends_on < period.starts_on
        ]
        waits = frozenset([random.choice(ended)] if ended and random.random() < 1 / 4 else [])
        self.subprojects[key] = Subproject(
            key, f"deelproject {number}", State.PLANNED, period, depends_on=waits
        )
        demands = list(self._demands(key, begin, length))
        self.demands += demands
        if random.random() < 1 / 8:
            self.reservations += self._confirmed(demands)
        if random.random() < 1 / 2:
            self.milestones.append(
                PlannedMilestone(UUID(int=key.int + 1000), key, "livegang", period.ends_on)
            )

    def _person(self, number: int) -> Supply:
        """Between 4 and 20 hours a week for projects."""
        random = self._random
        mastered = random.sample(self._expertises, random.randint(1, 3))
        return Supply(
            UUID(int=10 + number // TEAM_SIZE),
            UUID(int=200 + number),
            {expertise: random.randint(1, 3) for expertise in mastered},
            random.randint(4, 20) * HOUR,
        )

    def _demands(self, key: UUID, begin: int, length: int) -> Iterator[PlannedDemand]:
        random = self._random
        for expertise in random.sample(self._expertises, random.randint(2, 4)):
            level, after = random.choice((1, 1, 2, 3)), random.randint(0, length // 3)
            weeks = [
                WeekMinutes(THIS_WEEK.plus(begin + week), random.randint(4, 24) * HOUR)
                for week in range(after, length)
            ]
            yield PlannedDemand(
                UUID(int=key.int * 1000 + expertise.int), key, expertise, level, weeks
            )

    def _confirmed(self, demands: Sequence[PlannedDemand]) -> Iterator[PlannedReservation]:
        """Somebody who can is confirmed for up to eight hours a week of each demand."""
        for demand in demands:
            able = [e for e in self._staff if e.levels.get(demand.expertise_id, 0) >= demand.level]
            if able:
                who = self._random.choice(able)
                weeks = tuple(
                    WeekMinutes(each.week, min(each.minutes, 8 * HOUR, who.minutes))
                    for each in demand.weeks
                )
                yield PlannedReservation(
                    UUID(int=demand.id.int + 10**9),
                    demand.subproject_id,
                    demand.expertise_id,
                    who.team_id,
                    who.staff_id,
                    Reserved.CONFIRMED,
                    weeks,
                )
