"""Commands about teams, function groups and which team handles which product."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, Table, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_plan, lock_row
from services.planning.commands.workforce import works_on
from services.planning.domain.supply import organisation as rules
from services.planning.tables import (
    event_log,
    function_groups,
    product_teams,
    staff,
    teams,
)
from shared.contracts.planning_v1 import (
    MAX_FUNCTION_GROUPS,
    MAX_PRODUCT_TEAMS,
    MAX_TEAMS,
    FunctionGroup,
    OrganisationUpdated,
    ProductTeam,
    Team,
)
from shared.refusal import Reason, refuse_when


async def add_team(connection: AsyncConnection, name: str, *, today: date) -> UUID:
    """Add a team; answer its id.

    Raises:
        Refusal: a team has this name, or there are as many as can be told.
    """
    team_id = await _add_named(connection, teams, name, MAX_TEAMS)
    await event_log.record(connection, await organisation_updated(connection, today))
    return team_id


async def add_function_group(connection: AsyncConnection, name: str, *, today: date) -> UUID:
    """Add a function group; answer its id.

    Raises:
        Refusal: a function group has this name, or there are as many as can be told.
    """
    group_id = await _add_named(connection, function_groups, name, MAX_FUNCTION_GROUPS)
    await event_log.record(connection, await organisation_updated(connection, today))
    return group_id


async def assign_products(
    connection: AsyncConnection, team_id: UUID, products: Collection[str], *, today: date
) -> None:
    """Let a team handle these products and no others.

    Raises:
        NotFound: there is no such team.
        Refusal: another team handles one of them, or there are more than can be told.
    """
    await lock_row(connection, teams, team_id)
    elsewhere = await connection.execute(
        select(product_teams.c.product, teams.c.name)
        .join(teams, teams.c.id == product_teams.c.team_id)
        .where(product_teams.c.product.in_(products), product_teams.c.team_id != team_id)
        .order_by(product_teams.c.product)
    )
    others = await connection.scalar(
        select(func.count()).select_from(product_teams).where(product_teams.c.team_id != team_id)
    )
    refuse_when(
        [
            *rules.elsewhere_reasons([(row.product, row.name) for row in elsewhere]),
            *rules.too_many_reasons(len(set(products)) + (others or 0), MAX_PRODUCT_TEAMS),
        ]
    )
    await connection.execute(delete(product_teams).where(product_teams.c.team_id == team_id))
    if products:
        await connection.execute(
            insert(product_teams),
            [{"product": product, "team_id": team_id} for product in sorted(set(products))],
        )
    await _next_version(connection, team_id)
    await event_log.record(connection, await organisation_updated(connection, today))


async def organisation_updated(connection: AsyncConnection, today: date) -> OrganisationUpdated:
    """The organisation as it is today, whole."""
    return OrganisationUpdated(
        teams=tuple(
            Team(team_id=row.id, name=row.name, headcount=row.headcount)
            for row in await _with_headcount(connection, teams, staff.c.team_id, today)
        ),
        function_groups=tuple(
            FunctionGroup(function_group_id=row.id, name=row.name, headcount=row.headcount)
            for row in await _with_headcount(
                connection, function_groups, staff.c.function_group_id, today
            )
        ),
        product_teams=tuple(
            ProductTeam(product=row.product, team_id=row.team_id)
            for row in await connection.execute(
                select(product_teams).order_by(product_teams.c.product)
            )
        ),
    )


async def _with_headcount(
    connection: AsyncConnection, group: Table, member_of: ColumnElement[UUID], today: date
) -> Sequence[Row[tuple[UUID, str, int]]]:
    return (
        await connection.execute(
            select(group.c.id, group.c.name, func.count(staff.c.id).label("headcount"))
            .outerjoin(staff, and_(member_of == group.c.id, works_on(today)))
            .group_by(group.c.id, group.c.name)
            .order_by(group.c.name)
        )
    ).all()


async def _add_named(
    connection: AsyncConnection, table: Table, name: str, at_most: int | None = None
) -> UUID:
    await lock_plan(connection)
    names = set(await connection.scalars(select(table.c.name)))
    reasons: list[Reason] = list(rules.name_reasons(name, names))
    if at_most is not None:
        reasons += rules.too_many_reasons(len(names) + 1, at_most)
    refuse_when(reasons)
    row_id = uuid4()
    await connection.execute(insert(table).values(id=row_id, name=name))
    return row_id


async def _next_version(connection: AsyncConnection, team_id: UUID) -> None:
    await connection.execute(
        update(teams).where(teams.c.id == team_id).values(version=teams.c.version + 1)
    )
