"""What planning tells about capacity: demand and supply of an expertise per week."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import ExpertiseId, NonNegativeHours, Text, Week

MAX_WEEKS = 208
"""Four years: the furthest that one event looks."""


class WeekBalance(ContractModel):
    """Demand and supply of one expertise in one week, in hours."""

    week: Week
    demand: NonNegativeHours
    """What the subprojects need."""
    supply: NonNegativeHours
    """What the people who master the expertise could give, if they gave it to nothing else."""
    confirmed: NonNegativeHours
    """What team leaders confirmed."""
    short: NonNegativeHours
    """The demand that is left when every hour of a person is given once, over all expertises."""


class CapacityBalanceUpdated(
    EventData, type="planning.capacity.balance-updated", subject="capacity-balance/{expertise_id}"
):
    """The balance of an expertise changed; these are all its weeks that have demand."""

    expertise_id: ExpertiseId
    expertise: Text
    """Name of the expertise, for people."""
    weeks: Annotated[tuple[WeekBalance, ...], Field(max_length=MAX_WEEKS)]
    """The weeks with demand; a week that is missing has none."""


class ShortWeek(ContractModel):
    """Hours short in a week."""

    week: Week
    short: NonNegativeHours
    """The unmet demand, as in `WeekBalance`."""


class CapacityShortageDetected(
    EventData,
    type="planning.capacity.shortage-detected",
    subject="capacity-shortage/{expertise_id}",
):
    """An expertise is short in these weeks; it replaces what was told about it before."""

    expertise_id: ExpertiseId
    expertise: Text
    """Name of the expertise, for people."""
    weeks: Annotated[tuple[ShortWeek, ...], Field(min_length=1, max_length=MAX_WEEKS)]
    """The weeks that are short."""


class CapacityShortageResolved(
    EventData,
    type="planning.capacity.shortage-resolved",
    subject="capacity-shortage/{expertise_id}",
):
    """An expertise is short in no week any more."""

    expertise_id: ExpertiseId
    expertise: Text
    """Name of the expertise, for people."""
