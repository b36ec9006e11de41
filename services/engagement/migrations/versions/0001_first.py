"""The tables of engagement as they first were."""

from alembic import op

from shared.messaging.tables import create_messaging_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the event log, the inbox and the tables of engagement."""
    for statement in (*create_messaging_tables("engagement"), *_TABLES):
        op.execute(statement)


_TABLES = (
    """
    CREATE TABLE engagement.affected (
        subproject_id UUID NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (subproject_id)
    )
    """,
    """
    CREATE TABLE engagement.affected_group (
        entry BIGINT GENERATED ALWAYS AS IDENTITY,
        subproject_id UUID NOT NULL,
        group_id UUID NOT NULL,
        head_count INTEGER NOT NULL CHECK (head_count > 0),
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        replaced_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (entry)
    )
    """,
    """
    CREATE UNIQUE INDEX affected_group_current ON engagement.affected_group (subproject_id,
    group_id) WHERE replaced_at IS NULL
    """,
    """
    CREATE TABLE engagement.affected_person (
        entry BIGINT GENERATED ALWAYS AS IDENTITY,
        subproject_id UUID NOT NULL,
        staff_id UUID NOT NULL,
        since DATE NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        until DATE,
        ended_at TIMESTAMP WITH TIME ZONE,
        PRIMARY KEY (entry)
    )
    """,
    """
    CREATE UNIQUE INDEX affected_person_current ON engagement.affected_person (subproject_id,
    staff_id) WHERE ended_at IS NULL
    """,
    """
    CREATE INDEX affected_person_staff ON engagement.affected_person (staff_id)
    """,
    """
    CREATE TABLE engagement.consent (
        consent_id UUID NOT NULL,
        decision_reference TEXT NOT NULL,
        decided_on DATE NOT NULL,
        valid_until DATE NOT NULL,
        scope TEXT[] NOT NULL,
        recorded_by TEXT NOT NULL,
        recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        withdrawn_on DATE,
        withdrawal_reason TEXT,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (consent_id),
        CONSTRAINT consent_days_in_order CHECK (valid_until >= decided_on),
        UNIQUE (decision_reference)
    )
    """,
    """
    CREATE TABLE engagement.coverage (
        subproject_id UUID NOT NULL,
        t0 DATE NOT NULL,
        frozen BOOLEAN NOT NULL,
        definition TEXT NOT NULL,
        numerator INTEGER,
        denominator INTEGER,
        median_lead_days FLOAT,
        joiners_after_t0 INTEGER,
        at_t0_definition TEXT,
        at_t0_numerator INTEGER,
        at_t0_denominator INTEGER,
        at_t0_median_lead_days FLOAT,
        corrections INTEGER NOT NULL,
        as_of TIMESTAMP WITH TIME ZONE NOT NULL,
        settled BOOLEAN DEFAULT false NOT NULL,
        PRIMARY KEY (subproject_id)
    )
    """,
    """
    CREATE TABLE engagement.idempotency_key (
        key_hash BYTEA NOT NULL,
        request_hash BYTEA NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        status SMALLINT,
        headers JSONB,
        body BYTEA,
        PRIMARY KEY (key_hash)
    )
    """,
    """
    CREATE INDEX idempotency_key_created_at ON engagement.idempotency_key (created_at)
    """,
    """
    CREATE TABLE engagement.late_involvement (
        milestone_id UUID NOT NULL,
        subproject_id UUID NOT NULL,
        due_on DATE NOT NULL,
        PRIMARY KEY (milestone_id)
    )
    """,
    """
    CREATE TABLE engagement.milestone (
        milestone_id UUID NOT NULL,
        subproject_id UUID NOT NULL,
        kind TEXT NOT NULL,
        due_on DATE,
        reached BOOLEAN DEFAULT false NOT NULL,
        PRIMARY KEY (milestone_id)
    )
    """,
    """
    CREATE INDEX milestone_subproject ON engagement.milestone (subproject_id)
    """,
    """
    CREATE TABLE engagement.milestone_day (
        milestone_id UUID NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        day DATE,
        PRIMARY KEY (milestone_id, told_at)
    )
    """,
    """
    CREATE TABLE engagement.moment (
        moment_id UUID NOT NULL,
        subproject_id UUID NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        held_on DATE NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        cancelled BOOLEAN DEFAULT false NOT NULL,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (moment_id)
    )
    """,
    """
    CREATE INDEX moment_subproject ON engagement.moment (subproject_id, held_on, moment_id)
    """,
    """
    CREATE TABLE engagement.organisation_group (
        group_id UUID NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        head_count INTEGER NOT NULL,
        PRIMARY KEY (group_id)
    )
    """,
    """
    CREATE TABLE engagement.staff (
        staff_id UUID NOT NULL,
        team_id UUID NOT NULL,
        function_group_id UUID NOT NULL,
        left_on DATE,
        PRIMARY KEY (staff_id)
    )
    """,
    """
    CREATE TABLE engagement.subproject (
        subproject_id UUID NOT NULL,
        programme_id UUID NOT NULL,
        name TEXT NOT NULL,
        first_moment TEXT NOT NULL,
        starts_on DATE NOT NULL,
        started_on DATE,
        started_told_at TIMESTAMP WITH TIME ZONE,
        ended BOOLEAN DEFAULT false NOT NULL,
        PRIMARY KEY (subproject_id)
    )
    """,
    """
    CREATE TABLE engagement.heads_told (
        moment_id UUID NOT NULL,
        group_id UUID NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        invited INTEGER NOT NULL,
        attended INTEGER,
        PRIMARY KEY (moment_id, group_id, told_at),
        CONSTRAINT heads_told_invited CHECK (invited >= 0),
        CONSTRAINT heads_told_attended CHECK (attended BETWEEN 0 AND invited),
        FOREIGN KEY(moment_id) REFERENCES engagement.moment (moment_id)
    )
    """,
    """
    CREATE TABLE engagement.person_told (
        moment_id UUID NOT NULL,
        staff_id UUID NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        attended BOOLEAN,
        PRIMARY KEY (moment_id, staff_id, told_at),
        FOREIGN KEY(moment_id) REFERENCES engagement.moment (moment_id)
    )
    """,
    """
    CREATE INDEX person_told_staff ON engagement.person_told (staff_id)
    """,
)
