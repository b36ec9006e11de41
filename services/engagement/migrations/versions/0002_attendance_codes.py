"""Who is at a moment enters its code."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the codes of the day."""
    op.execute(
        """
        CREATE TABLE engagement.attendance_code (
            moment_id UUID NOT NULL,
            code TEXT NOT NULL,
            valid_on DATE NOT NULL,
            PRIMARY KEY (moment_id),
            FOREIGN KEY(moment_id) REFERENCES engagement.moment (moment_id),
            UNIQUE (code)
        )
        """
    )
