"""What planning tells about the last day to reserve what a demand needs."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import EventData
from shared.contracts.vocabulary import WHOLE, Day, DemandId, ExpertiseId, SubprojectId, Text


class ReservationOption(StrEnum):
    """What can still be done for a demand."""

    OTHER_PERSON = "other-person"
    SPLIT = "split"
    MOVE = "move"
    TRAIN = "train"
    HIRE = "hire"
    REDUCE_SCOPE = "reduce-scope"


class ReservationDeadlineApproaching(
    EventData,
    type="planning.reservation-deadline.approaching",
    subject="reservation-deadline/{demand_id}",
):
    """The last day to reserve what a demand still lacks comes near, or has passed.

    Told 30, 14, 7, 1 and 0 days before, each once per demand and last day; a demand that lacks
    hours after its last day is told of once. When the last day moves it is told of again. How many
    hours are lacking is not told.
    """

    demand_id: DemandId
    subproject_id: SubprojectId
    expertise_id: ExpertiseId
    expertise: Text
    """Name of the expertise, for people."""
    starts_on: Day
    """First day of the first week that lacks hours."""
    last_day: Day
    """The last day on which reserving is in time."""
    days_before: Annotated[
        int, Field(strict=True, ge=0, le=30, json_schema_extra={"x-unit": "days"}), WHOLE
    ]
    """Which of the reminders it is."""
    options: Annotated[tuple[ReservationOption, ...], Field(max_length=len(ReservationOption))]
    """What can still be done in time."""
