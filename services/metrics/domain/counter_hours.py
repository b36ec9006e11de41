"""Counter hours (definition M6): the change against the baseline in parts that add up exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from services.metrics.domain.handling import HandlingTime, Way

THOUSANDTH = 1000
MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class Spread:
    """How far relief may lie below and above its middle: squares (hours²), which add up."""

    down: Fraction = Fraction(0)
    up: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Change:
    """The change of counter hours of one product in one week, in hours, exact.

    `spread` is None where a handling time that matters has no stated range.
    """

    volume: Fraction
    channel: Fraction
    minutes: Fraction
    spread: Spread | None

    @property
    def total(self) -> Fraction:
        """Hours now minus hours in the baseline."""
        return self.volume + self.channel + self.minutes

    @property
    def relieved(self) -> Fraction:
        """Hours that channel and handling time save; a fall in demand alone saves none."""
        return -(self.channel + self.minutes)


def change(
    *,
    volume_then: Fraction,
    mix_then: Mapping[Way, Fraction],
    counts_now: Mapping[Way, int | None],
    times_then: Mapping[Way, HandlingTime],
    times_now: Mapping[Way, HandlingTime],
) -> Change | None:
    """Definition M6 for one product; None where a count or a handling time it needs is unknown.

    With N the total, s the share and m the minutes of a way, 0 the baseline and 1 now: volume = (N1
    - N0) sum s0 m0, channel = N1 sum (s1 - s0) m0, minutes = N1 sum s1 (m1 - m0), each over 60.

    Where the baseline knows no transactions at all there is no mix to compare with: today's mix
    stands in for it, so that new demand is volume and relieves nothing.
    """
    known = {way: count for way, count in counts_now.items() if count is not None}
    if len(known) < len(counts_now):
        return None
    volume_now = sum(known.values())
    mix_now = {way: Fraction(count, volume_now) for way, count in known.items() if count}
    if not mix_then:
        mix_then, volume_then = mix_now, Fraction(0)
    if any(way not in times_then or way not in times_now for way in {*mix_then, *mix_now}):
        return None

    hours_then = sum(share * _hours(times_then[way]) for way, share in mix_then.items())
    shifted = sum(share * _hours(times_then[way]) for way, share in mix_now.items())
    hours_now = sum(share * _hours(times_now[way]) for way, share in mix_now.items())
    base = Fraction(hours_then)
    return Change(
        volume=(volume_now - volume_then) * base,
        channel=volume_now * (shifted - base) if mix_now else Fraction(0),
        minutes=Fraction(volume_now * (hours_now - shifted)),
        spread=_spread(volume_now, mix_then, known, times_then, times_now),
    )


def _hours(time: HandlingTime) -> Fraction:
    return time.minutes / MINUTES_PER_HOUR


def _spread(
    volume_now: int,
    mix_then: Mapping[Way, Fraction],
    counts_now: Mapping[Way, int],
    times_then: Mapping[Way, HandlingTime],
    times_now: Mapping[Way, HandlingTime],
) -> Spread | None:
    """Relief is linear in the handling times: each weighs by how many transactions it moved.

    A time that holds both then and now is one estimate, not two, so only its net weight counts.
    Estimates of different times are taken as independent: their deviations add as squares.
    """
    weights: dict[tuple[Way, HandlingTime], Fraction] = {}
    for way, share in mix_then.items():
        key = (way, times_then[way])
        weights[key] = weights.get(key, Fraction(0)) + volume_now * share
    for way, count in counts_now.items():
        if count:
            key = (way, times_now[way])
            weights[key] = weights.get(key, Fraction(0)) - count
    down = up = Fraction(0)
    for (_, time), weight in weights.items():
        if weight == 0:
            continue
        if time.low is None or time.high is None:
            return None
        below = abs(weight) * (time.minutes - time.low) / MINUTES_PER_HOUR
        above = abs(weight) * (time.high - time.minutes) / MINUTES_PER_HOUR
        if weight < 0:
            below, above = above, below
        down += below * below
        up += above * above
    return Spread(down, up)


def in_thousandths(parts: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Hours rounded to 0.001, adding up to their rounded total; a part that is 0 stays 0."""
    scaled = [part * THOUSANDTH for part in parts]
    floors = [part.numerator // part.denominator for part in scaled]
    left = round(sum(scaled)) - sum(floors)
    by_remainder = sorted(
        range(len(scaled)), key=lambda index: scaled[index] - floors[index], reverse=True
    )
    for index in by_remainder[:left]:
        floors[index] += 1
    return tuple(Decimal(whole).scaleb(-3) for whole in floors)
