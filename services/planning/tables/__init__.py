"""The tables of planning, in its own schema."""

from services.planning.tables.capacity import (
    capacity_balance,
    demand_weeks,
    demands,
    freed_hours_allocations,
    freed_hours_proposals,
    reservation_history,
    reservation_weeks,
    reservations,
)
from services.planning.tables.organisation import (
    expertises,
    function_groups,
    pools,
    product_teams,
    staff,
    staff_expertises,
    staff_hours,
    teams,
)
from services.planning.tables.plan import dependencies, milestones, programmes, subprojects, targets
from services.planning.tables.schema import metadata
from services.planning.tables.told import (
    consents,
    coverage,
    late_involvement,
    relief_levels,
    stale_sources,
    uptake,
)
from shared.messaging.event_log import EventLog
from shared.messaging.inbox import Inbox
from shared.web.idempotency import IdempotencyKeys

event_log = EventLog(metadata)
inbox = Inbox(metadata)
idempotency = IdempotencyKeys(metadata)

__all__ = [
    "capacity_balance",
    "consents",
    "coverage",
    "demand_weeks",
    "demands",
    "dependencies",
    "event_log",
    "expertises",
    "freed_hours_allocations",
    "freed_hours_proposals",
    "function_groups",
    "idempotency",
    "inbox",
    "late_involvement",
    "metadata",
    "milestones",
    "pools",
    "product_teams",
    "programmes",
    "relief_levels",
    "reservation_history",
    "reservation_weeks",
    "reservations",
    "staff",
    "staff_expertises",
    "staff_hours",
    "stale_sources",
    "subprojects",
    "targets",
    "teams",
    "uptake",
]
