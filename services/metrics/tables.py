"""The tables of the schema `metrics`.

Facts are keyed by two small integers, a series (source, product, channel, help) and a period, so
that a million rows stay quick to compare. The facts have no foreign keys: checking them would cost
twice what writing the rows costs. `completed` NULL says that the source does not know; a row that
is not there was not delivered. What a newer delivery replaced is in `transaction_history`.

`go_lives`, `product_teams` and `target_paths` are projections of planning's events; they name
products by key without a foreign key, because planning may speak of a product that is not in the
catalogue yet.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from shared.messaging.event_log import EventLog
from shared.messaging.inbox import Inbox
from shared.web.idempotency import IdempotencyKeys

metadata = MetaData(schema="metrics")
event_log = EventLog(metadata)
inbox = Inbox(metadata)
idempotency = IdempotencyKeys(metadata)

HOURS = Numeric(14, 3)
MINUTES = Numeric(8, 3)


def _key(name: str, *references: str, primary_key: bool = False) -> Column[Any]:
    """A word that is a key; compared by its bytes, which is what keys need and faster."""
    return Column(
        name,
        Text(collation="C"),
        *(ForeignKey(f"metrics.{reference}") for reference in references),
        primary_key=primary_key,
        nullable=False,
    )


def _moment(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _version() -> Column[Any]:
    return Column("version", Integer, nullable=False, server_default=text("1"))


products = Table(
    "products",
    metadata,
    _key("key", primary_key=True),
    Column("name", Text, nullable=False),
    Column("digitally_possible", Text, nullable=False),
    Column("offered_online", Boolean),
    _version(),
)

sources = Table(
    "sources",
    metadata,
    _key("name", primary_key=True),
    Column("title", Text, nullable=False),
    Column("period_kind", Text, nullable=False),
    Column("norm_days", Integer, nullable=False),
    _moment("registered_at"),
    _moment("last_delivery_at", nullable=True),
    _moment("stale_since", nullable=True),
    _version(),
)

expected_deliveries = Table(
    "expected_deliveries",
    metadata,
    _key("source", "sources.name", primary_key=True),
    _key("product", "products.key", primary_key=True),
    _key("channel", primary_key=True),
    Column("since", Date),
    Column("until", Date),
    Index("expected_deliveries_product", "product"),
)

series = Table(
    "series",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    _key("source", "sources.name"),
    _key("product", "products.key"),
    _key("channel"),
    Column("assisted", Boolean, nullable=False),
    UniqueConstraint("product", "channel", "assisted", "source", name="series_identity"),
)

periods = Table(
    "periods",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    _key("name"),
    Column("kind", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    UniqueConstraint("name", name="periods_name"),
    Index("periods_kind_starts_on", "kind", "starts_on"),
)

transactions = Table(
    "transactions",
    metadata,
    Column("series_id", Integer, primary_key=True),
    Column("period_id", Integer, primary_key=True),
    Column("completed", Integer),
    _moment("recorded_at"),
)

transaction_history = Table(
    "transaction_history",
    metadata,
    Column("entry", BigInteger, Identity(always=True), primary_key=True),
    Column("series_id", Integer, nullable=False),
    Column("period_id", Integer, nullable=False),
    Column("completed", Integer),
    _moment("recorded_at"),
    _moment("superseded_at"),
    Index("transaction_history_row", "series_id", "period_id"),
)

product_periods = Table(
    "product_periods",
    metadata,
    _key("product", primary_key=True),
    Column("period_id", Integer, primary_key=True),
    Column("state", Text, nullable=False, server_default=text("'provisional'")),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Column("touched", Boolean, nullable=False),
    Index("product_periods_touched", "product", "period_id", postgresql_where=text("touched")),
)

handling_times = Table(
    "handling_times",
    metadata,
    Column("id", UUID, primary_key=True),
    _key("product", "products.key"),
    _key("channel"),
    Column("assisted", Boolean, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("minutes", MINUTES, nullable=False),
    Column("low", MINUTES),
    Column("high", MINUTES),
    Column("stated_by", Text, nullable=False),
    Column("stated_on", Date, nullable=False),
    _moment("recorded_at"),
    Index("handling_times_product", "product", "channel", "assisted", "valid_from"),
)

baselines = Table(
    "baselines",
    metadata,
    _key("product", "products.key", primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("go_live_on", Date, nullable=False),
    Column("first_week", Date, nullable=False),
    Column("known_weeks", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    _moment("frozen_at"),
)

baseline_counts = Table(
    "baseline_counts",
    metadata,
    _key("product", primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("week", Date, primary_key=True),
    _key("channel", primary_key=True),
    Column("assisted", Boolean, primary_key=True),
    Column("completed", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["product", "version"], ["metrics.baselines.product", "metrics.baselines.version"]
    ),
)

counter_hours = Table(
    "counter_hours",
    metadata,
    _key("product", "products.key", primary_key=True),
    Column("week", Date, primary_key=True),
    Column("baseline_version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("volume", HOURS),
    Column("channel", HOURS),
    Column("minutes", HOURS),
    Column("spread_down", Double),
    Column("spread_up", Double),
)

team_levels = Table(
    "team_levels",
    metadata,
    Column("team_id", UUID, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("volume", HOURS, nullable=False),
    Column("channel", HOURS, nullable=False),
    Column("minutes", HOURS, nullable=False),
    Column("p10", HOURS),
    Column("p90", HOURS),
    Column("completeness", Text, nullable=False),
    Column("baseline", Text, nullable=False),
)

go_lives = Table(
    "go_lives",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    _key("product", primary_key=True),
    Column("reached_on", Date, nullable=False),
    Index("go_lives_product", "product"),
)

teams = Table(
    "teams",
    metadata,
    Column("team_id", UUID, primary_key=True),
    Column("name", Text, nullable=False),
)

product_teams = Table(
    "product_teams",
    metadata,
    _key("product", primary_key=True),
    Column("team_id", UUID, nullable=False),
    Index("product_teams_team", "team_id"),
)

target_paths = Table(
    "target_paths",
    metadata,
    Column("programme_id", UUID, primary_key=True),
    _key("product", primary_key=True),
    Column("from_date", Date, primary_key=True),
    Column("from_share", Double, nullable=False),
    Column("to_date", Date, nullable=False),
    Column("to_share", Double, nullable=False),
)

expected = table(
    "expected",
    column("product", Text),
    column("period_id", Integer),
    column("source", Text),
    column("channel", Text),
    column("delivered", Boolean),
    schema="metrics",
)
"""View: every expected delivery of every period that is known, and whether it has come."""

counts = table(
    "counts",
    column("product", Text),
    column("period_id", Integer),
    column("channel", Text),
    column("assisted", Boolean),
    column("completed", BigInteger),
    column("recorded_at", DateTime(timezone=True)),
    schema="metrics",
)
"""View: transactions per product, period, channel and help, over all sources.

NULL where a source says that it does not know, or an expected one has not delivered.
"""
