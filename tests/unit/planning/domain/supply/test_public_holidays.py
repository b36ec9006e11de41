"""Dutch public holidays, and the two on which municipalities differ."""

from datetime import date

from services.planning.domain.supply.public_holidays import (
    HolidayChoices,
    LiberationDay,
    days_off,
    public_holidays,
)

DEFAULT = HolidayChoices()


def test_the_holidays_of_a_year_by_default() -> None:
    assert list(public_holidays(2026, DEFAULT).items()) == [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 4, 5), "Eerste paasdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 24), "Eerste pinksterdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
        (date(2026, 12, 26), "Tweede kerstdag"),
    ]


def test_good_friday_is_off_where_the_municipality_says_so() -> None:
    friday = date(2026, 4, 3)
    assert friday not in public_holidays(2026, DEFAULT)
    assert public_holidays(2026, HolidayChoices(good_friday=True))[friday] == "Goede vrijdag"


def test_liberation_day_is_off_never_once_in_five_years_or_yearly() -> None:
    def years(choice: LiberationDay) -> list[int]:
        off = days_off(2024, 2031, HolidayChoices(liberation_day=choice))
        return sorted(day.year for day in off if (day.month, day.day) == (5, 5))

    assert years(LiberationDay.NEVER) == []
    assert years(LiberationDay.LUSTRUM) == [2025, 2030]
    assert years(LiberationDay.YEARLY) == list(range(2024, 2032))


def test_a_day_that_is_two_holidays_stays_off_by_the_other() -> None:
    never = HolidayChoices(liberation_day=LiberationDay.NEVER)
    assert public_holidays(2016, never)[date(2016, 5, 5)] == "Hemelvaartsdag"


def test_koningsdag_is_a_day_earlier_when_it_would_be_a_sunday() -> None:
    assert public_holidays(2025, DEFAULT)[date(2025, 4, 26)] == "Koningsdag"
