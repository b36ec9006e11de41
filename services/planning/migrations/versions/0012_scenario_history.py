"""What scenarios were on a day in the past is known, without whom they are about."""

from alembic import op

from shared.database.history import keep_history

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEPT = {"scenarios": (), "scenario_changes": ("staff_id",)}


def upgrade() -> None:
    """Keep every version of the rows of scenarios."""
    for table, hidden in _KEPT.items():
        for statement in keep_history(op.get_bind(), "planning", table, hidden=hidden):
            op.execute(statement)
