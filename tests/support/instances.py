"""The public scheduling instances beside the repository, and what bounds their answers."""

from collections.abc import Callable, Mapping
from csv import DictReader
from dataclasses import dataclass
from pathlib import Path

from services.planning.domain.scheduling.mspsp import parse_mspsp
from services.planning.domain.scheduling.problem import Problem
from services.planning.domain.scheduling.psplib import parse_psplib
from tests.support.shared_data import SHARED_DATA


@dataclass(frozen=True, slots=True)
class Instances:
    """A folder of instances in one format, with their proved optimal makespans."""

    name: str
    suffix: str
    parse: Callable[[str], Problem]

    def optima(self) -> Mapping[str, int]:
        """The least makespan per instance."""
        with (self._folder / "optimum.csv").open() as rows:
            return {row["instance"]: int(row["makespan"]) for row in DictReader(rows)}

    def problem(self, instance: str) -> Problem:
        """One of them."""
        return self.parse((self._folder / f"{instance}{self.suffix}").read_text())

    @property
    def _folder(self) -> Path:
        return SHARED_DATA / "scheduling" / self.name


PSPLIB = Instances("psplib-j30", ".sm", parse_psplib)
MSPSP = Instances("mspsp-1a", ".dzn", parse_mspsp)


def least_makespan(problem: Problem) -> int:
    """C9: no schedule is shorter than the longest chain of tasks, nor than the work per resource or
    skill divided by what there is of it, where that is the same in every period.
    """
    ends: dict[str, int] = {}
    for task in problem.order:
        begin = max((ends[name] for name in task.after), default=0)
        ends[task.name] = begin + task.duration
    bounds = [max(ends.values(), default=0)]
    for resource in problem.resources:
        work = sum(task.duration * task.uses.get(resource.name, 0) for task in problem.tasks)
        bounds.append(-(-work // resource.capacity[0]))
    for skill in {need.skill for task in problem.tasks for need in task.needs}:
        work = sum(
            task.duration * need.amount
            for task in problem.tasks
            for need in task.needs
            if need.skill == skill
        )
        bounds.append(-(-work // sum(skill in worker.skills for worker in problem.workers)))
    return max(bounds)
