"""Reservations that wait, are answered with another offer, or are withdrawn."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
