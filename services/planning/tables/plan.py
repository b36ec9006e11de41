"""Programmes, their target paths, subprojects and milestones."""

from sqlalchemy import CheckConstraint, Column, Date, Float, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from services.planning.tables.schema import id_column, metadata, one_of, to, version_column

programmes = Table(
    "programmes",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("completed_on", Date),
    version_column(),
)

targets = Table(
    "targets",
    metadata,
    to("programmes", "programme_id", key=True),
    Column("product", Text, primary_key=True),
    Column("from_date", Date, nullable=False),
    Column("from_share", Float, nullable=False),
    Column("to_date", Date, nullable=False),
    Column("to_share", Float, nullable=False),
)

subprojects = Table(
    "subprojects",
    metadata,
    id_column(),
    to("programmes", "programme_id"),
    Column("name", Text, nullable=False),
    Column("focus_area", Text, nullable=False),
    to("staff", "lead_staff_id", nullable=True),
    Column("lead_function", Text),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("first_moment", Text, nullable=False),
    Column("state", Text, nullable=False),
    version_column(),
    CheckConstraint("num_nonnulls(lead_staff_id, lead_function) = 1", name="subprojects_one_lead"),
    one_of("state", "planned", "started", "paused", "completed", "cancelled"),
    Index("subprojects_programme", "programme_id"),
)

dependencies = Table(
    "dependencies",
    metadata,
    to("subprojects", "subproject_id", key=True),
    to("subprojects", "depends_on", key=True),
    CheckConstraint("subproject_id <> depends_on", name="dependencies_not_itself"),
)

milestones = Table(
    "milestones",
    metadata,
    id_column(),
    to("subprojects", "subproject_id"),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("affects", JSONB, nullable=False, server_default=text("'[]'")),
    Column("state", Text, nullable=False),
    Column("reached_on", Date),
    version_column(),
    one_of("state", "planned", "reached", "cancelled"),
    Index("milestones_subproject", "subproject_id", "due_on"),
)
