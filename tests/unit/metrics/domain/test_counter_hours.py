"""Definition M6: the parts add up exactly, and a fall in demand alone relieves nothing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import sqrt

from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.counter_hours import Change, Spread, change, in_thousandths
from services.metrics.domain.handling import HandlingTime, Way

WAYS = (Way("balie", False), Way("web", False), Way("web", True), Way("telefoon", False))
COUNTER, WEB = WAYS[0], WAYS[1]
BEFORE, SINCE = date(2024, 1, 1), date(2026, 1, 1)

MINUTES = st.fractions(0, 60, max_denominator=12)
TIMES = st.fixed_dictionaries(
    {way: st.builds(HandlingTime, st.just(BEFORE), MINUTES) for way in WAYS}
)
COUNTS = st.dictionaries(st.sampled_from(WAYS), st.integers(0, 50_000))


def mix_of(counts: Mapping[Way, int]) -> dict[Way, Fraction]:
    everything = sum(counts.values())
    return {way: Fraction(count, everything) for way, count in counts.items() if count}


def hours(counts: Mapping[Way, Fraction | int], times: Mapping[Way, HandlingTime]) -> Fraction:
    return sum((count * times[way].minutes / 60 for way, count in counts.items()), Fraction(0))


def changed(
    volume_then: Fraction | int,
    mix_then: Mapping[Way, Fraction],
    counts_now: Mapping[Way, int | None],
    times_then: Mapping[Way, HandlingTime],
    times_now: Mapping[Way, HandlingTime],
) -> Change:
    found = change(
        volume_then=Fraction(volume_then),
        mix_then=mix_then,
        counts_now=counts_now,
        times_then=times_then,
        times_now=times_now,
    )
    assert found is not None
    return found


@given(COUNTS, st.fractions(0, 50_000), COUNTS, TIMES, TIMES)
def test_the_three_parts_add_up_exactly_to_the_change(
    counts_then: dict[Way, int],
    volume_then: Fraction,
    counts_now: dict[Way, int],
    times_then: dict[Way, HandlingTime],
    times_now: dict[Way, HandlingTime],
) -> None:
    mix_then = mix_of(counts_then) if any(counts_then.values()) else {}

    found = changed(volume_then, mix_then, counts_now, times_then, times_now)

    before = hours({way: share * volume_then for way, share in mix_then.items()}, times_then)
    assert found.volume + found.channel + found.minutes == hours(counts_now, times_now) - before


@given(COUNTS.filter(lambda c: any(c.values())), st.integers(0, 20), st.integers(1, 20), TIMES)
def test_another_demand_alone_relieves_no_hours(
    counts: dict[Way, int], demand_now: int, demand_then: int, times: dict[Way, HandlingTime]
) -> None:
    counts_now = {way: count * demand_now for way, count in counts.items()}

    found = changed(sum(counts.values()) * demand_then, mix_of(counts), counts_now, times, times)

    assert found.relieved == 0


@given(COUNTS, TIMES, TIMES)
def test_demand_that_vanishes_relieves_no_hours(
    counts: dict[Way, int], times_then: dict[Way, HandlingTime], times_now: dict[Way, HandlingTime]
) -> None:
    mix = mix_of(counts) if any(counts.values()) else {}

    found = changed(100, mix, dict.fromkeys(counts, 0), times_then, times_now)

    assert found.relieved == 0


def test_a_worked_example() -> None:
    times = {
        COUNTER: HandlingTime(BEFORE, Fraction(12)),
        WEB: HandlingTime(BEFORE, Fraction(2)),
    }

    found = changed(1000, {COUNTER: Fraction(1)}, {COUNTER: 300, WEB: 500}, times, times)

    assert found.volume == -40
    assert found.channel == Fraction(-250, 3)
    assert found.minutes == 0
    assert found.relieved == Fraction(250, 3)


def test_a_shorter_handling_time_is_the_minutes_part() -> None:
    then = {COUNTER: HandlingTime(BEFORE, Fraction(12))}
    now = {COUNTER: HandlingTime(SINCE, Fraction(9))}

    found = changed(100, {COUNTER: Fraction(1)}, {COUNTER: 100}, then, now)

    assert [found.volume, found.channel, found.minutes] == [0, 0, -5]


def test_new_demand_without_a_baseline_is_volume() -> None:
    times = {COUNTER: HandlingTime(BEFORE, Fraction(12))}

    found = changed(0, {}, {COUNTER: 100}, times, times)

    assert [found.volume, found.relieved] == [20, 0]


def test_an_unknown_count_makes_the_change_unknown() -> None:
    times = {way: HandlingTime(BEFORE, Fraction(1)) for way in WAYS}

    assert (
        change(
            volume_then=Fraction(10),
            mix_then={COUNTER: Fraction(1)},
            counts_now={COUNTER: 5, WEB: None},
            times_then=times,
            times_now=times,
        )
        is None
    )


def test_a_missing_handling_time_makes_the_change_unknown_only_where_it_matters() -> None:
    times = {COUNTER: HandlingTime(BEFORE, Fraction(12))}

    def found(web: int) -> Change | None:
        return change(
            volume_then=Fraction(10),
            mix_then={COUNTER: Fraction(1)},
            counts_now={COUNTER: 5, WEB: web},
            times_then=times,
            times_now=times,
        )

    assert found(1) is None
    assert found(0) is not None


def test_the_spread_of_one_time_that_did_not_change_counts_once() -> None:
    times = {
        COUNTER: HandlingTime(BEFORE, Fraction(12), Fraction(9), Fraction(18)),
        WEB: HandlingTime(BEFORE, Fraction(2), Fraction(1), Fraction(4)),
    }

    found = changed(100, {COUNTER: Fraction(1)}, {COUNTER: 40, WEB: 60}, times, times)

    # 60 transactions moved: each saves a counter time and costs a web time.
    assert found.spread is not None
    assert found.spread.down == Fraction(3) ** 2 + Fraction(2) ** 2
    assert found.spread.up == Fraction(6) ** 2 + Fraction(1) ** 2
    assert sqrt(found.spread.down) < found.relieved


def test_there_is_no_spread_where_a_time_that_matters_has_no_range() -> None:
    times = {
        COUNTER: HandlingTime(BEFORE, Fraction(12), Fraction(9), Fraction(18)),
        WEB: HandlingTime(BEFORE, Fraction(2)),
    }
    mix = {COUNTER: Fraction(1)}

    assert changed(100, mix, {COUNTER: 40, WEB: 60}, times, times).spread is None
    assert changed(100, mix, {COUNTER: 40}, times, times).spread == Spread()


@given(st.lists(st.fractions(-1000, 1000), min_size=1, max_size=5))
def test_rounded_parts_add_up_to_the_rounded_total_and_zero_stays_zero(
    parts: list[Fraction],
) -> None:
    rounded = in_thousandths(parts)

    assert sum(rounded) == Decimal(round(sum(parts) * 1000)) / 1000
    for exact, shown in zip(parts, rounded, strict=True):
        assert abs(Fraction(shown) - exact) < Fraction(1, 1000)
        assert exact != 0 or shown == 0
