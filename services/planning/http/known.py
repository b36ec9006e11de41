"""The plan as it is, or as it was known at the end of a day."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.planning.domain.wording import day as in_words
from services.planning.queries.known import first_known_at
from shared.database import transaction
from shared.database.history import known_at
from shared.refusal import Reason, Refusal
from shared.runtime.clock import MUNICIPALITY, today
from shared.web.dependencies import Engine, Now


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """Reads the plan as it was known at the end of `day`; today it is the plan as it is.

    `moment` is the last one that it knows, `present` is today.
    """

    day: date
    present: date
    moment: datetime
    _engine: AsyncEngine

    @property
    def is_past(self) -> bool:
        """Whether it is not the plan as it is."""
        return self.day < self.present

    @property
    def query(self) -> Mapping[str, str]:
        """What the address of the same day has in its query; nothing for today."""
        return {"per": self.day.isoformat()} if self.is_past else {}

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction in which queries of the plan answer what they would have answered then.

        Raises:
            Refusal: nothing is known yet of that day.
        """
        async with transaction(self._engine) as connection:
            if not self.is_past:
                yield connection
                return
            moment = _end_of(self.day)
            first = await first_known_at(connection)
            if first is None or first > moment:
                raise Refusal(_before(first))
            yield await known_at(connection, "planning", moment)


def _known(
    engine: Engine,
    now: Now,
    per: Annotated[
        date | None,
        Query(description="Zoals het bekend was aan het einde van deze dag. Standaard: nu."),
    ] = None,
) -> KnownPlan:
    present = today(now)
    if per is not None and per > present:
        raise Refusal(
            Reason("day-ahead", "Kies vandaag of een dag die voorbij is.", "per"),
        )
    if per is None or per == present:
        return KnownPlan(present, present, now, engine)
    return KnownPlan(per, present, datetime.combine(per, time.max, MUNICIPALITY), engine)


Known = Annotated[KnownPlan, Depends(_known)]
"""What an overview is read from: `async with known.read() as connection`, as of `known.day`."""


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), MUNICIPALITY)


def _before(first: datetime | None) -> Reason:
    if first is None:
        return Reason("not-known-then", "Er is nog geen dag in het verleden bekend.", "per")
    since = in_words(today(first))
    return Reason("not-known-then", f"Bekend is de stand vanaf {since}.", "per")
