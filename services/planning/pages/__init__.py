"""The pages of planning."""

from services.planning.pages import asking, koers, request_decisions, request_page, requests

routers = (
    koers.router,
    requests.router,
    asking.router,
    request_decisions.router,
    request_page.router,
)

NAVIGATION = (koers.NAVIGATION, requests.NAVIGATION)

__all__ = ["NAVIGATION", "routers"]
