"""Since when it is known what the plan was, and whether it changed."""

from datetime import datetime
from itertools import chain

from sqlalchemy import DateTime, TableClause, column, func, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

PLAN = (
    "demand_weeks",
    "demands",
    "dependencies",
    "milestones",
    "pools",
    "reservation_weeks",
    "reservations",
    "subprojects",
)
_EVER = text("'infinity'")


def _versions(name: str) -> TableClause:
    moments = (column(each, DateTime(timezone=True)) for each in ("known_from", "known_until"))
    return table(f"{name}_versions", *moments, schema="planning_history")


_VERSIONS = [_versions(name) for name in PLAN]


async def first_known_at(connection: AsyncConnection) -> datetime | None:
    """The moment from which on the plan can be read as it was; None while there is no plan."""
    first: datetime | None = await connection.scalar(
        text("SELECT min(known_from) FROM planning_history.programmes_versions")
    )
    return first


async def plan_changed_at(connection: AsyncConnection) -> datetime | None:
    """When what is planned, asked or promised changed last; None when it never did. Hours of people
    are not looked at: their past is not kept.
    """
    began = (select(func.max(each.c.known_from)) for each in _VERSIONS)
    ended = (
        select(func.max(each.c.known_until)).where(each.c.known_until < _EVER) for each in _VERSIONS
    )
    moments = (each.scalar_subquery() for each in chain(began, ended))
    changed_at: datetime | None = await connection.scalar(select(func.greatest(*moments)))
    return changed_at
