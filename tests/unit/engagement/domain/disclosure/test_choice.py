"""What is shown is as much as can be, against trying everything."""

from itertools import chain, combinations, islice

import pytest

from services.engagement.domain.disclosure.choice import Chooser, Members
from services.engagement.domain.disclosure.disclose import disclose
from services.engagement.domain.disclosure.limits import Limits
from services.engagement.domain.disclosure.rounds import Publication, groups_of, together
from services.engagement.domain.disclosure.scales import ATTITUDE, Bands
from tests.disclosure.histories import history

MOST_GROUPS = 7
ROUNDS = 3
SEEDS = range(40)
MOST_SUPPRESSED = 1.2


def choosers(seed: int, bands: Bands) -> list[tuple[Chooser, list[Members]]]:
    """The choices to make in the first rounds of a history, where there are few groups."""
    published: list[Publication] = []
    found = []
    for asked in islice(history(seed), ROUNDS):
        alone = [
            places
            for places in set(groups_of(asked.cells).values())
            if Limits().met_by(together([asked.cells[place] for place in places], bands))
        ]
        if 0 < len(alone) <= MOST_GROUPS:
            found.append((Chooser(asked.cells, bands, tuple(published), Limits()), alone))
        published.append(disclose(ATTITUDE, asked.cells, published).publication)
    return found


def suppressed_at_least(chooser: Chooser, alone: list[Members]) -> int:
    """The fewest groups that any choice leaves out, and everybody together first, by trying all."""
    everybody = max(alone, key=len)
    first = chooser.allow(frozenset({everybody}))
    return min(
        len(alone) - len(shown)
        for shown in chain.from_iterable(
            combinations(alone, many) for many in range(len(alone) + 1)
        )
        if (everybody in shown or not first) and chooser.allow(frozenset(shown))
    )


@pytest.mark.parametrize("bands", ATTITUDE.choices)
def test_no_choice_shows_more(bands: Bands) -> None:
    ours = best = choices = 0
    for chooser, alone in chain.from_iterable(choosers(seed, bands) for seed in SEEDS):
        choices += 1
        ours += len(alone) - len(chooser.choose(alone))
        best += suppressed_at_least(chooser, alone)

    assert choices > 20
    assert ours <= MOST_SUPPRESSED * best


def test_what_is_allowed_is_allowed_with_any_group_left_out() -> None:
    """What the search rests on: showing less never tells more."""
    tried = 0
    for chooser, alone in chain.from_iterable(
        choosers(seed, bands) for seed in SEEDS for bands in ATTITUDE.choices
    ):
        shown = chooser.choose(alone)
        for group in shown:
            tried += 1
            assert chooser.allow(shown - {group})

    assert tried > 100
