"""Whether everybody was involved from the first moment."""

from sqlalchemy import Boolean, Column, Date, Float, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.engagement.tables.schema import metadata, point_in_time

coverage = Table(
    "coverage",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("t0", Date, nullable=False),
    Column("frozen", Boolean, nullable=False),
    Column("definition", Text, nullable=False),
    Column("numerator", Integer),
    Column("denominator", Integer),
    Column("median_lead_days", Float),
    Column("joiners_after_t0", Integer),
    Column("at_t0_definition", Text),
    Column("at_t0_numerator", Integer),
    Column("at_t0_denominator", Integer),
    Column("at_t0_median_lead_days", Float),
    Column("corrections", Integer, nullable=False),
    point_in_time("as_of"),
    Column("settled", Boolean, nullable=False, server_default=text("false")),
)

late_involvement = Table(
    "late_involvement",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("due_on", Date, nullable=False),
)
