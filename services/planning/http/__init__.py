"""The API of planning: requests in, commands and queries, answers out."""

from services.planning.http import (
    catalogue,
    deadlines,
    demands,
    expertise_coverage,
    forecasts,
    freed_hours,
    milestones,
    organisation,
    programmes,
    progress,
    public_holidays,
    rescheduling,
    reservation_decisions,
    reservations,
    staff,
    staff_capacity,
    steering,
    subprojects,
    teams,
    timeliness,
)

routers = (
    programmes.router,
    subprojects.router,
    progress.router,
    rescheduling.router,
    milestones.router,
    organisation.router,
    catalogue.router,
    teams.router,
    staff.router,
    staff_capacity.router,
    public_holidays.router,
    demands.router,
    expertise_coverage.router,
    deadlines.router,
    forecasts.router,
    reservations.router,
    reservation_decisions.router,
    timeliness.router,
    freed_hours.router,
    steering.router,
)

__all__ = ["routers"]
