"""The last day to reserve each demand, why, and what was told of it."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.planning.tables.schema import id_column, metadata, to, version_column

# One row: what the municipality needs between asking and starting, in working days.
lead_times = Table(
    "lead_times",
    metadata,
    id_column(),
    Column("roster_freeze_days", SmallInteger, nullable=False),
    Column("approval_days", SmallInteger, nullable=False),
    version_column(),
    CheckConstraint("roster_freeze_days >= 0"),
    CheckConstraint("approval_days >= 0"),
)

# Of every demand that still lacks confirmed hours in this week or later. `steps` lead from the
# start back to the last day.
reservation_deadlines = Table(
    "reservation_deadlines",
    metadata,
    to("demands", "demand_id", key=True),
    Column("planned_on", Date, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("buffer_measured", Boolean, nullable=False),
    Column("served", Boolean, nullable=False),
    Column("open_minutes", Integer, nullable=False),
    Column("options", ARRAY(Text), nullable=False),
)

deadline_reminders = Table(
    "deadline_reminders",
    metadata,
    to("demands", "demand_id", key=True),
    Column("last_day", Date, primary_key=True),
    Column("days_before", SmallInteger, primary_key=True, autoincrement=False),
    Column("told_on", Date, nullable=False),
)
