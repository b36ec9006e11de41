"""Commands about what a team can give without saying who: pools, counter duty and peaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.catalogue import surviving
from services.planning.commands.locks import lock_row
from services.planning.commands.person_rows import load_values
from services.planning.domain.supply.organisation import pool_reasons
from services.planning.domain.supply.staffing import load_reasons
from services.planning.domain.supply.working_time import Load
from services.planning.tables import pools, team_loads, teams
from shared.refusal import refuse_when

DUTY = "duty"
PEAK = "peak"


@dataclass(frozen=True, slots=True)
class TeamPool:
    """Minutes a week that a team can give in any of these expertises at this level, without saying
    who.
    """

    expertise_ids: frozenset[UUID]
    weekly_minutes: int
    level: int


@dataclass(frozen=True, slots=True)
class Peak:
    """A time in which a team has more to do than usual, by its name: elections, the summer."""

    name: str
    load: Load


async def change_pools(
    connection: AsyncConnection, team_id: UUID, wanted: Sequence[TeamPool], *, today: date
) -> None:
    """Replace the pools of a team.

    Raises:
        NotFound: there is no such team.
        Refusal: an expertise is unknown, or a pool has no hours or expertise.
    """
    await lock_row(connection, teams, team_id)
    now = await surviving(connection, frozenset().union(*(pool.expertise_ids for pool in wanted)))
    refuse_when(pool_reasons([(pool.expertise_ids, pool.weekly_minutes) for pool in wanted], now))
    await connection.execute(delete(pools).where(pools.c.team_id == team_id))
    if wanted:
        await connection.execute(
            insert(pools),
            [
                {
                    "team_id": team_id,
                    "place": place,
                    "expertise_ids": sorted({now[each] for each in pool.expertise_ids}),
                    "level": pool.level,
                    "weekly_minutes": pool.weekly_minutes,
                }
                for place, pool in enumerate(wanted)
            ],
        )
    await _changed(connection, team_id, today)


async def change_team_duties(
    connection: AsyncConnection, team_id: UUID, wanted: Sequence[Load], *, today: date
) -> None:
    """Say which counter duty a team has every week, whoever of it does it.

    Raises:
        NotFound: there is no such team.
        Refusal: a duty cannot be.
    """
    await lock_row(connection, teams, team_id)
    refuse_when(load_reasons(wanted, "counterDuties"))
    await _replace_loads(connection, team_id, DUTY, [load_values(each) for each in wanted])
    await _changed(connection, team_id, today)


async def change_peaks(
    connection: AsyncConnection, team_id: UUID, wanted: Sequence[Peak], *, today: date
) -> None:
    """Say when a team has more to do than usual.

    Raises:
        NotFound: there is no such team.
        Refusal: a peak cannot be.
    """
    await lock_row(connection, teams, team_id)
    refuse_when(load_reasons([each.load for each in wanted], "peaks"))
    rows = [{"name": each.name, **load_values(each.load)} for each in wanted]
    await _replace_loads(connection, team_id, PEAK, rows)
    await _changed(connection, team_id, today)


async def _replace_loads(
    connection: AsyncConnection, team_id: UUID, kind: str, rows: Sequence[Mapping[str, object]]
) -> None:
    await connection.execute(
        delete(team_loads).where(team_loads.c.team_id == team_id, team_loads.c.kind == kind)
    )
    if rows:
        of_team = {"team_id": team_id, "kind": kind}
        await connection.execute(
            insert(team_loads),
            [of_team | {"place": place, **row} for place, row in enumerate(rows)],
        )


async def _changed(connection: AsyncConnection, team_id: UUID, today: date) -> None:
    await connection.execute(
        update(teams).where(teams.c.id == team_id).values(version=teams.c.version + 1)
    )
    await refresh_balance(connection, today)
