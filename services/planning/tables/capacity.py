"""Demand, the balance and freed hours: minutes, in weeks stored as their Monday."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from services.planning.tables.schema import (
    id_column,
    level_check,
    metadata,
    one_of,
    to,
    version_column,
)

demands = Table(
    "demands",
    metadata,
    id_column(),
    to("subprojects", "subproject_id"),
    to("expertises", "expertise_id"),
    Column("level", SmallInteger, nullable=False, server_default=text("1")),
    version_column(),
    level_check(),
    UniqueConstraint("subproject_id", "expertise_id", name="demands_one_per_expertise"),
)

demand_weeks = Table(
    "demand_weeks",
    metadata,
    to("demands", "demand_id", key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    CheckConstraint("minutes > 0"),
    Index("demand_weeks_monday", "monday"),
)

# The balance as it was last told, so that only real changes are told again. The figures of a
# suppressed week are kept, not told.
capacity_balance = Table(
    "capacity_balance",
    metadata,
    to("expertises", "expertise_id", key=True),
    Column("monday", Date, primary_key=True),
    Column("demand", Integer, nullable=False),
    Column("supply", Integer, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("short", Integer, nullable=False),
    Column("over", Integer, nullable=False),
    Column("suppressed", Boolean, nullable=False),
    Index("capacity_balance_monday", "monday"),
)

# Written by triggers: what of the balance has to be computed again, of all expertises when there is
# none; and the team whose hours or promises changed, when it is about those.
balance_changes = Table(
    "balance_changes",
    metadata,
    Column("expertise_id", UUID),
    Column("first_monday", Date, nullable=False),
    Column("last_monday", Date, nullable=False),
    Column("team_id", UUID),
)

# Written by triggers: a new one whenever what a team can give may differ.
supply_versions = Table(
    "supply_versions",
    metadata,
    Column("team_id", UUID, primary_key=True),
    Column("version", UUID, nullable=False),
)

freed_hours_proposals = Table(
    "freed_hours_proposals",
    metadata,
    id_column(),
    to("teams", "team_id"),
    Column("state", Text, nullable=False),
    Column("level_minutes", Integer, nullable=False),
    Column("measured_monday", Date, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("by", Text),
    Column("role", Text),
    Column("reason", Text),
    version_column(),
    one_of("state", "open", "confirmed", "rejected", "lapsed"),
    Index(
        "freed_hours_one_open",
        "team_id",
        unique=True,
        postgresql_where=text("state = 'open'"),
    ),
)

freed_hours_allocations = Table(
    "freed_hours_allocations",
    metadata,
    to("freed_hours_proposals", "proposal_id", key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("destination", Text, nullable=False),
    Column("weekly_minutes", Integer, nullable=False),
    Column("from_monday", Date, nullable=False),
    Column("until_monday", Date, nullable=False),
    one_of("destination", "training", "quality", "calm", "project"),
    CheckConstraint("weekly_minutes > 0"),
)
