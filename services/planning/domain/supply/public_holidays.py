"""Dutch public holidays, and the two on which municipalities differ.

The days come from the `holidays` library. By default Goede Vrijdag is a working day and
Bevrijdingsdag is free once in five years (2025, 2030, …), as the law and most collective agreements
have it; a municipality says otherwise in its choices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from holidays import country_holidays

_GOOD_FRIDAY = "Goede vrijdag"
_LIBERATION_DAY = "Bevrijdingsdag"
_LUSTRUM = 5


class LiberationDay(StrEnum):
    """In which years Bevrijdingsdag is a day off."""

    NEVER = "never"
    LUSTRUM = "lustrum"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class HolidayChoices:
    """What a municipality chooses."""

    good_friday: bool = False
    liberation_day: LiberationDay = LiberationDay.LUSTRUM

    def are_free(self, name: str, year: int) -> bool:
        """Whether a holiday by this name is a day off."""
        if name == _GOOD_FRIDAY:
            return self.good_friday
        if name == _LIBERATION_DAY:
            return self.liberation_day is LiberationDay.YEARLY or (
                self.liberation_day is LiberationDay.LUSTRUM and year % _LUSTRUM == 0
            )
        return True


@lru_cache(maxsize=100)
def public_holidays(year: int, choices: HolidayChoices) -> Mapping[date, str]:
    """The days off of a calendar year, weekends included, with their Dutch names."""
    known = country_holidays("NL", years=year, language="nl", categories=("public", "optional"))
    free = {
        day: " en ".join(
            name for name in sorted(set(known.get_list(day))) if choices.are_free(name, year)
        )
        for day in sorted(known)
    }
    return MappingProxyType({day: names for day, names in free.items() if names})


@lru_cache(maxsize=1000)
def days_off(first_year: int, last_year: int, choices: HolidayChoices) -> frozenset[date]:
    """The days off of these years, both included."""
    years = range(first_year, last_year + 1)
    return frozenset().union(*(public_holidays(year, choices) for year in years))
