"""Days as people in the municipality live them; moments are UTC everywhere else."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_MUNICIPAL = ZoneInfo("Europe/Amsterdam")


def day_of(moment: datetime) -> date:
    """The day on which an aware moment falls in the Netherlands."""
    return moment.astimezone(_MUNICIPAL).date()


def beginning_of(day: date) -> datetime:
    """The moment at which a day begins in the Netherlands."""
    return datetime.combine(day, time.min, tzinfo=_MUNICIPAL)
