"""The decisions of the works council."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.engagement.tables.schema import metadata, point_in_time

consent = Table(
    "consent",
    metadata,
    Column("consent_id", UUID, primary_key=True),
    Column("decision_reference", Text, nullable=False, unique=True),
    Column("decided_on", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("scope", ARRAY(Text), nullable=False),
    Column("recorded_by", Text, nullable=False),
    point_in_time("recorded_at"),
    Column("withdrawn_on", Date),
    Column("withdrawal_reason", Text),
    Column("version", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("valid_until >= decided_on", name="consent_days_in_order"),
)
