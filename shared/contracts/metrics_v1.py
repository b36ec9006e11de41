"""What metrics tells: uptake per product and period, counter hours relieved, silent sources."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import (
    WHOLE,
    Count,
    Day,
    Hours,
    Note,
    PeriodName,
    ProductKey,
    Share,
    SourceName,
    TeamId,
    Text,
    Timestamp,
    Week,
)


class Completeness(StrEnum):
    """How far a period's figures can be trusted."""

    PROVISIONAL = "provisional"
    COMPLETE = "complete"
    CORRECTED = "corrected"


class Ratio(ContractModel):
    """A share with what it is made of.

    No value where the denominator is 0 or a part is unknown: unknown is not zero.
    """

    definition: Text
    """The definition of the figures, such as M1."""
    numerator: Count | None = None
    """Completed transactions that count; null when unknown."""
    denominator: Count | None = None
    """All completed transactions; null when unknown."""
    value: Share | None = None
    """Numerator divided by denominator; null when there is none."""


class PeriodFigures(ContractModel):
    """Uptake of a product in a period, by definition M1."""

    uptake: Ratio
    """Completed digitally without help, of all completed."""
    uptake_with_assisted: Ratio
    """Completed digitally, with or without help, of all completed."""
    target: Share | None = None
    """Uptake that the target path asks for at the end of the period; null without a target."""


class PeriodCompleted(
    EventData, type="metrics.period.completed", subject="period/{product}/{period}"
):
    """All expected sources delivered a product's period."""

    product: ProductKey
    period: PeriodName
    starts_on: Day
    """First day of the period."""
    ends_on: Day
    """Last day of the period."""
    figures: PeriodFigures
    """The figures of the period."""


class PeriodCorrected(
    EventData, type="metrics.period.corrected", subject="period/{product}/{period}"
):
    """A completed period was restated."""

    product: ProductKey
    period: PeriodName
    starts_on: Day
    """First day of the period."""
    ends_on: Day
    """Last day of the period."""
    figures: PeriodFigures
    """The figures from now on."""
    revision: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1), WHOLE]
    """Number of the correction, from 1."""
    reason: Note


class HoursParts(ContractModel):
    """The change of counter hours against the baseline, in parts that add up exactly (M6)."""

    volume: Hours
    """Because more or fewer transactions came in."""
    channel: Hours
    """Because they came in over other channels."""
    minutes: Hours
    """Because handling one took longer or shorter."""


class CounterHoursRelieved(
    EventData, type="metrics.counter-hours.relieved", subject="counter-hours/{team_id}/{week}"
):
    """Counter hours that a team's week needs less than its baseline thanks to self-service.

    A level, not an increment: a newer event for the same team and week replaces the older. A fall
    in demand alone relieves nothing: `p50` is minus the channel and the minutes part (M6).
    """

    team_id: TeamId
    week: Week
    baseline: Text
    """Name of the frozen baseline."""
    p10: Hours | None = None
    """Low estimate; null where the handling minutes have no stated range."""
    p50: Hours
    """Middle estimate; negative when the week needs more than its baseline."""
    p90: Hours | None = None
    """High estimate; null where the handling minutes have no stated range."""
    parts: HoursParts
    """What the change is made of."""
    completeness: Completeness
    """How far the figures can be trusted."""


class SourceStale(EventData, type="metrics.source.stale", subject="source-freshness/{source}"):
    """A source delivered nothing for longer than its norm."""

    source: SourceName
    last_delivery_at: Timestamp | None = None
    """When it last delivered; null when it never did."""
    norm_days: Annotated[
        int, Field(strict=True, ge=1, le=3660, json_schema_extra={"x-unit": "days"}), WHOLE
    ]
    """How long it may be silent."""


class SourceRecovered(
    EventData, type="metrics.source.recovered", subject="source-freshness/{source}"
):
    """A stale source delivers again."""

    source: SourceName
    delivered_at: Timestamp
    """When it delivered."""
