"""Reservations that wait, are answered with another offer, or are withdrawn."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the states, the counter-offers, and what of confirmed hours nobody has."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE planning.reservations DROP CONSTRAINT reservations_state_check",
    """
    ALTER TABLE planning.reservations ADD CHECK (state IN ('requested', 'waitlisted', 'proposed',
    'confirmed', 'declined', 'withdrawn', 'released'))
    """,
    """
    ALTER TABLE planning.reservations
        ADD COLUMN asked_at TIMESTAMP WITH TIME ZONE,
        ADD COLUMN confirmed_on DATE,
        ADD COLUMN room_since DATE
    """,
    """
    UPDATE planning.reservations AS asked SET asked_at = first.at
    FROM planning.reservation_history AS first
    WHERE first.reservation_id = asked.id AND first.version = 1
    """,
    "ALTER TABLE planning.reservations ALTER COLUMN asked_at SET NOT NULL",
    """
    UPDATE planning.reservations AS given
    SET confirmed_on = (line.at AT TIME ZONE 'Europe/Amsterdam')::date
    FROM planning.reservation_history AS line
    WHERE line.reservation_id = given.id
        AND line.state = 'confirmed' AND given.state = 'confirmed'
    """,
    """
    CREATE INDEX reservations_waitlisted ON planning.reservations (asked_at, id)
    WHERE state = 'waitlisted'
    """,
    """
    ALTER TABLE planning.reservation_history
        ADD COLUMN minutes INTEGER,
        ADD COLUMN over_minutes INTEGER NOT NULL DEFAULT 0
    """,
    """
    UPDATE planning.reservation_history AS line SET minutes = (
        SELECT coalesce(sum(week.minutes), 0) FROM planning.reservation_weeks AS week
        WHERE week.reservation_id = line.reservation_id
    )
    """,
    """
    ALTER TABLE planning.reservation_history
        ALTER COLUMN minutes SET NOT NULL,
        ALTER COLUMN over_minutes DROP DEFAULT
    """,
    """
    CREATE TABLE planning.counter_offers (
        reservation_id UUID NOT NULL REFERENCES planning.reservations (id),
        staff_id UUID REFERENCES planning.staff (id),
        over_allocation_allowed BOOLEAN NOT NULL,
        PRIMARY KEY (reservation_id)
    )
    """,
    """
    CREATE TABLE planning.counter_offer_weeks (
        reservation_id UUID NOT NULL REFERENCES planning.counter_offers (reservation_id),
        monday DATE NOT NULL,
        minutes INTEGER NOT NULL,
        PRIMARY KEY (reservation_id, monday),
        CHECK (minutes > 0)
    )
    """,
    "ALTER TABLE planning.capacity_balance ADD COLUMN over INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE planning.capacity_balance ALTER COLUMN over DROP DEFAULT",
)
