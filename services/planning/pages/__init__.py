"""The pages of planning."""

from services.planning.pages.koers import NAVIGATION, router

routers = (router,)

__all__ = ["NAVIGATION", "routers"]
