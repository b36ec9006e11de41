"""The attacker finds every planted leak, and nothing in what the service tells."""

from collections.abc import Callable, Sequence
from itertools import chain
from uuid import UUID, uuid4

import pytest

from services.engagement.domain.disclosure import limits
from services.engagement.domain.disclosure.choice import Chooser
from services.engagement.domain.disclosure.disclose import Disclosure
from services.engagement.domain.disclosure.over_rounds import OverRounds
from services.engagement.domain.disclosure.rounds import Cell, Group
from tests.disclosure.attacker import Seen, attack
from tests.disclosure.campaign import attack_history, known_of, seen_of, service
from tests.disclosure.histories import history
from tests.disclosure.leaks import (
    ARITHMETIC,
    SMALL_TEAM,
    SMALL_TEAM_ASKED,
    Exit,
    Leak,
    answer,
    event,
    leaking_answer,
    leaking_event,
    leaking_metric,
    metric,
    people,
    read_event,
    read_metric,
)

HISTORIES = 48
PARTS = 6

Read = Callable[[str, int, Sequence[Cell], tuple[int, ...]], list[Seen]]

by_leak = pytest.mark.parametrize("leak", ARITHMETIC.values(), ids=ARITHMETIC)
by_exit = pytest.mark.parametrize(
    ("as_it_should", "leaking", "read"),
    [(event, leaking_event, read_event), (metric, leaking_metric, read_metric)],
    ids=["event", "metric label"],
)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_known_of_a_small_group(part: int) -> None:
    """Of random histories; the nightly run attacks 10,000, these among them."""
    found = [attack_history(seed) for seed in range(part, HISTORIES, PARTS)]

    assert [(seed, known) for seed, known in found if known] == []


@by_leak
def test_a_planted_leak_is_found(leak: Leak) -> None:
    known = known_of(leak.asked, leak.told_by)

    assert leak.whose & frozenset(chain.from_iterable(each.people for each in known))


@by_leak
def test_the_service_does_not_leak_it(leak: Leak) -> None:
    assert known_of(leak.asked) == []


def leaked(exit_: Exit, read: Read) -> frozenset[UUID]:
    """Of whom something is known from the figures and from what was written beside them."""
    cells = SMALL_TEAM_ASKED.cells
    disclosure = service(cells, ())
    seen = seen_of(0, cells, disclosure)
    seen += read(exit_(cells, disclosure), 0, cells, disclosure.bands)
    known = attack(seen, {0: SMALL_TEAM_ASKED.answers})
    return frozenset(chain.from_iterable(each.people for each in known))


@by_exit
def test_a_second_way_out_is_found(as_it_should: Exit, leaking: Exit, read: Read) -> None:
    assert leaked(as_it_should, read) == frozenset()
    assert leaked(leaking, read) >= people(range(200, 203))


def formats(write: Callable[[Disclosure, Sequence[Cell], Group], bytes]) -> set[bytes]:
    """How a group that is suppressed is written, and one that nobody is in."""
    cells = SMALL_TEAM_ASKED.cells
    disclosure = service(cells, ())
    return {write(disclosure, cells, Group(team)) for team in (SMALL_TEAM, uuid4())}


def test_a_format_that_tells_suppressed_from_unknown_is_found() -> None:
    assert len(formats(answer)) == 1
    assert len(formats(leaking_answer)) == 2


@pytest.mark.parametrize(
    ("owner", "name", "without"),
    [
        (Chooser, "_refusals_of", lambda *_: iter(())),
        (OverRounds, "allow", lambda *_: True),
        (limits, "FEWEST_PER_BAND", 0),
    ],
    ids=["parts", "over rounds", "bands"],
)
def test_without_a_protection_random_histories_leak(
    owner: object, name: str, without: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each protection is needed: what the attacker does not find, it does not merely overlook."""
    monkeypatch.setattr(owner, name, without)

    assert any(known_of(history(seed)) for seed in range(40))
