"""Time, passed in so that rules can be tested at any moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Answers the moment, aware and in UTC."""

MUNICIPALITY = ZoneInfo("Europe/Amsterdam")


def system_clock() -> datetime:
    """The moment by the system's clock."""
    return datetime.now(UTC)


def today(now: datetime) -> date:
    """The calendar day in the municipality at a moment."""
    return now.astimezone(MUNICIPALITY).date()
