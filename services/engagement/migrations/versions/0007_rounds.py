"""Rounds, their cohorts, sealed ballots and what may be known."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of rounds, and the envelope in the schema that provisioning made for it."""
    for statement in _TABLES:
        op.execute(statement)


_TABLES = (
    """
    CREATE TABLE engagement.round (
        round_id UUID NOT NULL,
        subproject_id UUID NOT NULL,
        state TEXT NOT NULL,
        opens_on DATE NOT NULL,
        closes_on DATE NOT NULL,
        least_invited INTEGER NOT NULL,
        least_answers INTEGER NOT NULL,
        invited INTEGER,
        key_check UUID,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (round_id),
        CONSTRAINT round_days_in_order CHECK (closes_on >= opens_on),
        CONSTRAINT round_least_invited CHECK (least_invited >= 10),
        CONSTRAINT round_least_answers CHECK (least_answers >= 5)
    )
    """,
    "CREATE INDEX round_subproject ON engagement.round (subproject_id, opens_on, round_id)",
    """
    CREATE TABLE engagement.round_member (
        round_id UUID NOT NULL,
        staff_id UUID NOT NULL,
        team_id UUID NOT NULL,
        function_group_id UUID NOT NULL,
        PRIMARY KEY (round_id, staff_id),
        FOREIGN KEY(round_id) REFERENCES engagement.round (round_id)
    )
    """,
    "CREATE INDEX round_member_staff ON engagement.round_member (staff_id)",
    """
    CREATE TABLE engagement.round_figure (
        entry BIGINT GENERATED ALWAYS AS IDENTITY,
        round_id UUID NOT NULL,
        question TEXT NOT NULL,
        team_id UUID,
        function_group_id UUID,
        invited INTEGER NOT NULL,
        bands SMALLINT[] NOT NULL,
        counts INTEGER[] NOT NULL,
        PRIMARY KEY (entry),
        CONSTRAINT round_figure_once UNIQUE NULLS NOT DISTINCT
            (round_id, question, team_id, function_group_id),
        FOREIGN KEY(round_id) REFERENCES engagement.round (round_id)
    )
    """,
    """
    CREATE TABLE engagement.round_remark (
        round_id UUID NOT NULL,
        place INTEGER NOT NULL,
        remark TEXT NOT NULL,
        PRIMARY KEY (round_id, place),
        FOREIGN KEY(round_id) REFERENCES engagement.round (round_id)
    )
    """,
    """
    CREATE TABLE engagement.published_part (
        entry BIGINT GENERATED ALWAYS AS IDENTITY,
        round_id UUID NOT NULL,
        question TEXT NOT NULL,
        bands SMALLINT[] NOT NULL,
        people UUID[] NOT NULL,
        counts INTEGER[] NOT NULL,
        PRIMARY KEY (entry),
        FOREIGN KEY(round_id) REFERENCES engagement.round (round_id)
    )
    """,
    """
    CREATE INDEX published_part_question ON engagement.published_part (question, round_id)
    """,
    """
    CREATE TABLE engagement_ballots.envelope (
        serial BYTEA NOT NULL,
        round_id UUID NOT NULL,
        content BYTEA NOT NULL,
        PRIMARY KEY (serial)
    )
    """,
    "CREATE INDEX envelope_round ON engagement_ballots.envelope (round_id)",
)
