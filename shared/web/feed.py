"""The feed: a service's public events again, for who missed them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Resource
from shared.web.dependencies import Engine
from shared.web.routes import ApiRouter

ReadEvents = Callable[
    [AsyncConnection, int, int], Awaitable[Sequence[tuple[int, Mapping[str, Any]]]]
]
"""Reads the public events after a position, in order, at most so many, each with its position."""

LARGEST_LIMIT = 500


class Events(Resource):
    """Events in the order of the log, and the position to go on from."""

    events: Sequence[Mapping[str, Any]]
    next: int


def events_feed(read: ReadEvents) -> ApiRouter:
    """The route `GET /events`, over the `read` of a service's feed."""
    router = ApiRouter(tags=["Gebeurtenissen"])

    @router.get("/events", summary="Openbare gebeurtenissen na een volgnummer opvragen")
    async def list_events(
        engine: Engine,
        caller: Annotated[Caller, allow(Role.SUBSCRIBER, Role.OPERATOR, scope=Scope.MUNICIPALITY)],
        after: Annotated[
            int,
            Query(
                ge=0,
                le=2**63 - 1,
                description="Het volgnummer van de laatste gebeurtenis die u hebt.",
            ),
        ] = 0,
        limit: Annotated[
            int,
            Query(
                ge=1, le=LARGEST_LIMIT, description="Hoeveel er hoogstens in het antwoord staan."
            ),
        ] = 100,
    ) -> Events:
        async with transaction(engine) as connection:
            found = await read(connection, after, limit)
        return Events(events=[event for _, event in found], next=found[-1][0] if found else after)

    return router
