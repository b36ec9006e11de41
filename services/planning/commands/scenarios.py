"""Commands about scenarios: branches of a programme's plan that nobody hears of until they are
promoted (promotion.py).
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.catalogue import surviving_or_same
from services.planning.commands.consent import person_level_allowed
from services.planning.commands.locks import lock_plan, lock_row, not_found
from services.planning.commands.plan import exists
from services.planning.commands.planned import planned
from services.planning.domain.plan.plan import Plan
from services.planning.domain.plan.programmes import programme_completed_reasons
from services.planning.domain.scenarios.changes import (
    AddSupply,
    Change,
    ChangeDemand,
    Learn,
    Reserve,
    person,
)
from services.planning.domain.scenarios.scenarios import addition_reasons, promoted_reasons
from services.planning.domain.supply.consent import missing_reasons
from services.planning.queries.scenarios import (
    StoredChange,
    content_of,
    plan_versions,
    scenario_by_id,
)
from services.planning.tables import (
    expertises,
    programmes,
    scenario_changes,
    scenarios,
    staff,
    teams,
)
from shared.refusal import Reason, refuse_when
from shared.runtime.clock import today


async def create_scenario(
    connection: AsyncConnection,
    programme_id: UUID,
    name: str,
    changes: Sequence[Change] = (),
    *,
    now: datetime,
) -> UUID:
    """Branch the plan of a programme as it is now, with these changes; answer the scenario's id.

    Raises:
        Refusal: there is no such programme or it is completed, or a change cannot be one of it.
    """
    await lock_plan(connection)
    plan = await planned(connection, today(now))
    refuse_when([each async for each in _programme_reasons(connection, programme_id)])
    wanted = [await _named(connection, each) for each in changes]
    reasons: list[Reason] = []
    for place, change in enumerate(wanted):
        found = await _change_reasons(connection, plan, programme_id, wanted[:place], change)
        reasons += [_within(f"changes.{place}", each) for each in found]
    refuse_when(reasons)
    present = (await plan_versions(connection, [programme_id])).get(programme_id, {})
    scenario_id = uuid4()
    await connection.execute(
        insert(scenarios).values(
            id=scenario_id,
            programme_id=programme_id,
            name=name,
            branched_from={key: version for key, (version, _) in present.items()},
            created_at=now,
        )
    )
    for place, change in enumerate(wanted):
        await _insert(connection, scenario_id, place, change)
    return scenario_id


async def add_change(
    connection: AsyncConnection, scenario_id: UUID, change: Change, *, now: datetime
) -> UUID:
    """Let a scenario change something more; answer the change's id.

    Raises:
        NotFound: there is no such scenario.
        Refusal: it was promoted, or this cannot be one of its changes.
    """
    change = await _checked(connection, scenario_id, change, now)
    place = func.coalesce(func.max(scenario_changes.c.place), -1) + 1
    next_place = await connection.scalar(
        select(place).where(scenario_changes.c.scenario_id == scenario_id)
    )
    return await _insert(connection, scenario_id, next_place or 0, change)


async def replace_change(
    connection: AsyncConnection,
    scenario_id: UUID,
    change_id: UUID,
    change: Change,
    *,
    now: datetime,
) -> None:
    """Let a change of a scenario be another.

    Raises:
        NotFound: the scenario has no such change.
        Refusal: it was promoted, or this cannot be one of its changes.
    """
    change = await _checked(connection, scenario_id, change, now, instead_of=change_id)
    await connection.execute(
        update(scenario_changes)
        .where(scenario_changes.c.id == change_id)
        .values(**_values(change), version=scenario_changes.c.version + 1)
    )


async def remove_change(connection: AsyncConnection, scenario_id: UUID, change_id: UUID) -> None:
    """Let a scenario no longer change something.

    Raises:
        NotFound: the scenario has no such change.
        Refusal: it was promoted.
    """
    row = await _locked(connection, scenario_id)
    await change_of(connection, scenario_id, change_id)
    refuse_when(promoted_reasons(row.promoted_at is not None))
    await connection.execute(delete(scenario_changes).where(scenario_changes.c.id == change_id))


async def discard_scenario(connection: AsyncConnection, scenario_id: UUID) -> None:
    """Forget a scenario; the plan stays as it is.

    Raises:
        NotFound: there is no such scenario.
    """
    await _locked(connection, scenario_id)
    await connection.execute(
        delete(scenario_changes).where(scenario_changes.c.scenario_id == scenario_id)
    )
    await connection.execute(delete(scenarios).where(scenarios.c.id == scenario_id))


async def change_of(
    connection: AsyncConnection, scenario_id: UUID, change_id: UUID
) -> StoredChange:
    """One change of a scenario.

    Raises:
        NotFound: the scenario has no such change.
    """
    for each in (await scenario_by_id(connection, scenario_id)).changes:
        if each.id == change_id:
            return each
    raise not_found()


async def _locked(connection: AsyncConnection, scenario_id: UUID) -> Row[tuple[object, ...]]:
    await lock_row(connection, scenarios, scenario_id)
    return (await connection.execute(select(scenarios).where(scenarios.c.id == scenario_id))).one()


async def _checked(
    connection: AsyncConnection,
    scenario_id: UUID,
    change: Change,
    now: datetime,
    *,
    instead_of: UUID | None = None,
) -> Change:
    """The change by the names that hold now, when it can be one of the scenario."""
    row = await _locked(connection, scenario_id)
    if instead_of is not None:
        await change_of(connection, scenario_id, instead_of)
    change = await _named(connection, change)
    scenario = await scenario_by_id(connection, scenario_id)
    present = [each.change for each in scenario.changes if each.id != instead_of]
    plan = await planned(connection, today(now))
    refuse_when(
        [
            *promoted_reasons(row.promoted_at is not None),
            *await _change_reasons(connection, plan, scenario.programme_id, present, change),
        ]
    )
    return change


async def _named(connection: AsyncConnection, change: Change) -> Change:
    """An expertise that was merged is known by the one in which it went up."""
    if not isinstance(change, ChangeDemand | Reserve | AddSupply | Learn):
        return change
    return replace(change, expertise_id=await surviving_or_same(connection, change.expertise_id))


async def _programme_reasons(
    connection: AsyncConnection, programme_id: UUID
) -> AsyncIterator[Reason]:
    row = (
        await connection.execute(select(programmes).where(programmes.c.id == programme_id))
    ).one_or_none()
    if row is None:
        yield Reason("programme-unknown", "Dit programma bestaat niet.", "programmeId")
        return
    for reason in programme_completed_reasons(row.completed_on):
        yield reason


async def _change_reasons(
    connection: AsyncConnection,
    plan: Plan,
    programme_id: UUID,
    present: Sequence[Change],
    change: Change,
) -> Sequence[Reason]:
    return [
        *addition_reasons(plan, programme_id, present, change),
        *[each async for each in _unknown_reasons(connection, change)],
        *[each async for each in _person_reasons(connection, plan, change)],
    ]


async def _unknown_reasons(connection: AsyncConnection, change: Change) -> AsyncIterator[Reason]:
    for name, table, code, message in (
        ("expertise_id", expertises, "expertise-unknown", "Deze expertise bestaat niet."),
        ("team_id", teams, "team-unknown", "Dit team bestaat niet."),
    ):
        named = getattr(change, name, None)
        if named is not None and not await exists(connection, table, named):
            yield Reason(code, message, name.replace("_id", "Id"))


async def _person_reasons(
    connection: AsyncConnection, plan: Plan, change: Change
) -> AsyncIterator[Reason]:
    staff_id = person(change)
    if staff_id is None:
        return
    for reason in missing_reasons(await person_level_allowed(connection, plan.today)):
        yield reason
    team_id = await connection.scalar(select(staff.c.team_id).where(staff.c.id == staff_id))
    if team_id is None:
        yield Reason("staff-unknown", "Deze medewerker bestaat niet.", "staffId")
    elif getattr(change, "team_id", team_id) != team_id:
        yield Reason("staff-elsewhere", "Deze medewerker hoort bij een ander team.", "staffId")


async def _insert(
    connection: AsyncConnection, scenario_id: UUID, place: int, change: Change
) -> UUID:
    change_id = uuid4()
    await connection.execute(
        insert(scenario_changes).values(
            id=change_id, scenario_id=scenario_id, place=place, **_values(change)
        )
    )
    return change_id


def _values(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "content": content_of(change),
        "staff_id": person(change),
    }


def _within(place: str, reason: Reason) -> Reason:
    return replace(reason, field=place if reason.field is None else f"{place}.{reason.field}")
