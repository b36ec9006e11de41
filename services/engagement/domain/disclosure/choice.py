"""Which groups of a round are shown: as many as can be without telling too much together."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from ortools.sat.python import cp_model

from services.engagement.domain.disclosure.limits import Limits
from services.engagement.domain.disclosure.over_rounds import OverRounds
from services.engagement.domain.disclosure.rounds import Cell, Part, Publication, together
from services.engagement.domain.disclosure.scales import Bands

Members = frozenset[int]
"""A group, by the places of its cells."""

Shown = frozenset[Members]

ATTEMPTS = 100
"""So often the best choice is asked for anew, with what the one before was refused for."""

EXPLAINED = 12
"""Of these, so many may have been refused for what was told before: finding out why takes long."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why groups may not all be shown: as long as `shown` are, leaving out some of `around` must
    give back what is lacking, each its own amount.
    """

    shown: Shown
    around: tuple[tuple[Members, int], ...] = ()
    lacking: int = 1


class Chooser:
    """Chooses for one round in one way of banding.

    Showing less never tells more: parts only grow together. So whatever a choice is refused for, is
    refused in every choice that shows the same and more, and the best choice that none of these
    refusals is about is the best of all.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        bands: Bands,
        history: Collection[Publication],
        limits: Limits,
    ) -> None:
        self._cells = cells
        self._bands = bands
        self._thresholds = limits.thresholds(len(bands))
        self._over_rounds = OverRounds(cells, bands, history)

    def choose(self, groups: Iterable[Members]) -> Shown:
        """Everybody together if that may be shown, and as many of the other groups as may be beside
        it; of equally many, those with the most answers.
        """
        alone = [group for group in groups if self.allow(frozenset({group}))]
        best = _Best(
            {group: sum(self._together(group).counts) for group in alone},
            everybody=frozenset(range(len(self._cells))),
        )
        shown, explained = best.choice(), 0
        for _ in range(ATTEMPTS):
            refusals = self._refusals_in_round(shown)
            if not refusals:
                if self._may_follow(shown):
                    return shown
                if explained == EXPLAINED:
                    break
                explained += 1
                refusals = {self._refusal_over_rounds(shown)}
            best.refuse(refusals)
            shown = best.choice()
        return frozenset(_most(sorted(shown, key=len, reverse=True), self.allow))

    def allow(self, shown: Collection[Members]) -> bool:
        """Whether these groups may be shown together, beside all that was told before."""
        return not self._refusals_in_round(shown) and self._may_follow(shown)

    def parts(self, shown: Collection[Members]) -> list[tuple[Part, Members]]:
        """The parts that these groups make, each with its cells: those that are in the same of
        them.
        """
        within: dict[int, list[Members]] = {}
        for group in shown:
            for place in group:
                within.setdefault(place, []).append(group)
        parts: dict[Shown, list[int]] = {}
        for place, around in within.items():
            parts.setdefault(frozenset(around), []).append(place)
        return [(self._together(places), frozenset(places)) for places in parts.values()]

    def _may_follow(self, shown: Collection[Members]) -> bool:
        return self._over_rounds.allow(self.parts(shown))

    def _refusal_over_rounds(self, shown: Shown) -> Refusal:
        """The fewest of the groups that may not be shown together beside what was told before."""
        return Refusal(
            frozenset(
                _fewest(sorted(shown, key=sorted), lambda groups: not self._may_follow(groups))
            )
        )

    def _refusals_in_round(self, shown: Collection[Members]) -> set[Refusal]:
        """Why these groups may not be shown together even in a first round."""
        return {
            refusal
            for part, cells in self.parts(shown)
            for refusal in self._refusals_of(part, cells, shown)
        }

    def _refusals_of(
        self, part: Part, cells: Members, shown: Collection[Members]
    ) -> Iterator[Refusal]:
        """What a part lacks, and the groups that cut it out of the others."""
        lacks = [
            (which, threshold)
            for which, threshold in enumerate(self._thresholds)
            if part.amounts[which] < threshold
        ]
        if not lacks:
            return
        inside = _needed(
            [group for group in shown if cells <= group],
            lambda groups: reduce(frozenset.__and__, groups),
        )
        whole = reduce(frozenset.__and__, inside)
        outside = _needed(
            [group for group in shown if not cells & group and whole & group],
            lambda groups: whole.intersection(frozenset().union(*groups)),
        )
        given_back = [self._together(whole & group).amounts for group in outside]
        for which, threshold in lacks:
            around = zip(outside, (amounts[which] for amounts in given_back), strict=True)
            yield Refusal(frozenset(inside), tuple(around), threshold - part.amounts[which])

    def _together(self, places: Collection[int]) -> Part:
        return together([self._cells[place] for place in places], self._bands)


class _Best:
    """The best choice among groups that none of the refusals is about."""

    def __init__(self, answers: dict[Members, int], everybody: Members) -> None:
        self._model = cp_model.CpModel()
        self._show = {group: self._model.new_bool_var("") for group in answers}
        one_more = sum(answers.values()) + 1
        worth = {group: one_more + answers[group] for group in answers}
        if everybody in worth:
            worth[everybody] = sum(worth.values())
        self._model.maximize(sum(worth[group] * show for group, show in self._show.items()))

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Never choose again what is refused."""
        for refusal in refusals:
            given_back = sum(amount * ~self._show[group] for group, amount in refusal.around)
            shown = [self._show[group] for group in refusal.shown]
            if sum(amount for _, amount in refusal.around) < refusal.lacking:
                self._model.add_bool_or(~show for show in shown)
            else:
                self._model.add(given_back >= refusal.lacking).only_enforce_if(shown)

    def choice(self) -> Shown:
        """Proved to be the best."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.solve(self._model)
        return frozenset(group for group, show in self._show.items() if solver.boolean_value(show))


def _needed(groups: list[Members], meaning: Callable[[list[Members]], Members]) -> list[Members]:
    """The groups without those that add nothing to what they mean together, the small first."""
    needed = sorted(groups, key=len)
    if len(needed) > 1:
        for group in list(needed):
            others = [each for each in needed if each is not group]
            if others and meaning(others) == meaning(needed):
                needed = others
    return needed


def _fewest(
    groups: Sequence[Members], fail: Callable[[Collection[Members]], bool]
) -> list[Members]:
    """Groups that fail together, of which none can be left out (Junker's QuickXplain, 2004)."""

    def among(given: list[Members], grown: bool, groups: Sequence[Members]) -> list[Members]:
        if grown and fail(given):
            return []
        if len(groups) == 1:
            return list(groups)
        half = len(groups) // 2
        later = among([*given, *groups[:half]], True, groups[half:])
        return among([*given, *later], bool(later), groups[:half]) + later

    return among([], False, groups)


def _most(groups: Sequence[Members], allow: Callable[[Collection[Members]], bool]) -> list[Members]:
    """Groups that are allowed together, the first before the others, so many that no other could be
    added.
    """
    taken: list[Members] = []

    def take(more: Sequence[Members]) -> None:
        if allow([*taken, *more]):
            taken.extend(more)
        elif len(more) > 1:
            half = len(more) // 2
            take(more[:half])
            take(more[half:])

    take(groups)
    return taken
