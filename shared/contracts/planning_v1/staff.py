"""What planning tells the services, and nobody else, about staff."""

from shared.contracts.envelope import Audience, EventData
from shared.contracts.vocabulary import Day, FunctionGroupId, StaffId, TeamId


class StaffJoined(
    EventData, type="planning.staff.joined", subject="staff/{staff_id}", audience=Audience.INTERNAL
):
    """Somebody joined a team. Hours are not told: they need a consent of the works council."""

    staff_id: StaffId
    team_id: TeamId
    function_group_id: FunctionGroupId
    joined_on: Day
    """First working day."""


class StaffChanged(
    EventData, type="planning.staff.changed", subject="staff/{staff_id}", audience=Audience.INTERNAL
):
    """Somebody moved to another team or function group."""

    staff_id: StaffId
    team_id: TeamId
    function_group_id: FunctionGroupId
    changed_on: Day
    """First day in the new place."""


class StaffLeft(
    EventData, type="planning.staff.left", subject="staff/{staff_id}", audience=Audience.INTERNAL
):
    """Somebody left the organisation."""

    staff_id: StaffId
    left_on: Day
    """First day on which they are not there any more."""
