"""The works council's consent, and what happens to person-level data when it ends."""

from datetime import date

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.locks import lock_plan
from services.planning.domain.supply import consent as rules
from services.planning.domain.supply.consent import Consent
from services.planning.tables import (
    PERSON_LEVEL,
    consents,
    counter_offers,
    proposals,
    reservations,
    scenario_changes,
    staff,
)
from shared.contracts.planning_v1 import ReservationProposed, ReservationRequested


async def person_level_allowed(connection: AsyncConnection, today: date) -> bool:
    """Whether planning may keep person-level data today."""
    rows = await connection.execute(select(consents.c.valid_until, consents.c.withdrawn_on))
    return rules.person_level_allowed((Consent(*row) for row in rows), today)


async def uphold_consent(connection: AsyncConnection, today: date) -> None:
    """Remove all person-level data when no consent holds today, also from the event log; the
    team's reservations stay, without the person. Scenarios lose what they change about somebody.

    Doing it again does no harm: it runs when a consent is withdrawn and every hour, for consents
    that end.
    """
    await lock_plan(connection)
    if await person_level_allowed(connection, today):
        return
    for table in PERSON_LEVEL:
        known = select(table.c.staff_id)
        await connection.execute(
            update(staff).where(staff.c.id.in_(known)).values(version=staff.c.version + 1)
        )
        await connection.execute(delete(table))
    await connection.execute(
        delete(scenario_changes).where(scenario_changes.c.staff_id.is_not(None))
    )
    await connection.execute(delete(proposals).where(proposals.c.about_persons))
    offered = await connection.execute(
        update(counter_offers).where(counter_offers.c.staff_id.is_not(None)).values(staff_id=None)
    )
    unnamed = await connection.execute(
        update(reservations)
        .where(reservations.c.staff_id.is_not(None))
        .values(staff_id=None, version=reservations.c.version + 1)
    )
    if offered.rowcount or unnamed.rowcount:
        types = [ReservationRequested.event_type, ReservationProposed.event_type]
        await connection.execute(_FORGET_IN_LOG, {"types": types})
    await refresh_balance(connection, today)


_FORGET_IN_LOG = text("""
    UPDATE planning.event_log SET data = jsonb_set(data::jsonb, '{staffId}', 'null')::json
    WHERE type = ANY(:types) AND data->>'staffId' IS NOT NULL
""")
