"""The tables of planning as they first were."""

from alembic import op

from shared.messaging.tables import create_messaging_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the event log, the inbox and the tables of planning."""
    for statement in (*create_messaging_tables("planning"), *_TABLES):
        op.execute(statement)


_TABLES = (
    """
    CREATE TABLE planning.consents (
        id UUID NOT NULL,
        decision_reference TEXT NOT NULL,
        valid_until DATE NOT NULL,
        withdrawn_on DATE,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE planning.coverage (
        subproject_id UUID NOT NULL,
        t0 DATE NOT NULL,
        frozen BOOLEAN NOT NULL,
        definition TEXT NOT NULL,
        numerator BIGINT,
        denominator BIGINT,
        median_lead_days FLOAT,
        joiners_after_t0 BIGINT,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (subproject_id)
    )
    """,
    """
    CREATE TABLE planning.expertises (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (name)
    )
    """,
    """
    CREATE TABLE planning.function_groups (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (name)
    )
    """,
    """
    CREATE TABLE planning.idempotency_key (
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
    CREATE INDEX idempotency_key_created_at ON planning.idempotency_key (created_at)
    """,
    """
    CREATE TABLE planning.late_involvement (
        milestone_id UUID NOT NULL,
        subproject_id UUID NOT NULL,
        norm FLOAT NOT NULL,
        PRIMARY KEY (milestone_id)
    )
    """,
    """
    CREATE TABLE planning.programmes (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        starts_on DATE NOT NULL,
        ends_on DATE NOT NULL,
        completed_on DATE,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE planning.relief_levels (
        team_id UUID NOT NULL,
        monday DATE NOT NULL,
        minutes INTEGER NOT NULL,
        p10_minutes INTEGER,
        p90_minutes INTEGER,
        volume_minutes INTEGER NOT NULL,
        channel_minutes INTEGER NOT NULL,
        handling_minutes INTEGER NOT NULL,
        completeness TEXT NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (team_id, monday)
    )
    """,
    """
    CREATE TABLE planning.stale_sources (
        source TEXT NOT NULL,
        last_delivery_at TIMESTAMP WITH TIME ZONE,
        norm_days INTEGER NOT NULL,
        PRIMARY KEY (source)
    )
    """,
    """
    CREATE TABLE planning.teams (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (name)
    )
    """,
    """
    CREATE TABLE planning.uptake (
        product TEXT NOT NULL,
        period TEXT NOT NULL,
        starts_on DATE NOT NULL,
        ends_on DATE NOT NULL,
        definition TEXT NOT NULL,
        numerator BIGINT,
        denominator BIGINT,
        share FLOAT,
        share_with_assisted FLOAT,
        revision INTEGER NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        PRIMARY KEY (product, period)
    )
    """,
    """
    CREATE TABLE planning.capacity_balance (
        expertise_id UUID NOT NULL REFERENCES planning.expertises (id),
        monday DATE NOT NULL,
        demand INTEGER NOT NULL,
        supply INTEGER NOT NULL,
        confirmed INTEGER NOT NULL,
        short INTEGER NOT NULL,
        suppressed BOOLEAN NOT NULL,
        PRIMARY KEY (expertise_id, monday)
    )
    """,
    """
    CREATE TABLE planning.freed_hours_proposals (
        id UUID NOT NULL,
        team_id UUID NOT NULL REFERENCES planning.teams (id),
        state TEXT NOT NULL,
        level_minutes INTEGER NOT NULL,
        measured_monday DATE NOT NULL,
        opened_on DATE NOT NULL,
        decided_at TIMESTAMP WITH TIME ZONE,
        by TEXT,
        role TEXT,
        reason TEXT,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CHECK (state IN ('open', 'confirmed', 'rejected', 'lapsed'))
    )
    """,
    """
    CREATE UNIQUE INDEX freed_hours_one_open ON planning.freed_hours_proposals (team_id)
    WHERE state = 'open'
    """,
    """
    CREATE TABLE planning.pools (
        team_id UUID NOT NULL REFERENCES planning.teams (id),
        place SMALLINT NOT NULL,
        expertise_ids UUID[] NOT NULL,
        weekly_minutes INTEGER NOT NULL,
        PRIMARY KEY (team_id, place),
        CHECK (weekly_minutes >= 0)
    )
    """,
    """
    CREATE TABLE planning.product_teams (
        product TEXT NOT NULL,
        team_id UUID NOT NULL REFERENCES planning.teams (id),
        PRIMARY KEY (product)
    )
    """,
    """
    CREATE TABLE planning.staff (
        id UUID NOT NULL,
        team_id UUID NOT NULL REFERENCES planning.teams (id),
        function_group_id UUID NOT NULL REFERENCES planning.function_groups (id),
        joined_on DATE NOT NULL,
        left_on DATE,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE INDEX staff_team ON planning.staff (team_id)
    """,
    """
    CREATE TABLE planning.targets (
        programme_id UUID NOT NULL REFERENCES planning.programmes (id),
        product TEXT NOT NULL,
        from_date DATE NOT NULL,
        from_share FLOAT NOT NULL,
        to_date DATE NOT NULL,
        to_share FLOAT NOT NULL,
        PRIMARY KEY (programme_id, product)
    )
    """,
    """
    CREATE TABLE planning.freed_hours_allocations (
        proposal_id UUID NOT NULL REFERENCES planning.freed_hours_proposals (id),
        place SMALLINT NOT NULL,
        destination TEXT NOT NULL,
        weekly_minutes INTEGER NOT NULL,
        from_monday DATE NOT NULL,
        until_monday DATE NOT NULL,
        PRIMARY KEY (proposal_id, place),
        CHECK (destination IN ('training', 'quality', 'calm', 'project')),
        CHECK (weekly_minutes > 0)
    )
    """,
    """
    CREATE TABLE planning.staff_expertises (
        staff_id UUID NOT NULL REFERENCES planning.staff (id),
        expertise_id UUID NOT NULL REFERENCES planning.expertises (id),
        PRIMARY KEY (staff_id, expertise_id)
    )
    """,
    """
    CREATE TABLE planning.staff_hours (
        staff_id UUID NOT NULL REFERENCES planning.staff (id),
        weekly_minutes INTEGER NOT NULL,
        PRIMARY KEY (staff_id),
        CHECK (weekly_minutes >= 0)
    )
    """,
    """
    CREATE TABLE planning.subprojects (
        id UUID NOT NULL,
        programme_id UUID NOT NULL REFERENCES planning.programmes (id),
        name TEXT NOT NULL,
        focus_area TEXT NOT NULL,
        lead_staff_id UUID REFERENCES planning.staff (id),
        lead_function TEXT,
        starts_on DATE NOT NULL,
        ends_on DATE NOT NULL,
        first_moment TEXT NOT NULL,
        state TEXT NOT NULL,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT subprojects_one_lead CHECK (num_nonnulls(lead_staff_id,
        lead_function) = 1),
        CHECK (state IN ('planned', 'started', 'paused', 'completed', 'cancelled'))
    )
    """,
    """
    CREATE INDEX subprojects_programme ON planning.subprojects (programme_id)
    """,
    """
    CREATE TABLE planning.demands (
        id UUID NOT NULL,
        subproject_id UUID NOT NULL REFERENCES planning.subprojects (id),
        expertise_id UUID NOT NULL REFERENCES planning.expertises (id),
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CONSTRAINT demands_one_per_expertise UNIQUE (subproject_id, expertise_id)
    )
    """,
    """
    CREATE TABLE planning.dependencies (
        subproject_id UUID NOT NULL REFERENCES planning.subprojects (id),
        depends_on UUID NOT NULL REFERENCES planning.subprojects (id),
        PRIMARY KEY (subproject_id, depends_on),
        CONSTRAINT dependencies_not_itself CHECK (subproject_id <> depends_on)
    )
    """,
    """
    CREATE TABLE planning.milestones (
        id UUID NOT NULL,
        subproject_id UUID NOT NULL REFERENCES planning.subprojects (id),
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        due_on DATE NOT NULL,
        affects JSONB DEFAULT '[]' NOT NULL,
        state TEXT NOT NULL,
        reached_on DATE,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CHECK (state IN ('planned', 'reached', 'cancelled'))
    )
    """,
    """
    CREATE INDEX milestones_subproject ON planning.milestones (subproject_id, due_on)
    """,
    """
    CREATE TABLE planning.reservations (
        id UUID NOT NULL,
        subproject_id UUID NOT NULL REFERENCES planning.subprojects (id),
        expertise_id UUID NOT NULL REFERENCES planning.expertises (id),
        team_id UUID NOT NULL REFERENCES planning.teams (id),
        staff_id UUID REFERENCES planning.staff (id),
        state TEXT NOT NULL,
        version INTEGER DEFAULT 1 NOT NULL,
        PRIMARY KEY (id),
        CHECK (state IN ('requested', 'confirmed', 'declined', 'released'))
    )
    """,
    """
    CREATE INDEX reservations_subproject ON planning.reservations (subproject_id)
    """,
    """
    CREATE INDEX reservations_team ON planning.reservations (team_id, state)
    """,
    """
    CREATE TABLE planning.demand_weeks (
        demand_id UUID NOT NULL REFERENCES planning.demands (id),
        monday DATE NOT NULL,
        minutes INTEGER NOT NULL,
        PRIMARY KEY (demand_id, monday),
        CHECK (minutes > 0)
    )
    """,
    """
    CREATE TABLE planning.reservation_history (
        reservation_id UUID NOT NULL REFERENCES planning.reservations (id),
        version INTEGER NOT NULL,
        state TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by TEXT NOT NULL,
        role TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (reservation_id, version)
    )
    """,
    """
    CREATE TABLE planning.reservation_weeks (
        reservation_id UUID NOT NULL REFERENCES planning.reservations (id),
        monday DATE NOT NULL,
        minutes INTEGER NOT NULL,
        PRIMARY KEY (reservation_id, monday),
        CHECK (minutes > 0)
    )
    """,
)
