"""What planning tells about subprojects."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import EventData
from shared.contracts.vocabulary import Day, Note, ProgrammeId, SubprojectId, Text

Dependencies = Annotated[tuple[SubprojectId, ...], Field(max_length=100)]


class FirstMoment(StrEnum):
    """Which day counts as T0: before it, involvement is involvement from the first moment."""

    DECISION = "decision"
    START = "start"
    GO_LIVE = "go-live"


class SubprojectPlanned(
    EventData, type="planning.subproject.planned", subject="subproject/{subproject_id}"
):
    """A subproject was added to the plan. Who leads it is not told: that is a person."""

    subproject_id: SubprojectId
    programme_id: ProgrammeId
    name: Text
    """Name of the subproject, for people."""
    focus_area: Text
    """The part of the work that it changes (aandachtsgebied)."""
    starts_on: Day
    """First day."""
    ends_on: Day
    """Last day as planned."""
    first_moment: FirstMoment
    """Which day is T0 of this subproject; fixed from now on."""
    depends_on: Dependencies = ()
    """The subprojects that must be done before this one starts."""


class SubprojectRescheduled(
    EventData, type="planning.subproject.rescheduled", subject="subproject/{subproject_id}"
):
    """A subproject got other dates, or waits for other subprojects."""

    subproject_id: SubprojectId
    starts_on: Day
    """First day from now on."""
    ends_on: Day
    """Last day as planned from now on."""
    depends_on: Dependencies | None = None
    """The subprojects it waits for from now on; null when that did not change."""
    reason: Note


class SubprojectStarted(
    EventData, type="planning.subproject.started", subject="subproject/{subproject_id}"
):
    """Work on a subproject has started."""

    subproject_id: SubprojectId
    started_on: Day
    """The day on which it started."""


class SubprojectPaused(
    EventData, type="planning.subproject.paused", subject="subproject/{subproject_id}"
):
    """Work on a subproject is paused."""

    subproject_id: SubprojectId
    reason: Note


class SubprojectResumed(
    EventData, type="planning.subproject.resumed", subject="subproject/{subproject_id}"
):
    """Work on a paused subproject goes on."""

    subproject_id: SubprojectId


class SubprojectCompleted(
    EventData, type="planning.subproject.completed", subject="subproject/{subproject_id}"
):
    """A subproject is done."""

    subproject_id: SubprojectId
    completed_on: Day
    """The day on which it was done."""


class SubprojectCancelled(
    EventData, type="planning.subproject.cancelled", subject="subproject/{subproject_id}"
):
    """A subproject will not be done."""

    subproject_id: SubprojectId
    reason: Note
