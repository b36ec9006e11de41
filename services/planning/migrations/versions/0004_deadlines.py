"""Lead times and the reminders of reservation deadlines."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for deadlines; lead times begin as they are by default."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE planning.lead_times (
        id UUID NOT NULL,
        roster_freeze_days SMALLINT NOT NULL,
        approval_days SMALLINT NOT NULL,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CHECK (roster_freeze_days >= 0),
        CHECK (approval_days >= 0)
    )
    """,
    """
    INSERT INTO planning.lead_times (id, roster_freeze_days, approval_days)
    VALUES ('00000000-0000-4000-8000-000000000001', 20, 5)
    """,
    """
    CREATE TABLE planning.reservation_deadlines (
        demand_id UUID NOT NULL REFERENCES planning.demands (id),
        planned_on DATE NOT NULL,
        starts_on DATE NOT NULL,
        last_day DATE NOT NULL,
        steps JSONB NOT NULL,
        buffer_measured BOOLEAN NOT NULL,
        served BOOLEAN NOT NULL,
        open_minutes INTEGER NOT NULL,
        options TEXT[] NOT NULL,
        PRIMARY KEY (demand_id)
    )
    """,
    """
    CREATE TABLE planning.deadline_reminders (
        demand_id UUID NOT NULL REFERENCES planning.demands (id),
        last_day DATE NOT NULL,
        days_before SMALLINT NOT NULL,
        told_on DATE NOT NULL,
        PRIMARY KEY (demand_id, last_day, days_before)
    )
    """,
)
