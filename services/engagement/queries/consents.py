"""Reading the works council's consents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.consent import ConsentScope
from services.engagement.tables import consent
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent of the works council, and whether it holds today."""

    id: UUID
    decision_reference: str
    decided_on: date
    valid_until: date
    scope: Sequence[str]
    in_force: bool
    withdrawn_on: date | None
    withdrawal_reason: str | None
    version: int


async def consents(
    connection: AsyncConnection, *, today: date, after: tuple[date, UUID] | None, limit: int
) -> list[ConsentRow]:
    """The consents by day of decision, after the one with this day and id."""
    query = _consents(today).order_by(consent.c.decided_on, consent.c.consent_id).limit(limit)
    if after is not None:
        day, consent_id = after
        query = query.where(
            (consent.c.decided_on > day)
            | and_(consent.c.decided_on == day, consent.c.consent_id > consent_id)
        )
    rows = await connection.execute(query)
    return [ConsentRow(*row) for row in rows]


async def consent_by_id(connection: AsyncConnection, consent_id: UUID, today: date) -> ConsentRow:
    """One consent.

    Raises:
        NotFound: there is no such consent.
    """
    row = (
        await connection.execute(_consents(today).where(consent.c.consent_id == consent_id))
    ).one_or_none()
    if row is None:
        raise NotFound(Reason("consent-not-found", "Deze instemming is niet bekend."))
    return ConsentRow(*row)


async def participation_consented(connection: AsyncConnection, today: date) -> bool:
    """Whether a consent in force allows participation per person today."""
    return await consented(connection, ConsentScope.PERSON_LEVEL_PARTICIPATION, today)


async def consented(connection: AsyncConnection, scope: ConsentScope, today: date) -> bool:
    """Whether a consent in force allows this about persons today."""
    found = await connection.scalar(
        select(consent.c.consent_id)
        .where(
            consent.c.scope.contains([scope.value]),
            _in_force(today),
        )
        .limit(1)
    )
    return found is not None


def _consents(today: date) -> Select[Any]:
    return select(
        consent.c.consent_id,
        consent.c.decision_reference,
        consent.c.decided_on,
        consent.c.valid_until,
        consent.c.scope,
        _in_force(today),
        consent.c.withdrawn_on,
        consent.c.withdrawal_reason,
        consent.c.version,
    )


def _in_force(today: date) -> Any:
    return and_(
        consent.c.withdrawn_on.is_(None),
        consent.c.decided_on <= today,
        consent.c.valid_until >= today,
    )
