"""The API of engagement: requests in, commands and queries, answers out."""

from services.engagement.http import (
    affected,
    attendance_files,
    consents,
    moments,
    participation,
    subprojects,
)

routers = (
    consents.router,
    subprojects.router,
    affected.router,
    moments.router,
    participation.router,
    attendance_files.router,
)

__all__ = ["routers"]
