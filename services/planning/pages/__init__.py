"""The pages of planning."""

from services.planning.pages import (
    asking,
    capacity,
    change_load,
    comparison,
    drafts,
    koers,
    new_subproject,
    proposal_page,
    proposals,
    request_decisions,
    request_page,
    requests,
    scenario_changes,
    scenario_page,
    scenarios,
    subproject_page,
    timeline,
)

routers = (
    koers.router,
    timeline.router,
    new_subproject.router,
    subproject_page.router,
    capacity.router,
    change_load.router,
    drafts.router,
    requests.router,
    asking.router,
    request_decisions.router,
    request_page.router,
    proposals.router,
    proposal_page.router,
    scenarios.router,
    comparison.router,
    scenario_page.router,
    scenario_changes.router,
)

NAVIGATION = (
    koers.NAVIGATION,
    timeline.NAVIGATION,
    capacity.NAVIGATION,
    change_load.NAVIGATION,
    requests.NAVIGATION,
    proposals.NAVIGATION,
    scenarios.NAVIGATION,
)

__all__ = ["NAVIGATION", "routers"]
