"""The tables of the schema `engagement`.

`subproject`, `milestone`, `milestone_day`, `organisation_group` and `staff` are projections of
planning's events; they have no foreign keys among them, because events of different subjects may
arrive in any order. A staff id stands in `affected_person` and `person_told` only under the works
council's consent; the `staff` projection says who has which team, not who took part in what.
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
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from shared.messaging.event_log import EventLog
from shared.messaging.inbox import Inbox
from shared.web.idempotency import IdempotencyKeys

metadata = MetaData(schema="engagement")
event_log = EventLog(metadata)
inbox = Inbox(metadata)
idempotency = IdempotencyKeys(metadata)


def _moment(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


subproject = Table(
    "subproject",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("programme_id", UUID, nullable=False),
    Column("name", Text, nullable=False),
    Column("first_moment", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("started_on", Date),
    _moment("started_told_at", nullable=True),
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

consent = Table(
    "consent",
    metadata,
    Column("consent_id", UUID, primary_key=True),
    Column("decision_reference", Text, nullable=False, unique=True),
    Column("decided_on", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("scope", ARRAY(Text), nullable=False),
    Column("recorded_by", Text, nullable=False),
    _moment("recorded_at"),
    Column("withdrawn_on", Date),
    Column("withdrawal_reason", Text),
    Column("version", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("valid_until >= decided_on", name="consent_days_in_order"),
)

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
    _moment("told_at"),
    Column("until", Date),
    _moment("ended_at", nullable=True),
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
    _moment("told_at"),
    _moment("replaced_at", nullable=True),
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
    _moment("told_at"),
    Column("cancelled", Boolean, nullable=False, server_default=text("false")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Index("moment_subproject", "subproject_id", "held_on", "moment_id"),
)

person_told = Table(
    "person_told",
    metadata,
    Column("moment_id", UUID, ForeignKey("engagement.moment.moment_id"), primary_key=True),
    Column("staff_id", UUID, primary_key=True),
    Column("told_at", DateTime(timezone=True), primary_key=True),
    Column("attended", Boolean),
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
    CheckConstraint("invited >= 0", name="heads_told_invited"),
    CheckConstraint("attended BETWEEN 0 AND invited", name="heads_told_attended"),
)

attendance_code = Table(
    "attendance_code",
    metadata,
    Column("moment_id", UUID, ForeignKey("engagement.moment.moment_id"), primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("valid_on", Date, nullable=False),
)

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
    _moment("as_of"),
    Column("settled", Boolean, nullable=False, server_default=text("false")),
)

late_involvement = Table(
    "late_involvement",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("due_on", Date, nullable=False),
)
