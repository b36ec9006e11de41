"""Who gave input at a moment, and what was agreed there."""

from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep contributions beside attendance, and the follow-up of a moment."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE engagement.person_told ADD COLUMN contributed BOOLEAN",
    """
    ALTER TABLE engagement.heads_told ADD COLUMN contributed INTEGER,
        ADD CONSTRAINT heads_told_contributed CHECK (contributed BETWEEN 0 AND attended)
    """,
    """
    ALTER TABLE engagement.moment ADD COLUMN follow_up TEXT, ADD COLUMN follow_up_due_on DATE,
        ADD CONSTRAINT moment_follow_up CHECK ((follow_up IS NULL) = (follow_up_due_on IS NULL))
    """,
)
