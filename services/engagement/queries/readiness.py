"""Reading the readiness of function groups as it was last told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.affected import GroupKind
from services.engagement.tables import organisation_group, readiness


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """Definition E7 of a function group, and since when; no figures when it is too small and when
    nothing is known, both alike.
    """

    function_group_id: UUID
    name: str
    numerator: int | None
    denominator: int | None
    as_of: datetime | None

    @property
    def share(self) -> float | None:
        """Numerator over denominator; None when there are no figures."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.numerator / self.denominator


async def readiness_in(connection: AsyncConnection, subproject_id: UUID) -> list[ReadinessRow]:
    """Every function group by name, with its readiness for the new role in a subproject."""
    rows = await connection.execute(
        select(
            organisation_group.c.group_id,
            organisation_group.c.name,
            readiness.c.numerator,
            readiness.c.denominator,
            readiness.c.as_of,
        )
        .outerjoin(
            readiness,
            and_(
                readiness.c.function_group_id == organisation_group.c.group_id,
                readiness.c.subproject_id == subproject_id,
            ),
        )
        .where(organisation_group.c.kind == GroupKind.FUNCTION_GROUP)
        .order_by(organisation_group.c.name, organisation_group.c.group_id)
    )
    return [ReadinessRow(*row) for row in rows]
