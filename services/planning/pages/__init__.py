"""The pages of planning."""

from services.planning.pages import (
    asking,
    capacity,
    koers,
    request_decisions,
    request_page,
    requests,
)

routers = (
    koers.router,
    capacity.router,
    requests.router,
    asking.router,
    request_decisions.router,
    request_page.router,
)

NAVIGATION = (koers.NAVIGATION, capacity.NAVIGATION, requests.NAVIGATION)

__all__ = ["NAVIGATION", "routers"]
