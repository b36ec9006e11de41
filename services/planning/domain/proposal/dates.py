"""Which subprojects can move, within which weeks, and what must come before what."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from services.planning.domain.plan.subprojects import State as Stage
from services.planning.domain.plan.subprojects import Subproject
from services.planning.domain.proposal.inputs import Inputs, weeks_between
from services.planning.domain.reservations.reservations import State
from services.planning.domain.scheduling.problem import Need, Task
from shared.isoweek import IsoWeek


class Dates:
    """The weeks of the plan, counted from this one. A subproject moves by whole weeks, with its
    milestones and its demand.
    """

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        confirmed = {
            each.subproject_id for each in inputs.reservations if each.state is State.CONFIRMED
        }
        self.start: Mapping[UUID, int] = {
            key: self._week(each.period.starts_on)
            for key, each in sorted(inputs.subprojects.items())
            if each.state is Stage.PLANNED
            and inputs.programme_of[key] == inputs.programme_id
            and key not in confirmed
            and self._week(each.period.starts_on) >= 0
        }
        """Per subproject that can move the week in which it is planned to start."""

    @property
    def end(self) -> int:
        """A week before which all has ended, also when everything comes much later."""
        lengths = [self._last(self._inputs.subprojects[key]) for key in self.start]
        return self._inputs.horizon + max(lengths, default=0) + 1

    def programme_end(self, subproject_id: UUID) -> int:
        """The last week in which a subproject may start: within its programme, and before what
        waits for it and cannot move; its planned week at least.
        """
        subproject = self._inputs.subprojects[subproject_id]
        programme = self._inputs.programmes[self._inputs.programme_id]
        start = self.start[subproject_id]
        room = [(programme.ends_on - subproject.period.ends_on).days // 7]
        for other in self._inputs.subprojects.values():
            if subproject_id in other.depends_on and other.id not in self.start:
                room.append(-self._gap(subproject, other))
        return start + max(0, min(room))

    def promised(self, subproject_id: UUID) -> int:
        """The last week in which it may start when its milestones keep their days."""
        if any(each.subproject_id == subproject_id for each in self._inputs.milestones):
            return self.start[subproject_id]
        return self.programme_end(subproject_id)

    def whenever(self, subproject_id: UUID) -> int:
        """The last week in which it may start when nothing limits it."""
        return self.start[subproject_id] + self._inputs.horizon

    def frame(self, latest: Mapping[UUID, int]) -> Iterator[Task]:
        """The subprojects that can move without their demand: starts, milestones, what waits."""
        for key in self.start:
            waits = tuple(f"wait {before} {key}" for before in self._before(key))
            yield Task(
                f"start {key}",
                0,
                after=waits,
                earliest=self._earliest(key),
                latest=latest.get(key, self.programme_end(key)),
                group=str(key),
            )
            for before in self._before(key):
                yield Task(f"wait {before} {key}", self._distance(before, key), group=str(before))
        for each in self._inputs.milestones:
            if each.subproject_id in self.start:
                week = self._week(each.due_on)
                yield Task(
                    f"milestone {each.id}",
                    0,
                    due=week,
                    group=str(each.subproject_id),
                    offset=week - self.start[each.subproject_id],
                )

    def task(self, name: str, subproject_id: UUID, place: int, need: Need) -> Task:
        """Work of one week of a subproject."""
        if subproject_id in self.start:
            return Task(name, 1, (need,), group=str(subproject_id), offset=place)
        return Task(name, 1, (need,), earliest=place, latest=place)

    def waiting(self, subproject_id: UUID, shifts: Mapping[UUID, int]) -> Mapping[UUID, int]:
        """With this many weeks of shift, by how many weeks others that wait must shift too."""
        found = dict(shifts)
        moved = [subproject_id]
        while moved:
            before = moved.pop()
            for key in self.start:
                if before not in self._before(key):
                    continue
                gap = self._gap(self._inputs.subprojects[before], self._inputs.subprojects[key])
                if found.get(key, 0) < found[before] + gap:
                    found[key] = found[before] + gap
                    moved.append(key)
        return found

    def _before(self, key: UUID) -> list[UUID]:
        """What it waits for and can move too; an order that the plan breaks already is no order."""
        after = self._inputs.subprojects[key]
        return [
            each
            for each in sorted(after.depends_on & self.start.keys())
            if self._gap(self._inputs.subprojects[each], after) <= 0
        ]

    def _earliest(self, key: UUID) -> int:
        """From next week on, within the programme and after what cannot move."""
        subproject = self._inputs.subprojects[key]
        programme = self._inputs.programmes[self._inputs.programme_id]
        start = self.start[key]
        shift = -((subproject.period.starts_on - programme.starts_on).days // 7)
        found = max(1, start + shift)
        for each in subproject.depends_on & self._inputs.subprojects.keys() - self.start.keys():
            found = max(found, start + self._gap(self._inputs.subprojects[each], subproject))
        return min(start, found)

    def _gap(self, before: Subproject, after: Subproject) -> int:
        """The weeks by which the later one must shift further than the one before it."""
        return -(-((before.period.ends_on - after.period.starts_on).days + 1) // 7)

    def _distance(self, before: UUID, after: UUID) -> int:
        """The weeks that must lie between their starts."""
        gap = self._gap(self._inputs.subprojects[before], self._inputs.subprojects[after])
        return self.start[after] - self.start[before] + gap

    def _last(self, subproject: Subproject) -> int:
        return self._week(subproject.period.ends_on) + 1

    def _week(self, day: date) -> int:
        return weeks_between(self._inputs.first_week, IsoWeek.of(day))
