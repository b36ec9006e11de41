"""Rounds, and who is asked in one: its cohort is there while it is open, and no longer."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from services.engagement.tables.schema import metadata

round_ = Table(
    "round",
    metadata,
    Column("round_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("state", Text, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("least_invited", Integer, nullable=False),
    Column("least_answers", Integer, nullable=False),
    Column("invited", Integer),
    Column("key_check", UUID),
    Column("version", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("closes_on >= opens_on", name="round_days_in_order"),
    CheckConstraint("least_invited >= 10", name="round_least_invited"),
    CheckConstraint("least_answers >= 5", name="round_least_answers"),
    Index("round_subproject", "subproject_id", "opens_on", "round_id"),
)

round_member = Table(
    "round_member",
    metadata,
    Column("round_id", UUID, ForeignKey("engagement.round.round_id"), primary_key=True),
    Column("staff_id", UUID, primary_key=True),
    Column("team_id", UUID, nullable=False),
    Column("function_group_id", UUID, nullable=False),
    Index("round_member_staff", "staff_id"),
)
