"""Who is affected, and who was there.

A staff id stands in `affected_person` and `person_told` only under the works council's consent.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from services.engagement.tables.schema import metadata, point_in_time

affected = Table(
    "affected",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("version", Integer, nullable=False),
)

affected_person = Table(
    "affected_person",
    metadata,
    Column("entry", BigInteger, Identity(always=True), primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("staff_id", UUID, nullable=False),
    Column("since", Date, nullable=False),
    point_in_time("told_at"),
    Column("until", Date),
    point_in_time("ended_at", nullable=True),
    Index(
        "affected_person_current",
        "subproject_id",
        "staff_id",
        unique=True,
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("affected_person_staff", "staff_id"),
)

affected_group = Table(
    "affected_group",
    metadata,
    Column("entry", BigInteger, Identity(always=True), primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("group_id", UUID, nullable=False),
    Column("head_count", Integer, CheckConstraint("head_count > 0"), nullable=False),
    point_in_time("told_at"),
    point_in_time("replaced_at", nullable=True),
    Index(
        "affected_group_current",
        "subproject_id",
        "group_id",
        unique=True,
        postgresql_where=text("replaced_at IS NULL"),
    ),
)

moment = Table(
    "moment",
    metadata,
    Column("moment_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    point_in_time("told_at"),
    Column("cancelled", Boolean, nullable=False, server_default=text("false")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("follow_up", Text),
    Column("follow_up_due_on", Date),
    CheckConstraint("(follow_up IS NULL) = (follow_up_due_on IS NULL)", name="moment_follow_up"),
    Index("moment_subproject", "subproject_id", "held_on", "moment_id"),
)

person_told = Table(
    "person_told",
    metadata,
    Column("moment_id", UUID, ForeignKey("engagement.moment.moment_id"), primary_key=True),
    Column("staff_id", UUID, primary_key=True),
    Column("told_at", DateTime(timezone=True), primary_key=True),
    Column("attended", Boolean),
    Column("contributed", Boolean),
    Index("person_told_staff", "staff_id"),
)

heads_told = Table(
    "heads_told",
    metadata,
    Column("moment_id", UUID, ForeignKey("engagement.moment.moment_id"), primary_key=True),
    Column("group_id", UUID, primary_key=True),
    Column("told_at", DateTime(timezone=True), primary_key=True),
    Column("invited", Integer, nullable=False),
    Column("attended", Integer),
    Column("contributed", Integer),
    CheckConstraint("invited >= 0", name="heads_told_invited"),
    CheckConstraint("attended BETWEEN 0 AND invited", name="heads_told_attended"),
    CheckConstraint("contributed BETWEEN 0 AND attended", name="heads_told_contributed"),
)

attendance_code = Table(
    "attendance_code",
    metadata,
    Column("moment_id", UUID, ForeignKey("engagement.moment.moment_id"), primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("valid_on", Date, nullable=False),
)
