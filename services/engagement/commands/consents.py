"""Recording and withdrawing the works council's consent, and removing what a consent no longer
covers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.loading import load_consents
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.own_roles import remove_own_roles
from services.engagement.commands.removal import remove_persons
from services.engagement.commands.rounds import cancel_uncovered_rounds
from services.engagement.domain.consent import (
    Consent,
    ConsentScope,
    allowed,
    refuse_unsound_consent,
    refuse_withdrawal,
)
from services.engagement.domain.days import day_of
from services.engagement.domain.involvement import Norms
from services.engagement.tables import consent, event_log
from shared.contracts import engagement_v1
from shared.contracts.engagement_v1 import ConsentRecorded, ConsentWithdrawn
from shared.refusal import NotFound, Reason, Refusal

_READINESS = (ConsentScope.PERSON_LEVEL_PARTICIPATION, ConsentScope.PERSON_LEVEL_READINESS)
"""Readiness is about who is affected, so it needs both."""


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """A decision of the works council: its number, what it allows, and until when."""

    decision_reference: str
    decided_on: date
    valid_until: date
    scope: frozenset[ConsentScope]


async def record_consent(
    connection: AsyncConnection, command: RecordConsent, *, by: str, now: datetime
) -> UUID:
    """Record a consent and tell it; answer its id.

    Raises:
        Refusal: the decision lies ahead, has run out, or was recorded before.
    """
    refuse_unsound_consent(command.scope, command.decided_on, command.valid_until, day_of(now))
    consent_id = await connection.scalar(
        insert(consent)
        .values(
            consent_id=uuid4(),
            decision_reference=command.decision_reference,
            decided_on=command.decided_on,
            valid_until=command.valid_until,
            scope=sorted(command.scope),
            recorded_by=by,
            recorded_at=now,
        )
        .on_conflict_do_nothing(index_elements=[consent.c.decision_reference])
        .returning(consent.c.consent_id)
    )
    if consent_id is None:
        raise Refusal(Reason("consent-recorded", "Dit besluit is al vastgelegd."))
    await event_log.record(
        connection,
        ConsentRecorded(
            consent_id=consent_id,
            decision_reference=command.decision_reference,
            decided_on=command.decided_on,
            valid_until=command.valid_until,
            scope=_contract(command.scope),
        ),
    )
    return UUID(str(consent_id))


async def withdraw_consent(
    connection: AsyncConnection, consent_id: UUID, reason: str, *, norms: Norms, now: datetime
) -> None:
    """Withdraw a consent as of today, tell it, and remove at once what no other consent covers.

    Raises:
        NotFound: there is no such consent.
        Refusal: it does not hold any more.
    """
    await lock_engagement(connection)
    row = (
        await connection.execute(select(consent).where(consent.c.consent_id == consent_id))
    ).one_or_none()
    if row is None:
        raise NotFound(Reason("consent-not-found", "Deze instemming is niet bekend."))
    scope = frozenset(map(ConsentScope, row.scope))
    held = Consent(scope, row.decided_on, row.valid_until, row.withdrawn_on)
    refuse_withdrawal(held, day_of(now))
    await connection.execute(
        update(consent)
        .where(consent.c.consent_id == consent_id)
        .values(
            withdrawn_on=day_of(now),
            withdrawal_reason=reason,
            version=consent.c.version + 1,
        )
    )
    await event_log.record(
        connection,
        ConsentWithdrawn(
            consent_id=consent_id,
            withdrawn_on=day_of(now),
            scope=_contract(scope),
            reason=reason,
        ),
    )
    await end_what_is_not_covered(connection, norms=norms, now=now)


async def end_what_is_not_covered(
    connection: AsyncConnection, *, norms: Norms, now: datetime
) -> None:
    """Cancel every open round, and remove every staff id from participation, unless some consent in
    force covers it; head counts and what was published stay. What people told of their own roles
    goes unless that is covered too.

    Run it at least once a day: a consent also ends by running out. Running it again changes
    nothing.
    """
    await lock_engagement(connection)
    await cancel_uncovered_rounds(connection, now=now)
    held = await load_consents(connection)
    if not allowed(held, ConsentScope.PERSON_LEVEL_PARTICIPATION, day_of(now)):
        await remove_persons(connection, norms=norms, now=now)
    if not all(allowed(held, scope, day_of(now)) for scope in _READINESS):
        await remove_own_roles(connection)


def _contract(scope: Iterable[ConsentScope]) -> tuple[engagement_v1.ConsentScope, ...]:
    return tuple(engagement_v1.ConsentScope(part) for part in sorted(scope))
