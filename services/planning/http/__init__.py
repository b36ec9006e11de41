"""The API of planning: requests in, commands and queries, answers out."""

from services.planning.http import (
    demands,
    freed_hours,
    milestones,
    organisation,
    programmes,
    progress,
    reservations,
    staff,
    steering,
    subprojects,
    teams,
)

routers = (
    programmes.router,
    subprojects.router,
    progress.router,
    milestones.router,
    organisation.router,
    teams.router,
    staff.router,
    demands.router,
    reservations.router,
    freed_hours.router,
    steering.router,
)

__all__ = ["routers"]
