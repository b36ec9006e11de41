"""Handling times over HTTP."""

import math
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from services.metrics.commands.handling_times import StateHandlingTime, state_handling_time
from services.metrics.http.roles import Manager, Staff
from services.metrics.queries import counter_hours as queries
from services.metrics.tables import idempotency
from shared.contracts.channels import Channel
from shared.contracts.vocabulary import Day, ProductKey, Text
from shared.database import transaction
from shared.web.answers import Body, Resource, created
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import RequestKey
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Behandeltijden"])


def _read(value: object) -> object:
    """No number in quotes; and what a client's arithmetic makes of thousandths is thousandths."""
    if isinstance(value, str):
        raise PydanticCustomError("decimal_type", "a number in quotes is no number")
    if isinstance(value, float) and math.isclose(value, round(value, 3), rel_tol=1e-12):
        return round(value, 3)
    return value


Minutes = Annotated[
    Decimal,
    Field(ge=0, le=10_000, decimal_places=3),
    BeforeValidator(
        _read, json_schema_input_type=Annotated[float, Field(ge=0, le=10_000, multiple_of=0.001)]
    ),
]


class HandlingTimeBody(Body):
    """Minutes of staff per transaction from a day on, with P10 and P90 where they are known.

    `stated_by` names the measurement or the document, not a person.
    """

    product: ProductKey
    channel: Channel
    assisted: StrictBool = False
    valid_from: Day
    minutes: Minutes
    low: Minutes | None = None
    high: Minutes | None = None
    stated_by: Text
    stated_on: Day


class HandlingTimeAnswer(Resource):
    """A statement of handling time; of two from the same day the later holds."""

    id: UUID
    product: str
    channel: str
    assisted: bool
    valid_from: date
    minutes: float
    low: float | None
    high: float | None
    stated_by: str
    stated_on: date


@router.get("/handling-times", summary="Behandeltijden opvragen")
async def list_handling_times(
    paging: Paging,
    engine: Engine,
    caller: Staff,
    product: Annotated[ProductKey | None, Query(description="Alleen van dit product.")] = None,
) -> Page[HandlingTimeAnswer]:
    """Every statement, also those that were replaced."""
    async with transaction(engine) as connection:
        found = await queries.list_handling_times(
            connection, product=product, after=paging.after(str, UUID), limit=paging.limit + 1
        )
    return paging.page(
        [HandlingTimeAnswer.model_validate(time) for time in found],
        key=lambda time: (time.product, str(time.id)),
    )


@router.post(
    "/handling-times",
    status_code=201,
    response_model=HandlingTimeAnswer,
    summary="Behandeltijd opgeven",
)
async def post_handling_time(
    body: HandlingTimeBody, key: RequestKey, engine: Engine, now: Now, caller: Manager
) -> Response:
    """Record a statement; counter hours follow."""
    command = StateHandlingTime(
        product=body.product,
        channel=body.channel.value,
        assisted=body.assisted,
        valid_from=body.valid_from,
        minutes=body.minutes,
        low=body.low,
        high=body.high,
        stated_by=body.stated_by,
        stated_on=body.stated_on,
    )
    async with transaction(engine) as connection:

        async def effect() -> Response:
            statement_id = await state_handling_time(connection, command, now=now)
            found = await queries.handling_time(connection, statement_id)
            return created(HandlingTimeAnswer.model_validate(found), statement_id)

        return await idempotency.once(connection, key, now, effect)
