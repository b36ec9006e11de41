"""What planning tells about when milestones are likely to be reached."""

from shared.contracts.envelope import EventData
from shared.contracts.vocabulary import Day, MilestoneId, ProgrammeId, SubprojectId


class ForecastUpdated(
    EventData, type="planning.forecast.updated", subject="forecast/{milestone_id}"
):
    """The forecast of a milestone changed; it replaces the one before.

    By simulation over durations, with what waits for what and the hours of each expertise as
    limits. Null where it is not expected within three years. Of a milestone that is reached or
    cancelled no forecast is told any more.
    """

    milestone_id: MilestoneId
    subproject_id: SubprojectId
    programme_id: ProgrammeId
    due_on: Day
    """The day on which it is planned."""
    p50: Day | None = None
    """The day that it is as likely to be reached by as not."""
    p80: Day | None = None
    """The day by which four of five such milestones are reached."""
