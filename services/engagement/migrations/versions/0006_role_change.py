"""The new role of each function group, and how far people are on the way to it."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep role profiles, what people tell of their own roles, and readiness per group."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE engagement.role_profile (
        subproject_id UUID NOT NULL,
        function_group_id UUID NOT NULL,
        version INTEGER NOT NULL,
        ends TEXT[] NOT NULL,
        starts TEXT[] NOT NULL,
        unlearns TEXT[] NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (subproject_id, function_group_id, version)
    )
    """,
    """
    CREATE TABLE engagement.needed_training (
        training_id UUID NOT NULL,
        subproject_id UUID NOT NULL,
        function_group_id UUID NOT NULL,
        name TEXT NOT NULL,
        milestone_id UUID,
        from_version INTEGER NOT NULL,
        until_version INTEGER,
        PRIMARY KEY (training_id)
    )
    """,
    """
    CREATE INDEX needed_training_profile ON engagement.needed_training (subproject_id,
    function_group_id)
    """,
    """
    CREATE TABLE engagement.own_role (
        subproject_id UUID NOT NULL,
        staff_id UUID NOT NULL,
        function_group_id UUID NOT NULL,
        agreed_version INTEGER,
        ability SMALLINT,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (subproject_id, staff_id),
        CONSTRAINT own_role_ability CHECK (ability BETWEEN 1 AND 5)
    )
    """,
    "CREATE INDEX own_role_staff ON engagement.own_role (staff_id)",
    """
    CREATE TABLE engagement.training_done (
        training_id UUID NOT NULL,
        staff_id UUID NOT NULL,
        PRIMARY KEY (training_id, staff_id),
        FOREIGN KEY(training_id) REFERENCES engagement.needed_training (training_id)
    )
    """,
    "CREATE INDEX training_done_staff ON engagement.training_done (staff_id)",
    """
    CREATE TABLE engagement.readiness (
        subproject_id UUID NOT NULL,
        function_group_id UUID NOT NULL,
        numerator INTEGER NOT NULL,
        denominator INTEGER NOT NULL,
        as_of TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (subproject_id, function_group_id)
    )
    """,
    """
    CREATE TABLE engagement.readiness_counted (
        subproject_id UUID NOT NULL,
        function_group_id UUID NOT NULL,
        staff_id UUID NOT NULL,
        ready BOOLEAN NOT NULL,
        PRIMARY KEY (subproject_id, function_group_id, staff_id)
    )
    """,
    "CREATE INDEX readiness_counted_staff ON engagement.readiness_counted (staff_id)",
)
