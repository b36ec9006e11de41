"""The words that several contracts share, each with its form and meaning.

The forms are as strict as the JSON Schemas say: a number in quotes is no number, a time without
offset is no time.
"""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, LiteralString
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

MAX_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exact."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _written_as(
    form: re.Pattern[str], code: LiteralString, message: LiteralString, kind: type[date]
) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, kind) or (isinstance(value, str) and form.fullmatch(value)):
            return value
        raise PydanticCustomError(code, message)

    return BeforeValidator(check)


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        PydanticCustomError: it is one of the few hours that fall outside the calendar there.
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("outside_calendar", "outside the calendar") from None


def _whole(value: object) -> object:
    """JSON has one kind of number: 5.0 is the integer 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_PERIOD = r"^[0-9]{4}(-W(0[1-9]|[1-4][0-9]|5[0-3])|-(0[1-9]|1[0-2])|-[0-9]{4})?$"


class PeriodKind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal-year"


def period_kind(period: str) -> PeriodKind:
    """How long the period of this name is.

    Raises:
        ValueError: it is no name of a period.
    """
    match = re.fullmatch(_PERIOD, period)
    if match is None:
        raise ValueError(f"not a period: {period!r}")
    after_year, week, month = match.groups()
    if week:
        return PeriodKind.WEEK
    if month:
        return PeriodKind.MONTH
    return PeriodKind.FISCAL_YEAR if after_year else PeriodKind.YEAR


@lru_cache(maxsize=4096)
def _in_calendar(period: str) -> str:
    """Refuse a period that no calendar has, such as week 53 of a year with 52."""
    kind = period_kind(period)
    try:
        date.fromisocalendar(int(period[:4]), int(period[6:]) if kind is PeriodKind.WEEK else 1, 1)
    except ValueError:
        raise PydanticCustomError("not_in_calendar", "no calendar has this period") from None
    if kind is PeriodKind.FISCAL_YEAR and int(period[5:]) != int(period[:4]) + 1:
        raise PydanticCustomError(
            "fiscal_year", "a fiscal year is written as two years that follow each other"
        )
    return period


Text = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f\u007f-\u009f]+$")
]
Note = Annotated[
    str,
    Field(
        max_length=1000,
        pattern=r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$",
        description="Why, in free text. Names no person.",
    ),
]
Day = Annotated[date, _written_as(_DAY, "date_parsing", "not a day such as 2026-04-01", date)]
Timestamp = Annotated[
    AwareDatetime,
    AfterValidator(in_utc),
    _written_as(_MOMENT, "datetime_parsing", "not an RFC 3339 date-time with its offset", datetime),
]
Week = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$",
        description="ISO 8601 week, such as 2026-W14.",
    ),
    AfterValidator(_in_calendar),
]
PeriodName = Annotated[
    str,
    Field(
        pattern=_PERIOD,
        description="ISO week 2026-W14, month 2026-04, year 2026, or year from April 2026-2027.",
    ),
    AfterValidator(_in_calendar),
]
WHOLE = BeforeValidator(_whole)
"""Comes last among what is said of a strict integer."""

Count = Annotated[int, Field(strict=True, ge=0, le=MAX_INTEGER), WHOLE]
Headcount = Annotated[
    int, Field(strict=True, ge=0, le=1_000_000, json_schema_extra={"x-unit": "people"}), WHOLE
]
Hours = Annotated[
    float, Field(strict=True, allow_inf_nan=False, json_schema_extra={"x-unit": "hours"})
]
NonNegativeHours = Annotated[
    float, Field(strict=True, ge=0, allow_inf_nan=False, json_schema_extra={"x-unit": "hours"})
]
Share = Annotated[
    float,
    Field(strict=True, ge=0, le=1, allow_inf_nan=False, json_schema_extra={"x-unit": "share of 1"}),
]
ProductKey = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.()-]{0,79}$",
        description="The product: last segment of its URI in the Uniforme Productnamenlijst (UPL).",
    ),
]
SourceName = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}$",
        description="The reporting system, by the short name that the municipality gave it.",
    ),
]

ProgrammeId = Annotated[UUID, Field(description="The programme.")]
SubprojectId = Annotated[UUID, Field(description="The subproject.")]
MilestoneId = Annotated[UUID, Field(description="The milestone.")]
TeamId = Annotated[UUID, Field(description="The team.")]
FunctionGroupId = Annotated[UUID, Field(description="The function group.")]
ExpertiseId = Annotated[UUID, Field(description="The expertise, from planning's catalogue.")]
DemandId = Annotated[UUID, Field(description="The demand of a subproject for an expertise.")]
ReservationId = Annotated[UUID, Field(description="The reservation.")]
ConsentId = Annotated[UUID, Field(description="The consent.")]
StaffId = Annotated[
    UUID,
    Field(
        description="A random id for a member of staff: personal data, so in internal events only.",
        json_schema_extra={"x-personal": True},
    ),
]
