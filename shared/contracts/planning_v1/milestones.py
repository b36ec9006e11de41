"""What planning tells about milestones."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.channels import Channel
from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import Day, MilestoneId, Note, ProductKey, SubprojectId, Text


class MilestoneKind(StrEnum):
    """The kinds of milestone."""

    DECISION = "decision"
    SCOPE_FIXED = "scope-fixed"
    KICK_OFF = "kick-off"
    TRAINING = "training"
    GO_LIVE = "go-live"
    OLD_WAY_STOPPED = "old-way-stopped"


class AffectedProduct(ContractModel):
    """A product and the channels that a go-live changes for it."""

    product: ProductKey
    channels: Annotated[tuple[Channel, ...], Field(max_length=len(Channel))]
    """The channels over which the product changes."""


AffectedProducts = Annotated[tuple[AffectedProduct, ...], Field(max_length=100)]


class MilestonePlanned(
    EventData, type="planning.milestone.planned", subject="milestone/{milestone_id}"
):
    """A milestone was added to a subproject; a go-live names what it affects."""

    milestone_id: MilestoneId
    subproject_id: SubprojectId
    kind: MilestoneKind
    """What sort of milestone it is."""
    name: Text
    """Name of the milestone, for people."""
    due_on: Day
    """The day on which it is planned."""
    affects: AffectedProducts = ()
    """The products it changes; empty for a milestone that is no go-live."""


class MilestoneMoved(
    EventData, type="planning.milestone.moved", subject="milestone/{milestone_id}"
):
    """A milestone got another day."""

    milestone_id: MilestoneId
    subproject_id: SubprojectId
    due_on: Day
    """The day on which it is planned from now on."""
    reason: Note


class MilestoneReached(
    EventData, type="planning.milestone.reached", subject="milestone/{milestone_id}"
):
    """A milestone was reached."""

    milestone_id: MilestoneId
    subproject_id: SubprojectId
    kind: MilestoneKind
    """What sort of milestone it is."""
    reached_on: Day
    """The day on which it was reached."""
    affects: AffectedProducts = ()
    """The products it changed; empty for a milestone that is no go-live."""


class MilestoneCancelled(
    EventData, type="planning.milestone.cancelled", subject="milestone/{milestone_id}"
):
    """A milestone will not come."""

    milestone_id: MilestoneId
    subproject_id: SubprojectId
    reason: Note
