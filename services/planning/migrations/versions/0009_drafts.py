"""Draft demand with its evidence."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for demand that was suggested."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE planning.draft_demands (
        id UUID NOT NULL,
        barrier_id UUID NOT NULL,
        subproject_id UUID NOT NULL REFERENCES planning.subprojects (id),
        function_group_id UUID REFERENCES planning.function_groups (id),
        stage TEXT NOT NULL,
        round_id UUID NOT NULL,
        share DOUBLE PRECISION,
        answers BIGINT,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        state TEXT NOT NULL,
        demand_id UUID REFERENCES planning.demands (id),
        decided_at TIMESTAMP WITH TIME ZONE,
        by TEXT,
        role TEXT,
        reason TEXT,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CHECK (state IN ('open', 'accepted', 'dismissed', 'lapsed'))
    )
    """,
    "CREATE INDEX draft_demands_barrier ON planning.draft_demands (barrier_id)",
    "CREATE INDEX draft_demands_demand ON planning.draft_demands (demand_id)",
    """
    CREATE UNIQUE INDEX draft_demands_one_open ON planning.draft_demands (barrier_id)
    WHERE state = 'open'
    """,
)
