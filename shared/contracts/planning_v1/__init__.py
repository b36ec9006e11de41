"""What planning tells: to all about the plan, to the services only about staff and reservations."""

from shared.contracts.planning_v1.capacity import (
    MAX_WEEKS,
    CapacityBalanceUpdated,
    CapacityShortageDetected,
    CapacityShortageResolved,
    ShortWeek,
    WeekBalance,
)
from shared.contracts.planning_v1.deadlines import (
    ReservationDeadlineApproaching,
    ReservationOption,
)
from shared.contracts.planning_v1.forecasts import ForecastUpdated
from shared.contracts.planning_v1.milestones import (
    AffectedProduct,
    MilestoneCancelled,
    MilestoneKind,
    MilestoneMoved,
    MilestonePlanned,
    MilestoneReached,
)
from shared.contracts.planning_v1.organisation import (
    MAX_FUNCTION_GROUPS,
    MAX_PRODUCT_TEAMS,
    MAX_TEAMS,
    FunctionGroup,
    OrganisationUpdated,
    ProductTeam,
    Team,
)
from shared.contracts.planning_v1.programmes import (
    ProgrammeCompleted,
    ProgrammeRetargeted,
    ProgrammeStarted,
    UptakeTarget,
)
from shared.contracts.planning_v1.reservations import (
    ReservationConfirmed,
    ReservationDeclined,
    ReservationProposed,
    ReservationReleased,
    ReservationRequested,
    ReservationWaitlisted,
    ReservationWithdrawn,
    ReservedWeek,
)
from shared.contracts.planning_v1.staff import StaffChanged, StaffJoined, StaffLeft
from shared.contracts.planning_v1.subprojects import (
    FirstMoment,
    SubprojectCancelled,
    SubprojectCompleted,
    SubprojectPaused,
    SubprojectPlanned,
    SubprojectRescheduled,
    SubprojectResumed,
    SubprojectStarted,
)

__all__ = [
    "MAX_FUNCTION_GROUPS",
    "MAX_PRODUCT_TEAMS",
    "MAX_TEAMS",
    "MAX_WEEKS",
    "AffectedProduct",
    "CapacityBalanceUpdated",
    "CapacityShortageDetected",
    "CapacityShortageResolved",
    "FirstMoment",
    "ForecastUpdated",
    "FunctionGroup",
    "MilestoneCancelled",
    "MilestoneKind",
    "MilestoneMoved",
    "MilestonePlanned",
    "MilestoneReached",
    "OrganisationUpdated",
    "ProductTeam",
    "ProgrammeCompleted",
    "ProgrammeRetargeted",
    "ProgrammeStarted",
    "ReservationConfirmed",
    "ReservationDeadlineApproaching",
    "ReservationDeclined",
    "ReservationOption",
    "ReservationProposed",
    "ReservationReleased",
    "ReservationRequested",
    "ReservationWaitlisted",
    "ReservationWithdrawn",
    "ReservedWeek",
    "ShortWeek",
    "StaffChanged",
    "StaffJoined",
    "StaffLeft",
    "SubprojectCancelled",
    "SubprojectCompleted",
    "SubprojectPaused",
    "SubprojectPlanned",
    "SubprojectRescheduled",
    "SubprojectResumed",
    "SubprojectStarted",
    "Team",
    "UptakeTarget",
    "WeekBalance",
]
