"""Since when it is known what the plan was, and whether it changed."""

from datetime import datetime

from sqlalchemy import DateTime, TableClause, column, or_, select, table, text
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


async def plan_changed_since(connection: AsyncConnection, moment: datetime) -> bool:
    """Whether what is planned, asked or promised changed after a moment. Hours of people are not
    looked at: their past is not kept.
    """
    change = or_(
        *(select(each).where(each.c.known_from > moment).exists() for each in _VERSIONS),
        *(
            select(each).where(each.c.known_until > moment, each.c.known_until < _EVER).exists()
            for each in _VERSIONS
        ),
    )
    return bool(await connection.scalar(select(change)))
