"""A programme of a few subprojects, demands and people, each said by the test."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
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
from services.planning.domain.scheduling.problem import Problem, Task, at
from shared.isoweek import IsoWeek

TODAY = date(2026, 11, 24)
THIS_WEEK = IsoWeek.of(TODAY)
PROGRAMME, OTHER_PROGRAMME = UUID(int=1), UUID(int=2)
CHAT, LAW = UUID(int=21), UUID(int=22)
TEAM, ANNA, BERT = UUID(int=11), UUID(int=12), UUID(int=13)
ONE, TWO = UUID(int=31), UUID(int=32)
HOUR = 60


def a_subproject(key: UUID, week: int, weeks: int = 1, **more: object) -> Subproject:
    monday = THIS_WEEK.plus(week).monday
    period = Period(monday, monday + timedelta(days=7 * weeks - 1))
    return Subproject(key, f"deelproject {key.int}", State.PLANNED, period, **more)  # type: ignore[arg-type]


def a_demand(
    key: int, of: UUID, expertise: UUID, weeks: Mapping[int, int], *, level: int = 1
) -> PlannedDemand:
    asked = [WeekMinutes(THIS_WEEK.plus(week), hours * HOUR) for week, hours in weeks.items()]
    return PlannedDemand(UUID(int=key), of, expertise, level, asked)


def some_inputs(
    subprojects: Sequence[Subproject],
    demands: Sequence[PlannedDemand],
    supplies: Sequence[Supply],
    *,
    milestones: Sequence[PlannedMilestone] = (),
    reservations: Sequence[PlannedReservation] = (),
    weeks: int = 5,
) -> Inputs:
    ends_on = THIS_WEEK.plus(weeks).sunday
    plan = Plan(
        today=TODAY,
        programmes={PROGRAMME: Period(THIS_WEEK.monday, ends_on)},
        programme_of={each.id: PROGRAMME for each in subprojects},
        subprojects={each.id: each for each in subprojects},
        milestones=milestones,
        demands=demands,
        reservations=reservations,
        supplies=lambda _: supplies,
        decide_by=lambda monday: monday,
    )
    return inputs_of(plan, PROGRAMME)


def a_milestone(of: UUID, week: int) -> PlannedMilestone:
    return PlannedMilestone(UUID(int=of.int + 100), of, "livegang", THIS_WEEK.plus(week).monday)


def task_starts(problem: Problem, starts: Mapping[UUID, int]) -> Mapping[str, int]:
    """When each task starts, with these weeks of the subprojects that can move."""
    return {
        task.name: task.earliest if task.group is None else starts[UUID(task.group)] + task.offset
        for task in problem.tasks
    }


def enough_for_all(problem: Problem, starts: Mapping[UUID, int]) -> bool:
    """Whether in every week any group of needs asks no more than those who can give to it have
    together, which is exactly when all can be given (Hall; Gale for amounts).
    """
    at_once: defaultdict[int, list[Task]] = defaultdict(list)
    for name, week in task_starts(problem, starts).items():
        if problem.task[name].needs:
            at_once[week].append(problem.task[name])
    return all(
        sum(task.needs[0].amount for task in some)
        <= sum(
            at(worker.capacity, week)
            for worker in problem.workers
            if any(worker.can(task.needs[0]) for task in some)
        )
        for week, tasks in at_once.items()
        for size in range(1, len(tasks) + 1)
        for some in combinations(tasks, size)
    )
