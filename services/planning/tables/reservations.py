"""Reservations, the counter-offers to them, and what became of them: minutes, in weeks stored as
their Monday.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from services.planning.tables.schema import id_column, metadata, one_of, to, version_column

reservations = Table(
    "reservations",
    metadata,
    id_column(),
    to("subprojects", "subproject_id"),
    to("expertises", "expertise_id"),
    to("teams", "team_id"),
    to("staff", "staff_id", nullable=True),
    Column("state", Text, nullable=False),
    version_column(),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_on", Date),
    # Since which day a waitlisted request fits; null while it does not.
    Column("room_since", Date),
    one_of(
        "state",
        "requested",
        "waitlisted",
        "proposed",
        "confirmed",
        "declined",
        "withdrawn",
        "released",
    ),
    Index("reservations_team", "team_id", "state"),
    Index("reservations_subproject", "subproject_id"),
    Index(
        "reservations_waitlisted", "asked_at", "id", postgresql_where=text("state = 'waitlisted'")
    ),
)

reservation_weeks = Table(
    "reservation_weeks",
    metadata,
    to("reservations", "reservation_id", key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    CheckConstraint("minutes > 0"),
    Index("reservation_weeks_monday", "monday"),
)

# What the team offers instead, while the reservation is proposed.
counter_offers = Table(
    "counter_offers",
    metadata,
    to("reservations", "reservation_id", key=True),
    to("staff", "staff_id", nullable=True),
    Column("over_allocation_allowed", Boolean, nullable=False),
)

counter_offer_weeks = Table(
    "counter_offer_weeks",
    metadata,
    to("counter_offers", "reservation_id", of="reservation_id", key=True),
    Column("monday", Date, primary_key=True),
    Column("minutes", Integer, nullable=False),
    CheckConstraint("minutes > 0"),
)

# `minutes` is what was asked, offered or given at that moment, `over_minutes` what of it nobody
# had.
reservation_history = Table(
    "reservation_history",
    metadata,
    to("reservations", "reservation_id", key=True),
    Column("version", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("over_minutes", Integer, nullable=False),
)
