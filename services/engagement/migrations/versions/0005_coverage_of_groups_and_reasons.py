"""Coverage of teams and function groups, and before the points of no return; why a decision was
taken all the same.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep them; coverage is computed when a subproject is next refreshed, within the hour."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE engagement.group_coverage (
        subproject_id UUID NOT NULL,
        group_id UUID NOT NULL,
        definition TEXT NOT NULL,
        numerator INTEGER NOT NULL,
        denominator INTEGER NOT NULL,
        median_lead_days DOUBLE PRECISION,
        PRIMARY KEY (subproject_id, group_id)
    )
    """,
    """
    CREATE TABLE engagement.no_return_coverage (
        subproject_id UUID NOT NULL,
        point TEXT NOT NULL,
        t0 DATE NOT NULL,
        frozen BOOLEAN NOT NULL,
        definition TEXT NOT NULL,
        numerator INTEGER,
        denominator INTEGER,
        median_lead_days DOUBLE PRECISION,
        joiners_after_t0 INTEGER,
        at_t0_definition TEXT,
        at_t0_numerator INTEGER,
        at_t0_denominator INTEGER,
        at_t0_median_lead_days DOUBLE PRECISION,
        corrections INTEGER NOT NULL,
        as_of TIMESTAMP WITH TIME ZONE NOT NULL,
        settled BOOLEAN DEFAULT false NOT NULL,
        PRIMARY KEY (subproject_id, point)
    )
    """,
    """
    CREATE TABLE engagement.involvement_reason (
        milestone_id UUID NOT NULL,
        subproject_id UUID NOT NULL,
        due_on DATE NOT NULL,
        reason TEXT,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (milestone_id)
    )
    """,
    """
    INSERT INTO engagement.involvement_reason (milestone_id, subproject_id, due_on)
    SELECT milestone_id, subproject_id, due_on FROM engagement.late_involvement
    """,
)
