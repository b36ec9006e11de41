"""What engagement tells: the works council's consent, how many were involved in time, and where a
group is stuck.
"""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import (
    ConsentId,
    Count,
    Day,
    FunctionGroupId,
    Headcount,
    MilestoneId,
    Note,
    Share,
    SubprojectId,
    TeamId,
    Text,
)


class ConsentScope(StrEnum):
    """What a consent of the works council unlocks."""

    PERSON_LEVEL_CAPACITY = "person-level-capacity"
    PERSON_LEVEL_PARTICIPATION = "person-level-participation"
    PERSON_LEVEL_READINESS = "person-level-readiness"
    OPINION_ROUNDS = "opinion-rounds"


Scope = Annotated[tuple[ConsentScope, ...], Field(min_length=1, max_length=len(ConsentScope))]


class ConsentRecorded(
    EventData, type="engagement.consent.recorded", subject="consent/{consent_id}"
):
    """The works council consented, by a decision of its own, within a scope and until a day."""

    consent_id: ConsentId
    decision_reference: Text
    """Number of the works council's decision. Names no person."""
    decided_on: Day
    """The day of the decision; the consent holds from then on."""
    valid_until: Day
    """The last day on which the consent holds."""
    scope: Scope
    """What it unlocks."""


class ConsentWithdrawn(
    EventData, type="engagement.consent.withdrawn", subject="consent/{consent_id}"
):
    """The works council withdrew its consent, from a day on."""

    consent_id: ConsentId
    withdrawn_on: Day
    """The first day on which the consent does not hold any more."""
    scope: Scope
    """What it unlocked."""
    reason: Note = ""


LeadDays = Annotated[
    float, Field(strict=True, allow_inf_nan=False, json_schema_extra={"x-unit": "days"})
]


class Coverage(ContractModel):
    """Definition E2: affected staff who were involved on or before T0, of all affected at T0.

    Where the group is smaller than the limit, or nothing is known, all figures are null: the two
    look alike, so that the difference tells nothing about a small group.
    """

    definition: Text = "E2"
    """The definition of the figures: `E2`, or `E2-lower-bound` where the numerator is at least
    this, because heads were counted or attendance is not known yet."""
    numerator: Count | None = None
    """Affected staff who were involved on or before T0, in people."""
    denominator: Count | None = None
    """Staff affected at T0, in people."""
    median_lead_days: LeadDays | None = None
    """Median of the days from first involvement to T0."""
    joiners_after_t0: Count | None = None
    """Staff affected who joined after T0, in people: in neither numerator nor denominator."""


class CoverageUpdated(
    EventData, type="engagement.coverage.updated", subject="coverage/{subproject_id}"
):
    """The first-moment coverage of a subproject changed."""

    subproject_id: SubprojectId
    t0: Day
    """The last day on which involvement counts as from the first moment."""
    frozen: StrictBool
    """Whether T0 is past and fixed, so that later corrections do not move it."""
    coverage: Coverage
    """The share and what it is made of."""


class InvolvementLate(
    EventData, type="engagement.involvement.late", subject="involvement/{milestone_id}"
):
    """A decision milestone nears while too few of the affected staff were involved.

    It is told again when the programme manager says why the decision goes on all the same.
    """

    milestone_id: MilestoneId
    subproject_id: SubprojectId
    due_on: Day
    """The day on which the decision is planned."""
    norm: Share
    """The coverage that should have been reached by now."""
    coverage: Coverage
    """The coverage that was reached."""
    reason: Note = ""
    """Why the decision goes on all the same; empty as long as nobody said. Names no person."""


RoundId = Annotated[UUID, Field(description="The anonymous round.")]


class RoundOpened(EventData, type="engagement.round.opened", subject="round/{round_id}"):
    """Affected staff are asked for their opinion, anonymously."""

    round_id: RoundId
    subproject_id: SubprojectId
    opened_on: Day
    """The first day on which is answered."""
    closes_on: Day
    """The last day on which is answered."""
    invited: Headcount
    """Staff who are asked; at least ten."""


class RoundClosed(EventData, type="engagement.round.closed", subject="round/{round_id}"):
    """A round ended. What may be known of it comes as `engagement.support.measured`."""

    round_id: RoundId
    subproject_id: SubprojectId
    closed_on: Day
    """The day on which it ended."""
    cancelled: StrictBool
    """Whether it was cancelled: then nobody learns anything of it."""
    answers: Headcount | None = None
    """Staff who answered; null where that may not be known."""


class SupportQuestion(StrEnum):
    """What was asked."""

    ATTITUDE = "attitude"
    STAGE = "stage"
    MOTIVE = "motive"


class SupportBand(ContractModel):
    """Answers that are told together."""

    options: Annotated[tuple[Text, ...], Field(min_length=1, max_length=10)]
    """The options that were chosen from, in their order."""
    answers: Headcount
    """Staff who chose one of them."""


class SupportMeasured(EventData, type="engagement.support.measured", subject="round/{round_id}"):
    """What may be known of a group's answers to one question.

    A group that is too small, or that would make a small group known, has no event: that looks
    exactly as if nobody in it was asked.
    """

    round_id: RoundId
    subproject_id: SubprojectId
    team_id: TeamId | None = None
    """The team; null means all teams."""
    function_group_id: FunctionGroupId | None = None
    """The function group; null means all function groups."""
    question: SupportQuestion
    """What was asked."""
    invited: Headcount
    """Staff of the group who were asked."""
    bands: Annotated[tuple[SupportBand, ...], Field(min_length=2, max_length=10)]
    """All answers of the group, by band."""


class Stage(StrEnum):
    """The stages of going along with a change, in their order."""

    AWARE = "aware"
    WILLING = "willing"
    KNOWING = "knowing"
    ABLE = "able"
    DOING = "doing"


class BarrierEvidence(ContractModel):
    """What a barrier was seen in.

    The figures are those that were published. Where the group is smaller than the limit both are
    null.
    """

    round_id: RoundId
    share: Share | None = None
    """The answers in which the stage is too low, of all answers."""
    answers: Count | None = None
    """Number of answers."""


class BarrierDetected(
    EventData, type="engagement.barrier.detected", subject="barrier/{barrier_id}"
):
    """The first stage at which a group is stuck.

    It keeps its id when a later round finds the same group at another stage or with other figures:
    the later event replaces the earlier.
    """

    barrier_id: Annotated[UUID, Field(description="The barrier of one group in one subproject.")]
    subproject_id: SubprojectId
    function_group_id: FunctionGroupId | None = None
    """The function group that is stuck; null means all affected staff of the subproject."""
    stage: Stage
    """The first stage that is too low."""
    evidence: BarrierEvidence
    """What it was seen in."""
