"""Fields that several bodies share."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from services.planning.domain.balance.balance import HIGHEST_LEVEL, LOWEST_LEVEL
from services.planning.domain.hours import to_minutes
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.supply.working_time import Load
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.contracts.vocabulary import Note
from shared.isoweek import IsoWeek
from shared.web.answers import Body, Resource
from shared.web.validation import invalid


def _in_calendar(week: str) -> str:
    try:
        return str(IsoWeek.parse(week))
    except ValueError:
        raise invalid("iso-week", "Hier hoort een ISO-week te staan, zoals 2026-W14.") from None


WeekName = Annotated[
    str,
    AfterValidator(_in_calendar),
    Field(
        max_length=8,
        description="ISO-week, zoals 2026-W14.",
        json_schema_extra={"pattern": r"^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$"},
    ),
]
Hours = Annotated[float, Field(ge=0, le=10_000, description="Uren; ze tellen in hele minuten.")]
Why = Annotated[Note, Field(min_length=1)]


class WeekHours(Body):
    """Hours in a week."""

    week: WeekName
    hours: Hours


Level = Annotated[
    int,
    Field(
        ge=LOWEST_LEVEL,
        le=HIGHEST_LEVEL,
        description="1: kan helpen, 2: kan het zelfstandig, 3: kan het leiden en anderen leren.",
    ),
]


class LoadBody(Body):
    """Hours a week that go to something else than projects; no last week: until further notice."""

    from_week: WeekName
    until_week: WeekName | None = None
    weekly_hours: Hours

    def load(self) -> Load:
        """As the rules count it."""
        until = None if self.until_week is None else IsoWeek.parse(self.until_week)
        return Load(IsoWeek.parse(self.from_week), until, to_minutes(self.weekly_hours))


class LoadAnswer(Resource):
    """Hours a week that go to something else than projects."""

    from_week: str
    until_week: str | None
    weekly_hours: float


Weeks = Annotated[list[WeekHours], Field(max_length=MAX_WEEKS)]
SomeWeeks = Annotated[Weeks, Field(min_length=1)]


class WeekHoursAnswer(Resource):
    """Hours in a week."""

    week: str
    hours: float


def week_minutes(weeks: Sequence[WeekHours]) -> list[WeekMinutes]:
    """As the rules count them."""
    return [WeekMinutes(IsoWeek.parse(each.week), to_minutes(each.hours)) for each in weeks]
