"""Branches of the plan."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for scenarios and their changes."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE planning.scenarios (
        id UUID NOT NULL,
        programme_id UUID NOT NULL REFERENCES planning.programmes (id),
        name TEXT NOT NULL,
        branched_from JSONB NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        promoted_at TIMESTAMP WITH TIME ZONE,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX scenarios_programme ON planning.scenarios (programme_id)",
    """
    CREATE TABLE planning.scenario_changes (
        id UUID NOT NULL,
        scenario_id UUID NOT NULL REFERENCES planning.scenarios (id),
        place INTEGER NOT NULL,
        kind TEXT NOT NULL,
        content JSONB NOT NULL,
        staff_id UUID REFERENCES planning.staff (id),
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX scenario_changes_scenario ON planning.scenario_changes (scenario_id, place)",
)
