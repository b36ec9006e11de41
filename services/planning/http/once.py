"""A change that has its effect once, however often it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Response
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.planning.tables import idempotency
from shared.database import transaction
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import IdempotentRequest, RequestKey

Effect = Callable[[AsyncConnection], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class OneEffect:
    """Calls an effect in a transaction, unless the same request had it before: then the answer
    of that time is given.
    """

    _engine: AsyncEngine
    _request: IdempotentRequest | None
    _now: datetime

    async def __call__(self, effect: Effect) -> Response:
        """The answer of the effect, now or then."""
        async with transaction(self._engine) as connection:
            return await idempotency.once(
                connection, self._request, self._now, lambda: effect(connection)
            )


def _one_effect(engine: Engine, request: RequestKey, now: Now) -> OneEffect:
    return OneEffect(engine, request, now)


Once = Annotated[OneEffect, Depends(_one_effect)]
"""Makes a POST idempotent: `return await once(effect)`."""
