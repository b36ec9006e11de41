"""The balance of every week of a plan: what is known of the plan as it is, is not computed again,
nor what a scenario leaves as it is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, zip_longest
from typing import TypeVar
from uuid import UUID

from services.planning.domain.balance.balance import (
    Confirmed,
    Demand,
    ExpertiseBalance,
    Supply,
    balance,
)
from services.planning.domain.balance.reach import Reach
from services.planning.domain.plan.plan import Plan, given, needed
from shared.isoweek import IsoWeek

Asked = TypeVar("Asked", Demand, Confirmed)


@dataclass(frozen=True)
class Week:
    """All that counts for the balance of a week, and what it comes to."""

    supplies: Sequence[Supply]
    demands: Sequence[Demand]
    confirmed: Sequence[Confirmed]
    balance: Mapping[UUID, ExpertiseBalance]

    @property
    def given(self) -> tuple[Sequence[Supply], Sequence[Demand], Sequence[Confirmed]]:
        """All that counts for the balance."""
        return self.supplies, self.demands, self.confirmed

    @cached_property
    def spare(self) -> int:
        """Minutes that everybody together has left, whatever they master."""
        there = sum(each.minutes for each in self.supplies)
        return there - sum(each.minutes for each in self.confirmed)


NOTHING = Week((), (), (), {})


def weeks_of(
    plan: Plan, kept: Mapping[IsoWeek, Mapping[UUID, ExpertiseBalance]]
) -> Mapping[IsoWeek, Week]:
    """The weeks of the plan as it is, from this one on. `kept` is what was computed when it changed
    last: of each week the expertises that have demand or hours that nobody has.
    """
    found = {}
    for week, parts in _parts(plan):
        known = _completed(parts, kept[week]) if week in kept else None
        found[week] = replace(parts, balance=known or balance(*parts.given))
    return found


def weeks_beside(plan: Plan, beside: Mapping[IsoWeek, Week]) -> Mapping[IsoWeek, Week]:
    """The weeks of a plan that differs from the one of which `beside` are: computed again as far as
    the difference reaches.
    """
    return {week: _beside(parts, beside.get(week, NOTHING)) for week, parts in _parts(plan)}


def _parts(plan: Plan) -> Iterator[tuple[IsoWeek, Week]]:
    """What counts in each week, of which the balance is not known yet."""
    asked, confirmed = needed(plan), given(plan)
    for week in sorted(asked.keys() | confirmed.keys()):
        if week >= IsoWeek.of(plan.today):
            yield week, Week(plan.supplies(week), asked.get(week, []), confirmed.get(week, []), {})


def _completed(
    week: Week, kept: Mapping[UUID, ExpertiseBalance]
) -> Mapping[UUID, ExpertiseBalance] | None:
    """What is kept, and the expertises of which hours are only promised; None when it is not of the
    same demand and promises: what is promised to a closed subproject is no part of the plan.
    """
    asked = _minutes(week.demands)
    promised = _minutes(week.confirmed)
    if asked.keys() - kept.keys() or any(
        (each.demand, each.confirmed) != (asked.get(key, 0), promised.get(key, 0))
        for key, each in kept.items()
    ):
        return None
    found = dict(kept)
    for key in promised.keys() - kept.keys():
        able = sum(each.minutes for each in week.supplies if key in each.expertises)
        found[key] = ExpertiseBalance(0, able, promised[key], short=0, over=0)
    return dict(sorted(found.items()))


def _minutes(wanted: Iterable[Demand | Confirmed]) -> Mapping[UUID, int]:
    found: defaultdict[UUID, int] = defaultdict(int)
    for each in wanted:
        found[each.expertise_id] += each.minutes
    return found


def _beside(week: Week, there: Week) -> Week:
    if week.given == there.given:
        return there
    supplies = _Everybody(week.supplies)
    changed = frozenset(_changed(week, there))
    reach = Reach(changed, supplies, week.demands, week.confirmed, {})
    found = {key: there.balance[key] for key in there.balance.keys() - reach.expertise_ids}
    return replace(week, balance=dict(sorted((found | dict(reach.balance())).items())))


def _changed(week: Week, there: Week) -> Iterator[UUID]:
    """The expertises of which demand, promises or hours are others; promises of somebody are taken
    from all that they master.
    """
    demands = _differing(week.demands, there.demands)
    promises = _differing(week.confirmed, there.confirmed)
    yield from (each.expertise_id for each in demands)
    yield from (each.expertise_id for each in promises)
    promising = {each.staff_id for each in promises if each.staff_id is not None}
    for supplies in (week.supplies, there.supplies) if promising else ():
        yield from chain.from_iterable(
            each.expertises for each in supplies if each.staff_id in promising
        )
    for pair in zip_longest(week.supplies, there.supplies):
        if pair[0] is not pair[1] and pair[0] != pair[1]:
            yield from chain.from_iterable(each.expertises for each in pair if each is not None)


def _differing(these: Sequence[Asked], those: Sequence[Asked]) -> Iterable[Asked]:
    if these == those:
        return ()
    one, other = Counter(these), Counter(those)
    return (one - other) + (other - one)


class _Everybody:
    """What can be given in a week, by what those who give it master."""

    def __init__(self, supplies: Sequence[Supply]) -> None:
        self._supplies = supplies
        self._alike: defaultdict[frozenset[UUID], list[Supply]] = defaultdict(list)
        for each in supplies:
            self._alike[each.expertises].append(each)

    def mastering(self, expertise_ids: Set[UUID]) -> Sequence[Supply]:
        return [
            each
            for expertises, alike in self._alike.items()
            if not expertises.isdisjoint(expertise_ids)
            for each in alike
        ]

    def mastering_only(self, expertise_id: UUID) -> Iterator[Supply]:
        return iter(self._alike.get(frozenset({expertise_id}), ()))

    def of(self, staff_ids: Set[UUID]) -> Sequence[Supply]:
        if not staff_ids:
            return []
        return [each for each in self._supplies if each.staff_id in staff_ids]
