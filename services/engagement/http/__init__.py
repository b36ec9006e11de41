"""The API of engagement: requests in, commands and queries, answers out."""

from services.engagement.http import (
    affected,
    attendance_files,
    ballots,
    consents,
    coverage_gaps,
    involvement_reasons,
    moments,
    own_roles,
    participation,
    readiness,
    role_profiles,
    rounds,
    subprojects,
)

routers = (
    consents.router,
    subprojects.router,
    coverage_gaps.router,
    involvement_reasons.router,
    affected.router,
    moments.router,
    participation.router,
    attendance_files.router,
    role_profiles.router,
    own_roles.router,
    readiness.router,
    rounds.router,
    ballots.router,
)

__all__ = ["routers"]
