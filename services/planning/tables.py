"""The tables of planning, in its own schema. Minutes and ISO weeks: a week is stored as its
Monday.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from shared.messaging.event_log import EventLog
from shared.messaging.inbox import Inbox
from shared.web.idempotency import IdempotencyKeys

metadata = MetaData(schema="planning")
event_log = EventLog(metadata)
inbox = Inbox(metadata)
idempotency = IdempotencyKeys(metadata)


def _id() -> Column[Any]:
    return Column("id", UUID, primary_key=True)


def _version() -> Column[Any]:
    return Column("version", Integer, nullable=False, server_default=text("1"))


def _to(table: str, name: str, *, nullable: bool = False, key: bool = False) -> Column[Any]:
    return Column(
        name, UUID, ForeignKey(f"planning.{table}.id"), nullable=nullable, primary_key=key
    )


def _one_of(column: str, *values: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})")


programmes = Table(
    "programmes",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("completed_on", Date),
    _version(),
)

targets = Table(
    "targets",
    metadata,
    _to("programmes", "programme_id", key=True),
    Column("product", Text, primary_key=True),
    Column("from_date", Date, nullable=False),
    Column("from_share", Float, nullable=False),
    Column("to_date", Date, nullable=False),
    Column("to_share", Float, nullable=False),
)

subprojects = Table(
    "subprojects",
    metadata,
    _id(),
    _to("programmes", "programme_id"),
    Column("name", Text, nullable=False),
    Column("focus_area", Text, nullable=False),
    _to("staff", "lead_staff_id", nullable=True),
    Column("lead_function", Text),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("first_moment", Text, nullable=False),
    Column("state", Text, nullable=False),
    _version(),
    CheckConstraint("num_nonnulls(lead_staff_id, lead_function) = 1", name="subprojects_one_lead"),
    _one_of("state", "planned", "started", "paused", "completed", "cancelled"),
    Index("subprojects_programme", "programme_id"),
)

dependencies = Table(
    "dependencies",
    metadata,
    _to("subprojects", "subproject_id", key=True),
    _to("subprojects", "depends_on", key=True),
    CheckConstraint("subproject_id <> depends_on", name="dependencies_not_itself"),
)

milestones = Table(
    "milestones",
    metadata,
    _id(),
    _to("subprojects", "subproject_id"),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("affects", JSONB, nullable=False, server_default=text("'[]'")),
    Column("state", Text, nullable=False),
    Column("reached_on", Date),
    _version(),
    _one_of("state", "planned", "reached", "cancelled"),
    Index("milestones_subproject", "subproject_id", "due_on"),
)

expertises = Table(
    "expertises",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
)

teams = Table(
    "teams",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _version(),
)

function_groups = Table(
    "function_groups",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
)

product_teams = Table(
    "product_teams",
    metadata,
    Column("product", Text, primary_key=True),
    _to("teams", "team_id"),
)

staff = Table(
    "staff",
    metadata,
    _id(),
    _to("teams", "team_id"),
    _to("function_groups", "function_group_id"),
    Column("joined_on", Date, nullable=False),
    Column("left_on", Date),
    _version(),
    Index("staff_team", "team_id"),
)

# Person-level: only under the works council's consent, emptied when it ends.
staff_hours = Table(
    "staff_hours",
    metadata,
    _to("staff", "staff_id", key=True),
    Column("weekly_minutes", Integer, nullable=False),
    CheckConstraint("weekly_minutes >= 0"),
)

staff_expertises = Table(
    "staff_expertises",
    metadata,
    _to("staff", "staff_id", key=True),
    _to("expertises", "expertise_id", key=True),
)

pools = Table(
    "pools",
    metadata,
    _to("teams", "team_id", key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("expertise_ids", ARRAY(UUID), nullable=False),
    Column("weekly_minutes", Integer, nullable=False),
    CheckConstraint("weekly_minutes >= 0"),
)

demands = Table(
    "demands",
    metadata,
    _id(),
    _to("subprojects", "subproject_id"),
    _to("expertises", "expertise_id"),
    _version(),
    UniqueConstraint("subproject_id", "expertise_id", name="demands_one_per_expertise"),
)

demand_weeks = Table(
    "demand_weeks",
    metadata,
    _to("demands", "demand_id", key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    CheckConstraint("minutes > 0"),
)

reservations = Table(
    "reservations",
    metadata,
    _id(),
    _to("subprojects", "subproject_id"),
    _to("expertises", "expertise_id"),
    _to("teams", "team_id"),
    _to("staff", "staff_id", nullable=True),
    Column("state", Text, nullable=False),
    _version(),
    _one_of("state", "requested", "confirmed", "declined", "released"),
    Index("reservations_team", "team_id", "state"),
    Index("reservations_subproject", "subproject_id"),
)

reservation_weeks = Table(
    "reservation_weeks",
    metadata,
    _to("reservations", "reservation_id", key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    CheckConstraint("minutes > 0"),
)

reservation_history = Table(
    "reservation_history",
    metadata,
    _to("reservations", "reservation_id", key=True),
    Column("version", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

# The balance as it was last told, so that only real changes are told again.
capacity_balance = Table(
    "capacity_balance",
    metadata,
    _to("expertises", "expertise_id", key=True),
    Column("monday", Date, primary_key=True),
    Column("demand", Integer, nullable=False),
    Column("supply", Integer, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("short", Integer, nullable=False),
)

relief_levels = Table(
    "relief_levels",
    metadata,
    Column("team_id", UUID, primary_key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("p10_minutes", Integer),
    Column("p90_minutes", Integer),
    Column("volume_minutes", Integer, nullable=False),
    Column("channel_minutes", Integer, nullable=False),
    Column("handling_minutes", Integer, nullable=False),
    Column("completeness", Text, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

freed_hours_proposals = Table(
    "freed_hours_proposals",
    metadata,
    _id(),
    _to("teams", "team_id"),
    Column("state", Text, nullable=False),
    Column("level_minutes", Integer, nullable=False),
    Column("measured_monday", Date, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("by", Text),
    Column("role", Text),
    Column("reason", Text),
    _version(),
    _one_of("state", "open", "confirmed", "rejected", "lapsed"),
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
    _to("freed_hours_proposals", "proposal_id", key=True),
    Column("place", SmallInteger, primary_key=True),
    Column("destination", Text, nullable=False),
    Column("weekly_minutes", Integer, nullable=False),
    Column("from_monday", Date, nullable=False),
    Column("until_monday", Date, nullable=False),
    _one_of("destination", "training", "quality", "calm", "project"),
    CheckConstraint("weekly_minutes > 0"),
)

# What the other services told: their figures, kept for Koers.
consents = Table(
    "consents",
    metadata,
    _id(),
    Column("decision_reference", Text, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("withdrawn_on", Date),
)

uptake = Table(
    "uptake",
    metadata,
    Column("product", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("definition", Text, nullable=False),
    Column("numerator", BigInteger),
    Column("denominator", BigInteger),
    Column("share", Float),
    Column("share_with_assisted", Float),
    Column("revision", Integer, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

coverage = Table(
    "coverage",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("t0", Date, nullable=False),
    Column("frozen", Boolean, nullable=False),
    Column("definition", Text, nullable=False),
    Column("numerator", BigInteger),
    Column("denominator", BigInteger),
    Column("median_lead_days", Float),
    Column("joiners_after_t0", BigInteger),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

late_involvement = Table(
    "late_involvement",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("norm", Float, nullable=False),
)

stale_sources = Table(
    "stale_sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("last_delivery_at", DateTime(timezone=True)),
    Column("norm_days", Integer, nullable=False),
)
