"""Sources and what is expected of them, over HTTP."""

from datetime import date
from itertools import groupby
from typing import Annotated

from fastapi import Path, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.sources import (
    Expectation,
    Source,
    add_source,
    change_source,
    set_expectations,
)
from services.metrics.domain.periods import PeriodKind
from services.metrics.http.roles import Manager, Staff
from services.metrics.queries import catalogue
from services.metrics.tables import idempotency
from shared.contracts.channels import Channel
from shared.contracts.vocabulary import Day, ProductKey, SourceName, Text
from shared.database import transaction
from shared.web.answers import Body, Moment, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.idempotency import RequestKey
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Bronnen"])

PathName = Annotated[SourceName, Path(alias="name")]


class SourceBody(Body):
    """A system that reports transactions; it may be silent for so many days."""

    title: Text
    period_kind: PeriodKind
    norm_days: Annotated[int, Field(ge=1, le=3660)]


class NewSourceBody(SourceBody):
    """A system to register."""

    name: SourceName


class SourceAnswer(Resource):
    """A source; `stale_since` says since when it is silent for longer than its norm."""

    name: str
    title: str
    period_kind: PeriodKind
    norm_days: int
    last_delivery_at: Moment | None
    stale_since: Moment | None
    version: int


class ExpectationForm(Body):
    """A product over channels that the source reports, in periods from `since` through `until`."""

    product: ProductKey
    channels: Annotated[list[Channel], Field(min_length=1, max_length=len(Channel))]
    since: Day | None = None
    until: Day | None = None


class ExpectationsBody(Body):
    """Everything that is expected of a source."""

    expectations: Annotated[list[ExpectationForm], Field(max_length=500)]


class ExpectationAnswer(Resource):
    """A product over channels that the source reports."""

    product: str
    channels: list[str]
    since: date | None
    until: date | None


class ExpectationsAnswer(Resource):
    """Everything that is expected of a source."""

    expectations: list[ExpectationAnswer]


@router.get("/sources", summary="Bronnen opvragen")
async def list_sources(paging: Paging, engine: Engine, caller: Staff) -> Page[SourceAnswer]:
    """The sources by name, with when they last delivered."""
    after = paging.after(str)
    async with transaction(engine) as connection:
        found = await catalogue.list_sources(
            connection, after=after[0] if after else None, limit=paging.limit + 1
        )
    return paging.page(
        [SourceAnswer.model_validate(source) for source in found],
        key=lambda source: (source.name,),
    )


@router.get("/sources/{name}", response_model=SourceAnswer, summary="Bron opvragen")
async def get_source(name: PathName, engine: Engine, caller: Staff) -> Response:
    """One source."""
    async with transaction(engine) as connection:
        return await _source(connection, name)


@router.post("/sources", status_code=201, response_model=SourceAnswer, summary="Bron aanmelden")
async def post_source(
    body: NewSourceBody, key: RequestKey, engine: Engine, now: Now, caller: Manager
) -> Response:
    """Register a source."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            source = Source(body.name, body.title, body.period_kind, body.norm_days)
            await add_source(connection, source, now=now)
            found = await catalogue.source(connection, body.name)
            return created(SourceAnswer.model_validate(found), body.name, version=found.version)

        return await idempotency.once(connection, key, now, effect)


@router.put("/sources/{name}", response_model=SourceAnswer, summary="Bron wijzigen")
async def put_source(
    name: PathName, body: SourceBody, if_match: IfMatch, engine: Engine, caller: Manager
) -> Response:
    """Change a source."""
    async with transaction(engine) as connection:
        if_match.check((await catalogue.source(connection, name, lock=True)).version)
        await change_source(connection, Source(name, body.title, body.period_kind, body.norm_days))
        return await _source(connection, name)


@router.get(
    "/sources/{name}/expectations",
    response_model=ExpectationsAnswer,
    summary="Verwachte leveringen van een bron opvragen",
)
async def get_expectations(name: PathName, engine: Engine, caller: Staff) -> Response:
    """What is expected of a source."""
    async with transaction(engine) as connection:
        return await _expectations(connection, name)


@router.put(
    "/sources/{name}/expectations",
    response_model=ExpectationsAnswer,
    summary="Verwachte leveringen van een bron vastleggen",
)
async def put_expectations(
    name: PathName, body: ExpectationsBody, if_match: IfMatch, engine: Engine, caller: Manager
) -> Response:
    """Replace what is expected of a source."""
    async with transaction(engine) as connection:
        if_match.check((await catalogue.source(connection, name, lock=True)).version)
        await set_expectations(
            connection,
            name,
            [
                Expectation(expected.product, channel.value, expected.since, expected.until)
                for expected in body.expectations
                for channel in expected.channels
            ],
        )
        return await _expectations(connection, name)


async def _source(connection: AsyncConnection, name: str) -> Response:
    found = await catalogue.source(connection, name)
    return answered(SourceAnswer.model_validate(found), version=found.version)


async def _expectations(connection: AsyncConnection, name: str) -> Response:
    source = await catalogue.source(connection, name)
    found = await catalogue.expected_of(connection, name)
    grouped = groupby(
        found, key=lambda expected: (expected.product, expected.since, expected.until)
    )
    return answered(
        ExpectationsAnswer(
            expectations=[
                ExpectationAnswer(
                    product=product,
                    channels=[expected.channel for expected in together],
                    since=since,
                    until=until,
                )
                for (product, since, until), together in grouped
            ]
        ),
        version=source.version,
    )
