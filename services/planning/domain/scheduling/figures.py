"""What a schedule comes to, counted from the schedule alone."""

from collections.abc import Callable, Mapping

from services.planning.domain.scheduling.problem import Objective, Problem, Schedule, at


def figures_of(problem: Problem, schedule: Schedule) -> Mapping[Objective, int]:
    """The figure of each objective of the problem, in their order."""
    return {objective: _FIGURES[objective](problem, schedule) for objective in problem.objectives}


def lacking(problem: Problem, schedule: Schedule) -> Mapping[tuple[str, int], int]:
    """Per need (task, place) that does not get all it asks, what it lacks per period."""
    left = {
        (task.name, place): need.amount
        for task in problem.tasks
        for place, need in enumerate(task.needs)
    }
    for given in schedule.given:
        left[given.task, given.need] -= given.amount
    return {place: amount for place, amount in left.items() if amount > 0}


def late(problem: Problem, schedule: Schedule) -> Mapping[str, int]:
    """Per task that ends after its due period, by how many periods."""
    due = [(task, task.due - task.duration) for task in problem.tasks if task.due is not None]
    return {
        task.name: schedule.starts[task.name] - last
        for task, last in due
        if schedule.starts[task.name] > last
    }


def moved(problem: Problem, schedule: Schedule) -> Mapping[str, int]:
    """Per block that starts in another period than was promised, by how many periods later."""
    shifts = {
        problem.task[name].block: schedule.starts[name] - start
        for name, start in problem.promised.starts.items()
    }
    return {block: shift for block, shift in shifts.items() if shift}


def _makespan(problem: Problem, schedule: Schedule) -> int:
    return max((schedule.starts[task.name] + task.duration for task in problem.tasks), default=0)


def _shortage(problem: Problem, schedule: Schedule) -> int:
    return sum(
        amount * problem.task[task].duration
        for (task, _), amount in lacking(problem, schedule).items()
    )


def _lateness(problem: Problem, schedule: Schedule) -> int:
    return sum(
        periods * problem.task[name].weight for name, periods in late(problem, schedule).items()
    )


def _moved(problem: Problem, schedule: Schedule) -> int:
    return sum(map(abs, moved(problem, schedule).values()))


def _withdrawn(problem: Problem, schedule: Schedule) -> int:
    given = {(each.task, each.need, each.worker): each.amount for each in schedule.given}
    return sum(
        max(0, promise.amount - given.get((promise.task, promise.need, promise.worker), 0))
        * problem.task[promise.task].duration
        for promise in problem.promised.given
    )


def _people(problem: Problem, schedule: Schedule) -> int:
    return len({(problem.demand(g.task, g.need), g.worker) for g in schedule.given if g.amount})


def _peak(problem: Problem, schedule: Schedule) -> int:
    loads = dict.fromkeys(problem.worker, 0)
    for given in schedule.given:
        loads[given.worker] += given.amount * problem.task[given.task].duration
    shares = (
        -(-1000 * load // sum(at(problem.capacity[name], p) for p in range(problem.horizon)))
        for name, load in loads.items()
        if load
    )
    return max(shares, default=0)


_FIGURES: Mapping[Objective, Callable[[Problem, Schedule], int]] = {
    Objective.MAKESPAN: _makespan,
    Objective.SHORTAGE: _shortage,
    Objective.LATENESS: _lateness,
    Objective.MOVED: _moved,
    Objective.WITHDRAWN: _withdrawn,
    Objective.PEOPLE: _people,
    Objective.PEAK: _peak,
}
