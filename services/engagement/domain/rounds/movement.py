"""Whether a group moved between two rounds, or whether chance does the same.

Nobody knows who gave which answer in both rounds, so the rounds count as independent samples. Most
people keep to their opinion, which makes rounds more alike than that: a change is called one less
often than could be, never more often.
"""

import math
from dataclasses import dataclass

from services.engagement.domain.rounds.barrier import Interval, wilson

LEVEL = 0.045
"""Below it is no chance. With counts as small as ours mid-p can be wrong somewhat more often than
it says; from here it is wrong at most 6 times in 100, whatever the sizes (computed exactly in
tests/unit/engagement/domain/rounds/test_movement.py).
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """By how much a share grew, between which values that lies with 95 % confidence, and whether
    it is more than chance.
    """

    difference: float
    interval: Interval
    is_change: bool


def movement(before: tuple[int, int], after: tuple[int, int]) -> Movement:
    """Compare two counts, each of a number of answers that is more than zero.

    The test is Fisher's, exact and two-sided, with the mid-p of Lancaster (1961); the interval is
    Newcombe's tenth method (1998), from those of Wilson.
    """
    share_before, share_after = before[0] / before[1], after[0] / after[1]
    difference = share_after - share_before
    was, now = wilson(*before), wilson(*after)
    interval = Interval(
        difference - math.hypot(share_after - now.low, was.high - share_before),
        difference + math.hypot(now.high - share_after, share_before - was.low),
    )
    return Movement(difference, interval, mid_p(before, after) < LEVEL)


def mid_p(before: tuple[int, int], after: tuple[int, int]) -> float:
    """How probable a difference at least as improbable is when nothing changed; what is exactly as
    improbable counts half.
    """
    (first, of_first), (second, of_second) = before, after
    both = first + second
    ways = {
        count: math.comb(of_first, count) * math.comb(of_second, both - count)
        for count in range(max(0, both - of_second), min(of_first, both) + 1)
    }
    seen, total = ways[first], sum(ways.values())
    rarer = sum(each for each in ways.values() if each < seen)
    as_rare = sum(each for each in ways.values() if each == seen)
    return (rarer + as_rare / 2) / total
