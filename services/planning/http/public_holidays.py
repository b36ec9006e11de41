"""Public holidays over HTTP, and the two on which municipalities differ."""

from datetime import date
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.public_holidays import choose_holidays, lock_holidays
from services.planning.domain.supply.public_holidays import HolidayChoices, LiberationDay
from services.planning.http.callers import Organiser, PlanReader
from services.planning.queries.public_holidays import holidays_of
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Capaciteit"])


class ChoicesBody(Body):
    """Which days are off here."""

    good_friday: Annotated[bool, Field(description="Of Goede Vrijdag vrij is.")]
    liberation_day: Annotated[
        LiberationDay, Field(description="Bevrijdingsdag vrij: nooit, eens in 5 jaar of elk jaar.")
    ]


class HolidayAnswer(Resource):
    """A day off."""

    day: date
    name: str


class HolidaysAnswer(Resource):
    """The days off of a year, weekends included."""

    good_friday: bool
    liberation_day: LiberationDay
    holidays: list[HolidayAnswer]
    version: int


@router.get("/public-holidays", response_model=HolidaysAnswer, summary="Feestdagen opvragen")
async def get_holidays(
    engine: Engine,
    now: Now,
    caller: PlanReader,
    year: Annotated[
        int | None, Query(ge=2000, le=2099, description="Het jaar. Standaard: dit jaar.")
    ] = None,
) -> Response:
    """The public holidays of a year."""
    async with transaction(engine) as connection:
        return await _answer(connection, year or today(now).year)


@router.put(
    "/public-holidays",
    response_model=HolidaysAnswer,
    summary="Kiezen of Goede Vrijdag en Bevrijdingsdag vrij zijn",
)
async def put_holidays(
    body: ChoicesBody, if_match: IfMatch, engine: Engine, now: Now, caller: Organiser
) -> Response:
    """Choose for the two days on which municipalities differ."""
    async with transaction(engine) as connection:
        if_match.check(await lock_holidays(connection))
        choices = HolidayChoices(body.good_friday, body.liberation_day)
        await choose_holidays(connection, choices, today=today(now))
        return await _answer(connection, today(now).year)


async def _answer(connection: AsyncConnection, year: int) -> Response:
    found = await holidays_of(connection, year)
    return answered(HolidaysAnswer.model_validate(found), version=found.version)
