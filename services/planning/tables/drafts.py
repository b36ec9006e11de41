"""Demand that was suggested and that nobody has asked for yet."""

from sqlalchemy import BigInteger, Column, DateTime, Float, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.planning.tables.schema import id_column, metadata, one_of, to, version_column

draft_demands = Table(
    "draft_demands",
    metadata,
    id_column(),
    Column("barrier_id", UUID, nullable=False),
    to("subprojects", "subproject_id"),
    to("function_groups", "function_group_id", nullable=True),
    Column("stage", Text, nullable=False),
    Column("round_id", UUID, nullable=False),
    Column("share", Float),
    Column("answers", BigInteger),
    Column("told_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    to("demands", "demand_id", nullable=True),
    Column("decided_at", DateTime(timezone=True)),
    Column("by", Text),
    Column("role", Text),
    Column("reason", Text),
    version_column(),
    one_of("state", "open", "accepted", "dismissed", "lapsed"),
    Index("draft_demands_barrier", "barrier_id"),
    Index("draft_demands_demand", "demand_id"),
    Index(
        "draft_demands_one_open",
        "barrier_id",
        unique=True,
        postgresql_where=text("state = 'open'"),
    ),
)
