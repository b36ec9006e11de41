"""The pages of planning."""

from services.planning.pages import (
    asking,
    capacity,
    koers,
    new_subproject,
    request_decisions,
    request_page,
    requests,
    subproject_page,
    timeline,
)

routers = (
    koers.router,
    timeline.router,
    new_subproject.router,
    subproject_page.router,
    capacity.router,
    requests.router,
    asking.router,
    request_decisions.router,
    request_page.router,
)

NAVIGATION = (koers.NAVIGATION, timeline.NAVIGATION, capacity.NAVIGATION, requests.NAVIGATION)

__all__ = ["NAVIGATION", "routers"]
