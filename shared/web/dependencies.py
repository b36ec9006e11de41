"""What handlers ask for by type."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request


def _engine(request: Request) -> AsyncEngine:
    engine: AsyncEngine = request.app.state.engine
    return engine


def _now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock()
    return moment


Engine = Annotated[AsyncEngine, Depends(_engine)]
"""The service's engine; `async with transaction(engine) as connection` is the unit of work."""

Now = Annotated[datetime, Depends(_now)]
"""The moment of the request in UTC, the same for everything that happens in it."""
