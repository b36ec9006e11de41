"""The new role of each function group, and how far people are on the way to it.

A staff id stands in `own_role`, `training_done` and `readiness_counted` only under the works
council's consent.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.engagement.tables.schema import metadata, point_in_time

role_profile = Table(
    "role_profile",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("function_group_id", UUID, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("ends", ARRAY(Text), nullable=False),
    Column("starts", ARRAY(Text), nullable=False),
    Column("unlearns", ARRAY(Text), nullable=False),
    point_in_time("told_at"),
)

needed_training = Table(
    "needed_training",
    metadata,
    Column("training_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("function_group_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("milestone_id", UUID),
    Column("from_version", Integer, nullable=False),
    Column("until_version", Integer),
    Index("needed_training_profile", "subproject_id", "function_group_id"),
)
"""Needed from one version of a profile up to another, which it is not in any more."""

own_role = Table(
    "own_role",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("staff_id", UUID, primary_key=True),
    Column("function_group_id", UUID, nullable=False),
    Column("agreed_version", Integer),
    Column("ability", SmallInteger),
    Column("version", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("ability BETWEEN 1 AND 5", name="own_role_ability"),
    Index("own_role_staff", "staff_id"),
)

training_done = Table(
    "training_done",
    metadata,
    Column(
        "training_id", UUID, ForeignKey("engagement.needed_training.training_id"), primary_key=True
    ),
    Column("staff_id", UUID, primary_key=True),
    Index("training_done_staff", "staff_id"),
)

readiness = Table(
    "readiness",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("function_group_id", UUID, primary_key=True),
    Column("numerator", Integer, nullable=False),
    Column("denominator", Integer, nullable=False),
    point_in_time("as_of"),
)

readiness_counted = Table(
    "readiness_counted",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("function_group_id", UUID, primary_key=True),
    Column("staff_id", UUID, primary_key=True),
    Column("ready", Boolean, nullable=False),
    Index("readiness_counted_staff", "staff_id"),
)
"""Who was counted how in the figures that were told last."""
