"""Whether changes give a conflict all that it is about: near the proposal, then anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from services.planning.domain.proposal.asking import Asking
from services.planning.domain.proposal.conflicts import (
    MOST_UNKNOWN,
    Condition,
    DemandMet,
    InTime,
    Limited,
    Target,
    relaxed,
)
from services.planning.domain.proposal.inputs import Inputs, weeks_between
from services.planning.domain.proposal.near import Near
from services.planning.domain.proposal.posing import Posed, Terms, posed
from services.planning.domain.proposal.proposal import Conflict, Giver
from services.planning.domain.proposal.reading import Reading
from services.planning.domain.scenarios.changes import AddSupply, Change, Learn, Reschedule
from shared.isoweek import IsoWeek


class Replanning:
    """Plans of one conflict in a proposal, each with other changes."""

    def __init__(
        self,
        inputs: Inputs,
        of: Posed,
        reading: Reading,
        target: Target,
        conflict: Conflict,
        asking: Asking,
    ) -> None:
        self._inputs, self._target = inputs, target
        self._conflict, self._asking = conflict, asking
        self._near = Near(of, reading, list(_movable(inputs, target, conflict)))
        self._unknown = 0

    def plan(self, changes: Sequence[Change]) -> Reading | None:
        """A plan in which all of the conflict is met and no other demand gets less; None when none
        is found.
        """
        return self.near(changes) or self._elsewhere(changes)

    def near(
        self, changes: Sequence[Change], latest: Mapping[UUID, int] | None = None
    ) -> Reading | None:
        """One in which only the subprojects of the conflict move; with other last weeks to start in
        when these are said.
        """
        terms = self._terms(changes, latest or {})
        inputs = self._inputs.changed(changes)
        return self._near.plan(inputs, terms, lambda: self._asking.goes_on)

    def _elsewhere(self, changes: Sequence[Change]) -> Reading | None:
        """One in which anything may move. It is looked for only where the conflict alone could be
        met, and not again where the answer stays away.
        """
        inputs, terms = self._inputs.changed(changes), self._terms(changes, {})
        if self._unknown == MOST_UNKNOWN or self._still_conflicts(inputs, terms, changes):
            return None
        answer = self._asking.answer(inputs, terms)
        if answer.starts is not None:
            return self._near.plan_at(inputs, terms, answer.starts)
        self._unknown += not answer.impossible
        return None

    def _still_conflicts(self, inputs: Inputs, terms: Terms, changes: Sequence[Change]) -> bool:
        """Whether the demands, givers and dates of the conflict cannot be held to with the changes
        either, whatever else moves.
        """
        of = posed(inputs, terms)
        limited = [
            giver
            for giver in dict.fromkeys(of.givers.values())
            if giver in self._conflict.givers or any(_is_about(change, giver) for change in changes)
        ]
        conditions: list[Condition] = [
            *(InTime(each.subproject_id) for each in self._conflict.dates),
            *(Limited(giver) for giver in limited),
            *(DemandMet(each) for each in self._conflict.demands),
        ]
        return self._asking.answer(inputs, relaxed(of, terms, conditions)).impossible

    def _terms(self, changes: Sequence[Change], latest: Mapping[UUID, int]) -> Terms:
        """Those of the target, with what is rescheduled starting no later than it says."""
        rescheduled = {
            each.subproject_id: weeks_between(
                self._inputs.first_week, IsoWeek.of(each.period.starts_on)
            )
            for each in changes
            if isinstance(each, Reschedule)
        }
        terms = self._target.terms
        return replace(terms, latest={**terms.latest, **rescheduled, **latest})


def _movable(inputs: Inputs, target: Target, conflict: Conflict) -> Iterable[UUID]:
    """The subprojects that the conflict is about, its own first."""
    asking = [each.subproject_id for each in inputs.demands if each.id in conflict.demands]
    dated = [each.subproject_id for each in conflict.dates]
    return dict.fromkeys((target.subproject_id, *dated, *asking))


def _is_about(change: Change, giver: Giver) -> bool:
    match change:
        case Learn():
            return giver.staff_id == change.staff_id
        case AddSupply():
            return giver == Giver(change.team_id, None)
        case _:
            return False
