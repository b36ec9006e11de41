"""Keeping coverage before the points of no return true."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.coverage_computed import columns_of, computed
from services.engagement.commands.loading import Known, load_milestone_courses
from services.engagement.domain.involvement import Norms
from services.engagement.domain.no_return import PointOfNoReturn, day_of_no_return
from services.engagement.tables import no_return_coverage


async def refresh_no_return_coverage(
    connection: AsyncConnection, subproject_id: UUID, known: Known, *, norms: Norms, now: datetime
) -> None:
    """Compute coverage before each point of no return anew; none is kept of a point that is not
    planned any more.
    """
    rows = await connection.execute(
        select(no_return_coverage).where(no_return_coverage.c.subproject_id == subproject_id)
    )
    stored = {row.point: row for row in rows}
    courses = await load_milestone_courses(connection, subproject_id, tuple(PointOfNoReturn))
    for point in PointOfNoReturn:
        key = {"subproject_id": subproject_id, "point": point.value}
        t0 = day_of_no_return(courses.get(point, ()))
        found = computed(stored.get(point), t0, known, norms=norms, now=now)
        if found is None:
            await connection.execute(delete(no_return_coverage).filter_by(**key))
            continue
        values = columns_of(found, now)
        await connection.execute(
            insert(no_return_coverage)
            .values(**key, **values)
            .on_conflict_do_update(index_elements=list(no_return_coverage.primary_key), set_=values)
        )
