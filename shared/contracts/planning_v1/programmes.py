"""What planning tells about programmes."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import Day, ProductKey, ProgrammeId, Share, Text


class UptakeTarget(ContractModel):
    """A target path of a product's uptake: a straight line between two days."""

    product: ProductKey
    from_date: Day
    """First day of the path."""
    from_share: Share
    """Uptake (definition M1) on the first day."""
    to_date: Day
    """Last day of the path, after the first."""
    to_share: Share
    """Uptake (definition M1) to be reached on the last day."""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.to_date <= self.from_date:
            raise ValueError("toDate must be after fromDate")
        return self


Targets = Annotated[tuple[UptakeTarget, ...], Field(max_length=100)]


class ProgrammeStarted(
    EventData, type="planning.programme.started", subject="programme/{programme_id}"
):
    """A programme of subprojects has started."""

    programme_id: ProgrammeId
    name: Text
    """Name of the programme, for people."""
    starts_on: Day
    """First day."""
    ends_on: Day
    """Last day as planned."""
    targets: Targets = ()
    """Target paths, at most one per product."""


class ProgrammeRetargeted(
    EventData, type="planning.programme.retargeted", subject="programme/{programme_id}"
):
    """The target paths of a programme were replaced by these."""

    programme_id: ProgrammeId
    targets: Targets
    """All target paths from now on; a product that is missing has none any more."""


class ProgrammeCompleted(
    EventData, type="planning.programme.completed", subject="programme/{programme_id}"
):
    """A programme is done."""

    programme_id: ProgrammeId
    completed_on: Day
    """The day on which it was done."""
