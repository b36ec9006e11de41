"""What moves along when one expertise goes up in another. The caller holds the plan's lock."""

from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.tables import (
    deadline_reminders,
    demand_weeks,
    demands,
    deputies,
    expertise_synonyms,
    reservation_deadlines,
    reservations,
    staff,
    staff_expertises,
)


async def move_to_survivor(connection: AsyncConnection, merged_id: UUID, into_id: UUID) -> None:
    """Let all that points to the merged expertise point to the surviving one, each once."""
    await _join_demands(connection, merged_id, into_id)
    await _touch_people(connection, merged_id)
    for table in (expertise_synonyms, reservations):
        await connection.execute(
            update(table).where(table.c.expertise_id == merged_id).values(expertise_id=into_id)
        )
    for statement in _MOVE:
        await connection.execute(text(statement), {"merged": merged_id, "into": into_id})
    for table in (staff_expertises, deputies):
        await connection.execute(delete(table).where(table.c.expertise_id == merged_id))


async def _join_demands(connection: AsyncConnection, merged_id: UUID, into_id: UUID) -> None:
    """A subproject that asks both gets one demand."""
    old, new = demands.alias(), demands.alias()
    pairs = await connection.execute(
        select(old.c.id.label("old"), new.c.id.label("new"))
        .join(new, new.c.subproject_id == old.c.subproject_id)
        .where(old.c.expertise_id == merged_id, new.c.expertise_id == into_id)
    )
    for pair in pairs.all():
        for statement in _JOIN:
            await connection.execute(text(statement), {"old": pair.old, "new": pair.new})
        for table in (demand_weeks, reservation_deadlines, deadline_reminders):
            await connection.execute(delete(table).where(table.c.demand_id == pair.old))
        await connection.execute(delete(demands).where(demands.c.id == pair.old))


async def _touch_people(connection: AsyncConnection, expertise_id: UUID) -> None:
    masters = select(staff_expertises.c.staff_id).where(
        staff_expertises.c.expertise_id == expertise_id
    )
    await connection.execute(
        update(staff).where(staff.c.id.in_(masters)).values(version=staff.c.version + 1)
    )


# Hours are added; the higher level holds. What was accepted as either led to the one that stays.
_JOIN = (
    """
    UPDATE planning.draft_demands SET demand_id = :new, version = version + 1
    WHERE demand_id = :old
    """,
    """
    INSERT INTO planning.demand_weeks (demand_id, monday, minutes)
    SELECT :new, monday, minutes FROM planning.demand_weeks WHERE demand_id = :old
    ON CONFLICT (demand_id, monday)
        DO UPDATE SET minutes = demand_weeks.minutes + excluded.minutes
    """,
    """
    UPDATE planning.demands AS kept
    SET level = greatest(kept.level, other.level), version = kept.version + 1
    FROM planning.demands AS other WHERE kept.id = :new AND other.id = :old
    """,
)

# Somebody who masters both keeps the higher level and its judgement.
_MOVE = (
    """
    UPDATE planning.demands SET expertise_id = :into, version = version + 1
    WHERE expertise_id = :merged
    """,
    """
    INSERT INTO planning.staff_expertises (staff_id, expertise_id, level, judged_on, judged_by)
    SELECT staff_id, :into, level, judged_on, judged_by FROM planning.staff_expertises
    WHERE expertise_id = :merged
    ON CONFLICT (staff_id, expertise_id) DO UPDATE
    SET level = excluded.level, judged_on = excluded.judged_on, judged_by = excluded.judged_by
    WHERE staff_expertises.level < excluded.level
    """,
    """
    INSERT INTO planning.deputies (staff_id, expertise_id, focus_area)
    SELECT staff_id, :into, focus_area FROM planning.deputies WHERE expertise_id = :merged
    ON CONFLICT DO NOTHING
    """,
    """
    UPDATE planning.pools SET expertise_ids = (
        SELECT array_agg(DISTINCT each ORDER BY each)
        FROM unnest(array_replace(expertise_ids, :merged, :into)) AS each
    )
    WHERE :merged = ANY (expertise_ids)
    """,
    """
    UPDATE planning.scenario_changes
    SET content = jsonb_set(content, '{expertise_id}', to_jsonb(CAST(:into AS uuid))),
        version = version + 1
    WHERE content->>'expertise_id' = CAST(CAST(:merged AS uuid) AS text)
    """,
)
