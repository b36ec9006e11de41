"""Days as they are lived in the Netherlands."""

from datetime import UTC, date, datetime

from services.engagement.domain.days import beginning_of, day_of


def test_a_late_evening_in_utc_is_already_the_next_day() -> None:
    assert day_of(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_of(datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) == date(2026, 7, 1)


def test_a_day_begins_at_its_own_midnight_in_summer_and_in_winter() -> None:
    assert beginning_of(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert beginning_of(date(2026, 12, 1)) == datetime(2026, 11, 30, 23, tzinfo=UTC)
