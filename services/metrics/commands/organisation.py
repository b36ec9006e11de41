"""Which team handles which product, as planning tells it."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.settlement_lock import lock_settlement
from services.metrics.commands.team_levels import tell_teams
from services.metrics.tables import product_teams, teams


async def set_organisation(
    connection: AsyncConnection, names: Mapping[UUID, str], handles: Mapping[str, UUID]
) -> None:
    """Replace the teams and which product is whose; teams that gained or lost a product are told.

    A team that lost its last product gets a level of 0 where it had one.
    """
    await lock_settlement(connection)
    before = {row.product: row.team_id for row in await connection.execute(select(product_teams))}
    await connection.execute(delete(teams))
    await connection.execute(delete(product_teams))
    if names:
        await connection.execute(
            insert(teams),
            [{"team_id": team_id, "name": name} for team_id, name in names.items()],
        )
    if handles:
        await connection.execute(
            insert(product_teams),
            [{"product": product, "team_id": team_id} for product, team_id in handles.items()],
        )
    moved = {product for product, _ in before.items() ^ handles.items()}
    affected = {owner[product] for owner in (before, handles) for product in moved & owner.keys()}
    if affected:
        await tell_teams(connection, affected)
