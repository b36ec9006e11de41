"""The plan as it was known on a date.

What is about a person is kept nowhere but in the present: not the people and their hours, and not
whose hours a reservation has.
"""

from alembic import op

from shared.database.history import history_functions, keep_history

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEPT = {
    "capacity_balance": (),
    "counter_offer_weeks": (),
    "counter_offers": ("staff_id",),
    "coverage": (),
    "demand_weeks": (),
    "demands": (),
    "dependencies": (),
    "draft_demands": ("by",),
    "expertises": (),
    "freed_hours_allocations": (),
    "freed_hours_proposals": ("by",),
    "function_groups": (),
    "holiday_choices": (),
    "late_involvement": (),
    "lead_times": (),
    "milestones": (),
    "pools": (),
    "product_teams": (),
    "programmes": (),
    "relief_levels": (),
    "reservation_deadlines": (),
    "reservation_weeks": (),
    "reservations": ("staff_id",),
    "stale_sources": (),
    "subprojects": ("lead_staff_id",),
    "targets": (),
    "team_loads": (),
    "teams": (),
    "uptake": (),
}


def upgrade() -> None:
    """Keep every version of the rows that overviews are made of."""
    for statement in history_functions("planning"):
        op.execute(statement)
    for table, hidden in _KEPT.items():
        for statement in keep_history(op.get_bind(), "planning", table, hidden=hidden):
            op.execute(statement)
