"""The pages of engagement."""

from services.engagement.pages import support, taking_part

routers = (taking_part.router, support.router)

NAVIGATION = (support.NAVIGATION, taking_part.NAVIGATION)

__all__ = ["NAVIGATION", "routers"]
