"""What planning told: projections of its events.

They have no foreign keys among them, because events of different subjects may arrive in any order.
The staff table says who has which team, not who took part in what.
"""

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.engagement.tables.schema import metadata, point_in_time

subproject = Table(
    "subproject",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("programme_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("first_moment", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("started_on", Date),
    point_in_time("started_told_at", nullable=True),
    Column("ended", Boolean, nullable=False, server_default=text("false")),
)

milestone = Table(
    "milestone",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_on", Date),
    Column("reached", Boolean, nullable=False, server_default=text("false")),
    Index("milestone_subproject", "subproject_id"),
)

milestone_day = Table(
    "milestone_day",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("told_at", DateTime(timezone=True), primary_key=True),
    Column("day", Date),
)

organisation_group = Table(
    "organisation_group",
    metadata,
    Column("group_id", UUID, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("head_count", Integer, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("staff_id", UUID, primary_key=True),
    Column("team_id", UUID, nullable=False),
    Column("function_group_id", UUID, nullable=False),
    Column("left_on", Date),
)
