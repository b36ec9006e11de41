"""The tables of the event log and the inbox, in a service's own schema, and the DDL that made them.

Alembic's first revision of every service runs `create_messaging_tables`; its text is frozen. A
change is a new function for a new revision, and the Table objects here always show the newest form.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSON, UUID


def event_log_tables(metadata: MetaData) -> None:
    """Add event_log, event_subject and event_cursor to the service's metadata."""
    Table(
        "event_log",
        metadata,
        Column("entry", BigInteger, Identity(always=True), primary_key=True),
        Column("id", UUID, nullable=False),
        Column("audience", Text, nullable=False),
        Column("position", BigInteger),
        Column("type", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("subject_version", Integer, nullable=False),
        Column(
            "logged_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=text("clock_timestamp()"),
        ),
        Column("traceparent", Text),
        Column("data", JSON, nullable=False),
        UniqueConstraint("subject", "subject_version", name="event_log_subject_version"),
        Index(
            "event_log_position",
            "audience",
            "position",
            unique=True,
            postgresql_where=text("position IS NOT NULL"),
        ),
        Index("event_log_unpositioned", "entry", postgresql_where=text("position IS NULL")),
    )
    Table(
        "event_subject",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("version", Integer, nullable=False),
    )
    Table(
        "event_cursor",
        metadata,
        Column("audience", Text, primary_key=True),
        Column("positioned", BigInteger, nullable=False, server_default=text("0")),
        Column("published", BigInteger, nullable=False, server_default=text("0")),
    )


def inbox_tables(metadata: MetaData) -> None:
    """Add inbox and inbox_subject to the service's metadata."""
    Table(
        "inbox",
        metadata,
        Column("entry", BigInteger, Identity(always=True), primary_key=True),
        Column("source", Text, nullable=False),
        Column("id", Text, nullable=False),
        Column("producer", Text, nullable=False),
        Column("type", Text),
        Column("subject", Text),
        Column("subject_version", Integer),
        Column("state", Text, nullable=False),
        Column(
            "received_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=text("clock_timestamp()"),
        ),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("next_try_at", DateTime(timezone=True)),
        Column("error", Text),
        Column("body", LargeBinary),
        UniqueConstraint("source", "id", name="inbox_source_id"),
        Index(
            "inbox_unfinished",
            "producer",
            "source",
            "subject",
            "entry",
            postgresql_where=text("state IN ('parked', 'waiting', 'dead')"),
        ),
    )
    Table(
        "inbox_subject",
        metadata,
        Column("source", Text, primary_key=True),
        Column("subject", Text, primary_key=True),
        Column("version", Integer, nullable=False),
    )


def create_messaging_tables(schema: str) -> list[str]:
    """The statements of the first revision, for `op.execute` one by one."""
    return [statement.replace("{schema}", schema) for statement in _REVISION_1]


_REVISION_1 = (
    """
    CREATE TABLE {schema}.event_log (
        entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL,
        audience text NOT NULL CHECK (audience IN ('public', 'internal')),
        position bigint CHECK (position > 0),
        type text NOT NULL,
        subject text NOT NULL,
        subject_version integer NOT NULL CHECK (subject_version > 0),
        logged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        traceparent text,
        data json NOT NULL,
        CONSTRAINT event_log_subject_version UNIQUE (subject, subject_version)
    )
    """,
    """
    CREATE UNIQUE INDEX event_log_position ON {schema}.event_log (audience, position)
    WHERE position IS NOT NULL
    """,
    "CREATE INDEX event_log_unpositioned ON {schema}.event_log (entry) WHERE position IS NULL",
    "CREATE TABLE {schema}.event_subject (subject text PRIMARY KEY, version integer NOT NULL)",
    """
    CREATE TABLE {schema}.event_cursor (
        audience text PRIMARY KEY,
        positioned bigint NOT NULL DEFAULT 0,
        published bigint NOT NULL DEFAULT 0
    )
    """,
    "INSERT INTO {schema}.event_cursor (audience) VALUES ('public'), ('internal')",
    """
    CREATE TABLE {schema}.inbox (
        entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source text NOT NULL,
        id text NOT NULL,
        producer text NOT NULL,
        type text,
        subject text,
        subject_version integer,
        state text NOT NULL CHECK (state IN ('applied', 'stale', 'parked', 'waiting', 'dead')),
        received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        attempts integer NOT NULL DEFAULT 0,
        next_try_at timestamptz,
        error text,
        body bytea,
        CONSTRAINT inbox_source_id UNIQUE (source, id)
    )
    """,
    """
    CREATE INDEX inbox_unfinished ON {schema}.inbox (producer, source, subject, entry)
    WHERE state IN ('parked', 'waiting', 'dead')
    """,
    """
    CREATE TABLE {schema}.inbox_subject (
        source text NOT NULL,
        subject text NOT NULL,
        version integer NOT NULL,
        PRIMARY KEY (source, subject)
    )
    """,
)
