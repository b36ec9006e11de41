"""Solving as a job that a restart survives."""

from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for proposals."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE planning.proposals (
        id UUID NOT NULL,
        programme_id UUID NOT NULL REFERENCES planning.programmes (id),
        state TEXT NOT NULL,
        seed INTEGER NOT NULL,
        effort SMALLINT NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        attempts SMALLINT NOT NULL DEFAULT 0,
        held_until TIMESTAMP WITH TIME ZONE,
        about_persons BOOLEAN NOT NULL DEFAULT false,
        plan_read_at TIMESTAMP WITH TIME ZONE,
        progress JSONB,
        cancelling BOOLEAN NOT NULL DEFAULT false,
        ended_at TIMESTAMP WITH TIME ZONE,
        answer JSONB,
        PRIMARY KEY (id),
        CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed'))
    )
    """,
    """
    CREATE INDEX proposals_open ON planning.proposals (asked_at)
    WHERE state IN ('queued', 'running')
    """,
    "CREATE INDEX proposals_programme ON planning.proposals (programme_id, asked_at)",
)
