"""When involvement is late: a decision nears and too few of the affected staff were taken along."""

from dataclasses import dataclass
from datetime import date

from services.engagement.domain.coverage import Figures

COVERAGE_NORM = 0.8
NOTICE_DAYS = 28
SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Norms:
    """The municipality's norms.

    `coverage`: the share of the affected staff that should be involved from the first moment.
    `notice_days`: how many days before a decision it is checked. `minimum_group`: the smallest
    group with figures; it may be raised, not lowered.
    """

    coverage: float = COVERAGE_NORM
    notice_days: int = NOTICE_DAYS
    minimum_group: int = SMALLEST_GROUP

    def __post_init__(self) -> None:
        if not 0 <= self.coverage <= 1:
            raise ValueError("coverage is a share from 0 to 1")
        if self.notice_days < 1:
            raise ValueError("notice_days is at least 1")
        if self.minimum_group < SMALLEST_GROUP:
            raise ValueError(f"minimum_group is at least {SMALLEST_GROUP}")


def near(due_on: date, today: date, norms: Norms) -> bool:
    """Whether a decision that has not been taken yet is within the notice, or overdue."""
    return (due_on - today).days <= norms.notice_days


def too_low(figures: Figures, norms: Norms) -> bool:
    """Whether coverage is known and not shown to meet the norm.

    A lower bound counts as it stands: the norm is met when it is shown to be met. Unknown and
    suppressed coverage is never too low; the two stay indistinguishable.
    """
    return figures.share is not None and figures.share < norms.coverage
