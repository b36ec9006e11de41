"""What planning tells about capacity: demand and supply of an expertise per week."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import ExpertiseId, NonNegativeHours, Text, Week

MAX_WEEKS = 208
"""Four years: the furthest that one event looks."""


class WeekBalance(ContractModel):
    """Demand and supply of one expertise in one week, in hours.

    Only the hours of teams of 5 people or more are told. Elsewhere all figures are null, exactly as
    where they are not known. Demand is null with the others: with the news that it cannot be met,
    it would tell how much there is at most.
    """

    week: Week
    demand: NonNegativeHours | None = None
    """What the subprojects need; null where `supply` is."""
    supply: NonNegativeHours | None = None
    """What those who master the expertise could give, if they gave it to nothing else; null where
    it is not known, and where hours of individual people or of a team of fewer than 5 count, for
    this expertise or for one that draws on the same hours."""
    confirmed: NonNegativeHours | None = None
    """What team leaders confirmed; null where `supply` is."""
    short: NonNegativeHours | None = None
    """The demand that is left when every hour is given once, over all expertises; null where
    `supply` is."""
    over_allocated: NonNegativeHours | None = None
    """What of the confirmed hours nobody has; null where `supply` is."""


class CapacityBalanceUpdated(
    EventData, type="planning.capacity.balance-updated", subject="capacity-balance/{expertise_id}"
):
    """The balance of an expertise changed; these are all its weeks with demand, or
    with more confirmed than there is.
    """

    expertise_id: ExpertiseId
    expertise: Text
    """Name of the expertise, for people."""
    weeks: Annotated[tuple[WeekBalance, ...], Field(max_length=MAX_WEEKS)]
    """A week that is missing has no demand, and no more confirmed than there is."""


class ShortWeek(ContractModel):
    """A week that is short, and by how many hours."""

    week: Week
    short: NonNegativeHours | None = None
    """The unmet demand, as in `WeekBalance`: null where that is null. The week is short all the
    same."""


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
