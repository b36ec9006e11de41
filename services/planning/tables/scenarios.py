"""Scenarios: what would be changed of a programme's plan. They never hold a copy of it."""

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.planning.tables.schema import id_column, metadata, to, version_column

# `branched_from` is the version of each row of the programme's plan at the branch, by id.
scenarios = Table(
    "scenarios",
    metadata,
    id_column(),
    to("programmes", "programme_id"),
    Column("name", Text, nullable=False),
    Column("branched_from", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("promoted_at", DateTime(timezone=True)),
    version_column(),
    Index("scenarios_programme", "programme_id"),
)

# A change that is about somebody has their id in `staff_id` and nowhere else, and goes when the
# works council's consent ends.
scenario_changes = Table(
    "scenario_changes",
    metadata,
    id_column(),
    to("scenarios", "scenario_id"),
    Column("place", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    to("staff", "staff_id", nullable=True),
    version_column(),
    Index("scenario_changes_scenario", "scenario_id", "place"),
)
