"""Target paths of uptake, as planning tells them per programme."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.targets import TargetPath
from services.metrics.tables import target_paths


async def set_targets(
    connection: AsyncConnection, programme_id: UUID, paths: Mapping[str, Sequence[TargetPath]]
) -> None:
    """Replace the target paths of a programme, per product."""
    await connection.execute(
        delete(target_paths).where(target_paths.c.programme_id == programme_id)
    )
    rows = {
        (product, path.from_date): {
            "programme_id": programme_id,
            "product": product,
            "from_date": path.from_date,
            "from_share": float(path.from_share),
            "to_date": path.to_date,
            "to_share": float(path.to_share),
        }
        for product, own in paths.items()
        for path in own
    }
    if rows:
        await connection.execute(insert(target_paths), list(rows.values()))
