"""The public holidays as the municipality chose them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.supply.public_holidays import (
    HolidayChoices,
    LiberationDay,
    public_holidays,
)
from services.planning.tables import holiday_choices


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off and its name."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The holidays of a year under the choices."""

    good_friday: bool
    liberation_day: LiberationDay
    holidays: Sequence[Holiday]
    version: int


async def holidays_of(connection: AsyncConnection, year: int) -> HolidayYear:
    """The public holidays of a calendar year, weekends included."""
    row = (await connection.execute(select(holiday_choices))).one()
    choices = HolidayChoices(row.good_friday, LiberationDay(row.liberation_day))
    found = [Holiday(day, name) for day, name in public_holidays(year, choices).items()]
    return HolidayYear(choices.good_friday, choices.liberation_day, found, row.version)
