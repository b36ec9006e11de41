"""What the other services told: consent, and figures kept for Koers."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.planning.tables.schema import id_column, metadata

consents = Table(
    "consents",
    metadata,
    id_column(),
    Column("decision_reference", Text, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("withdrawn_on", Date),
)

relief_levels = Table(
    "relief_levels",
    metadata,
    Column("team_id", UUID, primary_key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("p10_minutes", Integer),
    Column("p90_minutes", Integer),
    Column("volume_minutes", Integer, nullable=False),
    Column("channel_minutes", Integer, nullable=False),
    Column("handling_minutes", Integer, nullable=False),
    Column("completeness", Text, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

uptake = Table(
    "uptake",
    metadata,
    Column("product", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("definition", Text, nullable=False),
    Column("numerator", BigInteger),
    Column("denominator", BigInteger),
    Column("share", Float),
    Column("share_with_assisted", Float),
    Column("revision", Integer, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

coverage = Table(
    "coverage",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("t0", Date, nullable=False),
    Column("frozen", Boolean, nullable=False),
    Column("definition", Text, nullable=False),
    Column("numerator", BigInteger),
    Column("denominator", BigInteger),
    Column("median_lead_days", Float),
    Column("joiners_after_t0", BigInteger),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

late_involvement = Table(
    "late_involvement",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("norm", Float, nullable=False),
)

stale_sources = Table(
    "stale_sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("last_delivery_at", DateTime(timezone=True)),
    Column("norm_days", Integer, nullable=False),
)
