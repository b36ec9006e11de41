"""Why something falls short: demands, givers and dates that cannot all be held to, and no more of
them than that.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from services.planning.domain.plan.plan import PlannedDemand
from services.planning.domain.proposal.asking import Asking
from services.planning.domain.proposal.dates import Dates
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.posing import Posed, Terms, posed
from services.planning.domain.proposal.proposal import Conflict, FixedDate, Giver
from services.planning.domain.proposal.reading import Reading
from services.planning.domain.proposal.weekly import Weekly

Element = TypeVar("Element")

MOST_CONFLICTS = 10

MOST_UNKNOWN = 2
"""So many questions that the core cannot answer, and it is not asked again."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be explained, and the terms on which it is impossible: everything else may be as
    it is in the proposal, and this must be as it was asked or promised.
    """

    subproject_id: UUID
    demand_id: UUID | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class DemandMet:
    """A demand gets what it asks."""

    demand_id: UUID


@dataclass(frozen=True, slots=True)
class Limited:
    """Somebody gives no more than they have."""

    giver: Giver


@dataclass(frozen=True, slots=True)
class InTime:
    """A subproject starts in time."""

    subproject_id: UUID


Condition = DemandMet | Limited | InTime


def targets(of: Posed, reading: Reading) -> Iterator[Target]:
    """Each demand of the programme that lacks hours, the most first; then each subproject of which
    milestones are late.
    """
    given, dates = reading.given(), of.dates
    latest = {key: max(dates.promised(key), reading.start(key)) for key in dates.start}
    lacks: Counter[tuple[UUID, UUID]] = Counter()
    for shortage in reading.shortages():
        lacks[shortage.subproject_id, shortage.demand_id] += shortage.minutes
    for subproject_id, demand_id in sorted(lacks, key=lambda each: (-lacks[each], each)):
        others = {place: minutes for place, minutes in given.items() if place[0] != demand_id}
        yield Target(subproject_id, demand_id, Terms(asked=others, latest=latest))
    for key in sorted({each.subproject_id for each in reading.delays()}):
        yield Target(key, None, Terms(asked=given, latest=latest | {key: dates.promised(key)}))


def conflict(
    inputs: Inputs, of: Posed, reading: Reading, target: Target, asking: Asking
) -> Conflict | None:
    """An irreducible set of conditions that cannot all hold; None when it is not proved that there
    is one. Where the core cannot say so of all starts, it is one of the starts of the proposal.
    """
    found = _anywhere(inputs, of, target, asking)
    if found is not None and found.minimal:
        return found
    return _in_place(inputs, of, reading, target, asking) or found


def _anywhere(inputs: Inputs, of: Posed, target: Target, asking: Asking) -> Conflict | None:
    """A conflict whatever the starts."""
    unknown = 0

    def impossible(conditions: Sequence[Condition]) -> bool:
        nonlocal unknown
        if unknown == MOST_UNKNOWN or not asking.goes_on:
            unknown = MOST_UNKNOWN
            return False
        found = asking.impossible(inputs, relaxed(of, target.terms, conditions))
        unknown += found is None
        return bool(found)

    wider = (list(each) for each in _wider(of, target))
    found = next((each for each in wider if impossible(each)), None)
    if found is None:
        return None
    unknown = 0
    kept = irreducible(found, impossible)
    return _told(inputs, of, target, kept, minimal=unknown == 0, in_place=False)


def _in_place(
    inputs: Inputs, of: Posed, reading: Reading, target: Target, asking: Asking
) -> Conflict | None:
    """A conflict as long as everything starts when the proposal has it start."""
    starts = {
        key: min(reading.start(key), target.terms.latest[key])
        if key == target.subproject_id
        else reading.start(key)
        for key in of.dates.start
    }
    complete = True

    def impossible(conditions: Sequence[Condition]) -> bool:
        nonlocal complete
        complete = complete and asking.goes_on
        if not complete:
            return False
        relaxing = posed(inputs, relaxed(of, target.terms, conditions))
        return Weekly(relaxing, {}, {}).schedule(starts) is None

    wider = ([each for each in some if not isinstance(each, InTime)] for some in _wider(of, target))
    found = next((each for each in wider if impossible(each)), None)
    if found is None:
        return None
    kept = irreducible(found, impossible)
    return _told(inputs, of, target, kept, minimal=complete, in_place=True)


def _told(
    inputs: Inputs,
    of: Posed,
    target: Target,
    kept: Sequence[Condition],
    *,
    minimal: bool,
    in_place: bool,
) -> Conflict:
    return Conflict(
        subproject_id=target.subproject_id,
        demand_id=target.demand_id,
        demands=tuple(each.demand_id for each in kept if isinstance(each, DemandMet)),
        givers=tuple(each.giver for each in kept if isinstance(each, Limited)),
        dates=tuple(
            FixedDate(each.subproject_id, _latest_on(inputs, of.dates, target, each.subproject_id))
            for each in kept
            if isinstance(each, InTime)
        ),
        minimal=minimal,
        repairs=(),
        in_place=in_place,
    )


def irreducible(
    elements: Sequence[Element], impossible: Callable[[Sequence[Element]], bool]
) -> Sequence[Element]:
    """What is left of an impossible set when all is left out that can be: without any one element
    it is possible. That more elements are never easier must hold.

    A deletion filter, first with halves, then with smaller and smaller parts, at last one by one.
    """
    kept = list(elements)
    size = max(1, len(kept) // 2)
    while size > 0:
        place = 0
        while place < len(kept):
            rest = kept[:place] + kept[place + size :]
            if impossible(rest):
                kept = rest
            else:
                place += size
        size //= 2
    return kept


def relaxed(of: Posed, terms: Terms, conditions: Sequence[Condition]) -> Terms:
    """The terms when no more than these conditions must hold."""
    demands = {each.demand_id for each in conditions if isinstance(each, DemandMet)}
    limited = {each.giver for each in conditions if isinstance(each, Limited)}
    in_time = {each.subproject_id for each in conditions if isinstance(each, InTime)}
    return replace(
        terms,
        dropped=frozenset(demand.id for demand, _ in of.places.values()) - demands,
        unlimited=frozenset(of.givers.values()) - limited,
        latest={
            key: terms.latest[key] if key in in_time else of.dates.whenever(key)
            for key in of.dates.start
        },
    )


def _wider(of: Posed, target: Target) -> Iterator[Iterator[Condition]]:
    """Where a conflict is looked for: among what is asked and who can give it, then with all that
    those are asked for, then everywhere. The less there is to leave out, the sooner it is found.
    """
    own = {
        demand.id: demand
        for demand, _ in of.places.values()
        if target.demand_id in (None, demand.id) and demand.subproject_id == target.subproject_id
    }
    able = _able(of, own.values())
    yield _conditions(of, own, able, _subprojects(own))
    mastered = {skill for name in able for skill in of.problem.worker[name].skills}
    rivals = {
        demand.id: demand
        for demand, _ in of.places.values()
        if str(demand.expertise_id) in mastered
    }
    asked = own | rivals
    yield _conditions(of, asked, _able(of, asked.values()), _subprojects(asked))
    every = {demand.id: demand for demand, _ in of.places.values()}
    yield _conditions(of, every, of.givers, of.dates.start)


def _able(of: Posed, demands: Iterable[PlannedDemand]) -> dict[str, Giver]:
    """Who can give to any of these."""
    asked = {(str(each.expertise_id), each.level) for each in demands}
    return {
        worker.name: of.givers[worker.name]
        for worker in of.problem.workers
        if any(worker.skills.get(skill, 0) >= level for skill, level in asked)
    }


def _subprojects(demands: Mapping[UUID, PlannedDemand]) -> Collection[UUID]:
    return {each.subproject_id for each in demands.values()}


def _conditions(
    of: Posed,
    demands: Iterable[UUID],
    givers: Mapping[str, Giver],
    subprojects: Collection[UUID],
) -> Iterator[Condition]:
    for key in of.dates.start:
        if key in subprojects:
            yield InTime(key)
    for giver in dict.fromkeys(givers.values()):
        yield Limited(giver)
    for demand_id in demands:
        yield DemandMet(demand_id)


def _latest_on(inputs: Inputs, dates: Dates, target: Target, key: UUID) -> date:
    weeks = target.terms.latest[key] - dates.start[key]
    return inputs.subprojects[key].period.starts_on + timedelta(weeks=weeks)
