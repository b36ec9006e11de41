"""Handling times: what a municipality itself states. None ships with the product."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from shared.refusal import Reason, refuse_when


class Way(NamedTuple):
    """How a transaction went: its channel, and whether somebody helped with it."""

    channel: str
    assisted: bool


@dataclass(frozen=True, slots=True)
class HandlingTime:
    """Minutes of staff per transaction from a day on, with the P10 and P90 of the estimate."""

    valid_from: date
    minutes: Fraction
    low: Fraction | None = None
    high: Fraction | None = None

    def __post_init__(self) -> None:
        refuse_when(self._reasons())

    def _reasons(self) -> Iterable[Reason]:
        if self.minutes < 0:
            yield Reason("negative-minutes", "Een behandeltijd kan niet onder nul zijn.", "minutes")
        if (self.low is None) != (self.high is None):
            yield Reason(
                "half-a-range", "Geef onder- en bovengrens samen op, of geen van beide.", "low"
            )
        elif (
            self.low is not None
            and self.high is not None
            and not (0 <= self.low <= self.minutes <= self.high)
        ):
            yield Reason(
                "range-without-minutes",
                "De behandeltijd moet tussen de onder- en de bovengrens liggen.",
                "low",
            )


def in_force(statements: Iterable[HandlingTime], day: date) -> HandlingTime | None:
    """The statement that holds on a day: the latest that began, else the earliest of all.

    The first statement also holds for the time before it, because nothing better is known of that
    time.
    """
    ordered = sorted(statements, key=lambda statement: statement.valid_from)
    if not ordered:
        return None
    begun = [statement for statement in ordered if statement.valid_from <= day]
    return begun[-1] if begun else ordered[0]
