"""Forecasts of milestones."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for forecasts and for how long subprojects took."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE planning.duration_history (
        subproject_id UUID NOT NULL REFERENCES planning.subprojects (id),
        started_on DATE NOT NULL,
        planned_days INTEGER NOT NULL,
        actual_days INTEGER,
        PRIMARY KEY (subproject_id),
        CHECK (planned_days > 0),
        CHECK (actual_days > 0)
    )
    """,
    """
    CREATE TABLE planning.forecasts (
        milestone_id UUID NOT NULL REFERENCES planning.milestones (id),
        p50 DATE,
        p80 DATE,
        PRIMARY KEY (milestone_id)
    )
    """,
    """
    CREATE TABLE planning.forecast_runs (
        programme_id UUID NOT NULL REFERENCES planning.programmes (id),
        made_of TEXT NOT NULL,
        made_on DATE NOT NULL,
        PRIMARY KEY (programme_id)
    )
    """,
)
