"""The tables of planning, in its own schema."""

from services.planning.tables.capacity import (
    balance_changes,
    capacity_balance,
    demand_weeks,
    demands,
    freed_hours_allocations,
    freed_hours_proposals,
    supply_versions,
)
from services.planning.tables.deadlines import (
    deadline_reminders,
    lead_times,
    reservation_deadlines,
)
from services.planning.tables.drafts import draft_demands
from services.planning.tables.forecasts import duration_history, forecast_runs, forecasts
from services.planning.tables.organisation import (
    expertise_synonyms,
    expertises,
    function_groups,
    pools,
    product_teams,
    staff,
    teams,
)
from services.planning.tables.plan import dependencies, milestones, programmes, subprojects, targets
from services.planning.tables.proposals import proposals
from services.planning.tables.reservations import (
    counter_offer_weeks,
    counter_offers,
    reservation_history,
    reservation_weeks,
    reservations,
)
from services.planning.tables.scenarios import scenario_changes, scenarios
from services.planning.tables.schema import metadata
from services.planning.tables.supply import (
    PERSON_LEVEL,
    deputies,
    holiday_choices,
    staff_absences,
    staff_duties,
    staff_expertises,
    staff_hours,
    team_loads,
)
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
    "PERSON_LEVEL",
    "balance_changes",
    "capacity_balance",
    "consents",
    "counter_offer_weeks",
    "counter_offers",
    "coverage",
    "deadline_reminders",
    "demand_weeks",
    "demands",
    "dependencies",
    "deputies",
    "draft_demands",
    "duration_history",
    "event_log",
    "expertise_synonyms",
    "expertises",
    "forecast_runs",
    "forecasts",
    "freed_hours_allocations",
    "freed_hours_proposals",
    "function_groups",
    "holiday_choices",
    "idempotency",
    "inbox",
    "late_involvement",
    "lead_times",
    "metadata",
    "milestones",
    "pools",
    "product_teams",
    "programmes",
    "proposals",
    "relief_levels",
    "reservation_deadlines",
    "reservation_history",
    "reservation_weeks",
    "reservations",
    "scenario_changes",
    "scenarios",
    "staff",
    "staff_absences",
    "staff_duties",
    "staff_expertises",
    "staff_hours",
    "stale_sources",
    "subprojects",
    "supply_versions",
    "targets",
    "team_loads",
    "teams",
    "uptake",
]
