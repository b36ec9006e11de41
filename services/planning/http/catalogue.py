"""The catalogue of expertises over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.catalogue import (
    Entry,
    add_expertise,
    change_expertise,
    merge_expertise,
)
from services.planning.commands.locks import lock_row
from services.planning.domain.supply.catalogue import (
    DEFAULT_HIRING_WEEKS,
    DEFAULT_LEARNING_WEEKS,
    MOST_WEEKS,
    ExpertiseTimes,
)
from services.planning.http.callers import Organiser, PlanReader
from services.planning.http.once import Once
from services.planning.queries import catalogue as queries
from services.planning.tables import expertises
from shared.contracts.vocabulary import Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Organisatie"])

LeadTime = Annotated[int, Field(ge=0, le=MOST_WEEKS)]


class ExpertiseBody(Body):
    """An expertise: its name, other words for it, and how long learning and hiring it takes."""

    name: Annotated[Text, Field(description="Naam; elk woord staat voor één expertise.")]
    synonyms: Annotated[tuple[Text, ...], Field(max_length=50)] = ()
    learning_weeks: Annotated[
        LeadTime, Field(description="Weken tot een collega het geleerd heeft.")
    ] = DEFAULT_LEARNING_WEEKS
    hiring_weeks: Annotated[
        LeadTime, Field(description="Weken tot iemand die het kan, is aangenomen.")
    ] = DEFAULT_HIRING_WEEKS

    def entry(self) -> Entry:
        """As the command takes it."""
        times = ExpertiseTimes(self.learning_weeks, self.hiring_weeks)
        return Entry(self.name, self.synonyms, times)


class MergerBody(Body):
    """The expertise that stays."""

    into_expertise_id: UUID


class MergedAnswer(Resource):
    """An entry that went up in this one; its id and name still lead here."""

    id: UUID
    name: str


class ExpertiseAnswer(Resource):
    """An expertise of the catalogue."""

    id: UUID
    name: str
    synonyms: list[str]
    merged: list[MergedAnswer]
    learning_weeks: int
    hiring_weeks: int
    version: int


@router.post(
    "/expertises", status_code=201, response_model=ExpertiseAnswer, summary="Expertise toevoegen"
)
async def post_expertise(body: ExpertiseBody, once: Once, caller: Organiser) -> Response:
    """Add an expertise to the catalogue."""

    async def effect(connection: AsyncConnection) -> Response:
        expertise_id = await add_expertise(connection, body.entry())
        row = await queries.expertise_by_id(connection, expertise_id)
        return created(ExpertiseAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/expertises", summary="Expertises opvragen")
async def list_expertises(
    paging: Paging,
    engine: Engine,
    caller: PlanReader,
    name: Annotated[
        Text | None, Query(description="Naam, synoniem of naam van een samengevoegde expertise.")
    ] = None,
) -> Page[ExpertiseAnswer]:
    """The catalogue by name, or the one expertise that a word stands for."""
    async with transaction(engine) as connection:
        rows = await queries.expertises_page(
            connection, word=name, after=paging.after(str), limit=paging.limit + 1
        )
    return paging.page(
        [ExpertiseAnswer.model_validate(row) for row in rows], key=lambda each: (each.name,)
    )


@router.get(
    "/expertises/{expertise_id}", response_model=ExpertiseAnswer, summary="Expertise opvragen"
)
async def get_expertise(expertise_id: UUID, engine: Engine, caller: PlanReader) -> Response:
    """One expertise; by the id of an entry that was merged, the one in which it went up."""
    async with transaction(engine) as connection:
        return await _answer(connection, expertise_id)


@router.put(
    "/expertises/{expertise_id}", response_model=ExpertiseAnswer, summary="Expertise wijzigen"
)
async def put_expertise(
    expertise_id: UUID, body: ExpertiseBody, if_match: IfMatch, engine: Engine, caller: Organiser
) -> Response:
    """Rename an expertise, replace its synonyms, or say how long learning and hiring take."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, expertises, expertise_id))
        await change_expertise(connection, expertise_id, body.entry())
        return await _answer(connection, expertise_id)


@router.post(
    "/expertises/{expertise_id}/mergers",
    response_model=ExpertiseAnswer,
    summary="Expertise samenvoegen met een andere",
)
async def post_merger(
    expertise_id: UUID, body: MergerBody, once: Once, now: Now, caller: Organiser
) -> Response:
    """Let this expertise go up in another, with all that points to it; answer which one stays."""

    async def effect(connection: AsyncConnection) -> Response:
        await merge_expertise(connection, expertise_id, body.into_expertise_id, today=today(now))
        return await _answer(connection, body.into_expertise_id)

    return await once(effect)


async def _answer(connection: AsyncConnection, expertise_id: UUID) -> Response:
    row = await queries.expertise_by_id(connection, expertise_id)
    return answered(ExpertiseAnswer.model_validate(row), version=row.version)
