"""Catalogue, sources, transactions with history, baselines, counter hours, event log, inbox."""

from alembic import op

from shared.messaging.tables import create_messaging_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    for statement in (*create_messaging_tables("metrics"), *_STATEMENTS):
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE metrics.idempotency_key (
        key_hash bytea PRIMARY KEY,
        request_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        status smallint,
        headers jsonb,
        body bytea
    )
    """,
    "CREATE INDEX idempotency_key_created_at ON metrics.idempotency_key (created_at)",
    """
    CREATE TABLE metrics.products (
        key text COLLATE "C" PRIMARY KEY,
        name text NOT NULL,
        digitally_possible text NOT NULL CHECK (digitally_possible IN ('volledig', 'deels', 'nee')),
        offered_online boolean,
        version integer NOT NULL DEFAULT 1
    )
    """,
    """
    CREATE TABLE metrics.sources (
        name text COLLATE "C" PRIMARY KEY,
        title text NOT NULL,
        period_kind text NOT NULL CHECK (period_kind IN ('week', 'month', 'year', 'fiscal-year')),
        norm_days integer NOT NULL CHECK (norm_days > 0),
        registered_at timestamptz NOT NULL,
        last_delivery_at timestamptz,
        stale_since timestamptz,
        version integer NOT NULL DEFAULT 1
    )
    """,
    """
    CREATE TABLE metrics.expected_deliveries (
        source text COLLATE "C" NOT NULL REFERENCES metrics.sources,
        product text COLLATE "C" NOT NULL REFERENCES metrics.products,
        channel text COLLATE "C" NOT NULL,
        since date,
        until date CHECK (until >= since),
        PRIMARY KEY (source, product, channel)
    )
    """,
    "CREATE INDEX expected_deliveries_product ON metrics.expected_deliveries (product)",
    """
    CREATE TABLE metrics.series (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source text COLLATE "C" NOT NULL REFERENCES metrics.sources,
        product text COLLATE "C" NOT NULL REFERENCES metrics.products,
        channel text COLLATE "C" NOT NULL,
        assisted boolean NOT NULL,
        CONSTRAINT series_identity UNIQUE (product, channel, assisted, source)
    )
    """,
    """
    CREATE TABLE metrics.periods (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        kind text NOT NULL CHECK (kind IN ('week', 'month', 'year', 'fiscal-year')),
        starts_on date NOT NULL,
        ends_on date NOT NULL CHECK (ends_on > starts_on),
        CONSTRAINT periods_name UNIQUE (name)
    )
    """,
    "CREATE INDEX periods_kind_starts_on ON metrics.periods (kind, starts_on)",
    """
    CREATE TABLE metrics.transactions (
        series_id integer NOT NULL,
        period_id integer NOT NULL,
        completed integer CHECK (completed >= 0),
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (series_id, period_id)
    )
    """,
    """
    CREATE TABLE metrics.transaction_history (
        entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        series_id integer NOT NULL,
        period_id integer NOT NULL,
        completed integer,
        recorded_at timestamptz NOT NULL,
        superseded_at timestamptz NOT NULL
    )
    """,
    """
    CREATE INDEX transaction_history_row ON metrics.transaction_history (series_id, period_id)
    """,
    """
    CREATE TABLE metrics.product_periods (
        product text COLLATE "C" NOT NULL,
        period_id integer NOT NULL,
        state text NOT NULL DEFAULT 'provisional'
            CHECK (state IN ('provisional', 'complete', 'corrected')),
        revision integer NOT NULL DEFAULT 0,
        touched boolean NOT NULL,
        PRIMARY KEY (product, period_id)
    )
    """,
    """
    CREATE INDEX product_periods_touched ON metrics.product_periods (product, period_id)
    WHERE touched
    """,
    """
    CREATE TABLE metrics.handling_times (
        id uuid PRIMARY KEY,
        product text COLLATE "C" NOT NULL REFERENCES metrics.products,
        channel text COLLATE "C" NOT NULL,
        assisted boolean NOT NULL,
        valid_from date NOT NULL,
        minutes numeric(8, 3) NOT NULL CHECK (minutes >= 0),
        low numeric(8, 3) CHECK (low BETWEEN 0 AND minutes),
        high numeric(8, 3) CHECK (high >= minutes),
        stated_by text NOT NULL,
        stated_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        CHECK ((low IS NULL) = (high IS NULL))
    )
    """,
    """
    CREATE INDEX handling_times_product
    ON metrics.handling_times (product, channel, assisted, valid_from)
    """,
    """
    CREATE TABLE metrics.baselines (
        product text COLLATE "C" NOT NULL REFERENCES metrics.products,
        version integer NOT NULL CHECK (version > 0),
        go_live_on date NOT NULL,
        first_week date NOT NULL,
        known_weeks integer NOT NULL CHECK (known_weeks BETWEEN 1 AND 52),
        reason text NOT NULL,
        frozen_at timestamptz NOT NULL,
        PRIMARY KEY (product, version)
    )
    """,
    """
    CREATE TABLE metrics.baseline_counts (
        product text COLLATE "C" NOT NULL,
        version integer NOT NULL,
        week date NOT NULL,
        channel text COLLATE "C" NOT NULL,
        assisted boolean NOT NULL,
        completed bigint NOT NULL CHECK (completed >= 0),
        PRIMARY KEY (product, version, week, channel, assisted),
        FOREIGN KEY (product, version) REFERENCES metrics.baselines
    )
    """,
    """
    CREATE TABLE metrics.counter_hours (
        product text COLLATE "C" NOT NULL REFERENCES metrics.products,
        week date NOT NULL,
        baseline_version integer NOT NULL,
        state text NOT NULL CHECK (state IN ('complete', 'corrected')),
        volume numeric(14, 3),
        channel numeric(14, 3),
        minutes numeric(14, 3),
        spread_down double precision,
        spread_up double precision,
        PRIMARY KEY (product, week)
    )
    """,
    """
    CREATE TABLE metrics.team_levels (
        team_id uuid NOT NULL,
        week date NOT NULL,
        volume numeric(14, 3) NOT NULL,
        channel numeric(14, 3) NOT NULL,
        minutes numeric(14, 3) NOT NULL,
        p10 numeric(14, 3),
        p90 numeric(14, 3),
        completeness text NOT NULL CHECK (completeness IN ('provisional', 'complete', 'corrected')),
        baseline text NOT NULL,
        PRIMARY KEY (team_id, week)
    )
    """,
    """
    CREATE TABLE metrics.go_lives (
        milestone_id uuid NOT NULL,
        product text COLLATE "C" NOT NULL,
        reached_on date NOT NULL,
        PRIMARY KEY (milestone_id, product)
    )
    """,
    "CREATE INDEX go_lives_product ON metrics.go_lives (product)",
    "CREATE TABLE metrics.teams (team_id uuid PRIMARY KEY, name text NOT NULL)",
    """
    CREATE TABLE metrics.product_teams (
        product text COLLATE "C" PRIMARY KEY,
        team_id uuid NOT NULL
    )
    """,
    "CREATE INDEX product_teams_team ON metrics.product_teams (team_id)",
    """
    CREATE TABLE metrics.target_paths (
        programme_id uuid NOT NULL,
        product text COLLATE "C" NOT NULL,
        from_date date NOT NULL,
        from_share double precision NOT NULL,
        to_date date NOT NULL CHECK (to_date > from_date),
        to_share double precision NOT NULL,
        PRIMARY KEY (programme_id, product, from_date)
    )
    """,
    """
    CREATE VIEW metrics.expected AS
    SELECT e.product, p.id AS period_id, e.source, e.channel, EXISTS (
        SELECT FROM metrics.series s
        JOIN metrics.transactions t ON t.series_id = s.id
        WHERE s.source = e.source AND s.product = e.product AND s.channel = e.channel
        AND t.period_id = p.id
    ) AS delivered
    FROM metrics.expected_deliveries e
    JOIN metrics.sources o ON o.name = e.source
    JOIN metrics.periods p ON p.kind = o.period_kind
    WHERE (e.since IS NULL OR p.starts_on >= e.since)
    AND (e.until IS NULL OR p.ends_on <= e.until)
    """,
    """
    CREATE VIEW metrics.counts AS
    SELECT product, period_id, channel, assisted,
        CASE WHEN bool_or(completed IS NULL) THEN NULL ELSE sum(completed)::bigint END AS completed,
        max(recorded_at) AS recorded_at
    FROM (
        SELECT s.product, t.period_id, s.channel, s.assisted, t.completed, t.recorded_at
        FROM metrics.transactions t JOIN metrics.series s ON s.id = t.series_id
        UNION ALL
        SELECT product, period_id, channel, false, NULL, NULL
        FROM metrics.expected WHERE NOT delivered
    ) AS every
    GROUP BY product, period_id, channel, assisted
    """,
)
