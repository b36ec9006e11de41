"""Per focus area: is the expertise that it asks there, and is there somebody who stands in?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.plan.subprojects import CLOSED
from services.planning.domain.reservations.reservations import State
from services.planning.domain.supply.consent import Consent, person_level_allowed
from services.planning.domain.supply.expertise_coverage import (
    Able,
    Asked,
    ExpertiseCover,
    areas_covered,
    covers,
)
from services.planning.tables import (
    consents,
    demand_weeks,
    demands,
    deputies,
    expertises,
    reservation_weeks,
    reservations,
    staff,
    staff_expertises,
    subprojects,
)
from shared.isoweek import IsoWeek

DEFINITION = "C8"
"""Focus areas in which every expertise that is asked has at least one confirmed person at the level
and somebody else who stands in, of all focus areas in which expertise is asked.
"""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """An expertise of a focus area; no numbers where people may not be known."""

    expertise_id: UUID
    expertise: str
    level: int
    confirmed: int | None
    deputies: int | None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A focus area; None where it is not known."""

    focus_area: str
    covered: bool | None
    expertises: Sequence[CoverRow]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """The figure with what it is made of; without consent its numerator is not known."""

    definition: str
    numerator: int | None
    denominator: int
    areas: Sequence[AreaRow]


async def expertise_coverage(connection: AsyncConnection, today: date) -> CoverageRow:
    """Coverage of what is asked in this week or later, by those who are there today."""
    found = covers(
        [Asked(*row) for row in await connection.execute(_asked(today))],
        [Able(*row) for row in await connection.execute(_confirmed(today))],
        [Able(*row) for row in await connection.execute(_deputies(today))],
    )
    names = {row.id: row.name for row in await connection.execute(select(expertises))}
    known = await _may_know_people(connection, today)
    areas = areas_covered(found)
    return CoverageRow(
        DEFINITION,
        sum(areas.values()) if known else None,
        len(areas),
        [
            AreaRow(
                area,
                covered if known else None,
                [
                    _cover(each, names[each.expertise_id], known=known)
                    for each in found
                    if each.focus_area == area
                ],
            )
            for area, covered in areas.items()
        ],
    )


def _cover(cover: ExpertiseCover, name: str, *, known: bool) -> CoverRow:
    return CoverRow(
        cover.expertise_id,
        name,
        cover.level,
        cover.confirmed if known else None,
        cover.deputies if known else None,
    )


def _asked(today: date) -> Select[Any]:
    return (
        select(subprojects.c.focus_area, demands.c.expertise_id, demands.c.level)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .where(
            subprojects.c.state.not_in([state.value for state in CLOSED]),
            demands.c.id.in_(
                select(demand_weeks.c.demand_id).where(
                    demand_weeks.c.monday >= IsoWeek.of(today).monday
                )
            ),
        )
    )


def _confirmed(today: date) -> Select[Any]:
    ahead = select(reservation_weeks.c.reservation_id).where(
        reservation_weeks.c.monday >= IsoWeek.of(today).monday
    )
    return (
        select(
            subprojects.c.focus_area,
            reservations.c.expertise_id,
            reservations.c.staff_id,
            staff_expertises.c.level,
        )
        .join(subprojects, subprojects.c.id == reservations.c.subproject_id)
        .join(
            staff_expertises,
            and_(
                staff_expertises.c.staff_id == reservations.c.staff_id,
                staff_expertises.c.expertise_id == reservations.c.expertise_id,
            ),
        )
        .join(staff, _is_there(today, reservations.c.staff_id))
        .where(reservations.c.state == State.CONFIRMED.value, reservations.c.id.in_(ahead))
    )


def _deputies(today: date) -> Select[Any]:
    return (
        select(
            deputies.c.focus_area,
            deputies.c.expertise_id,
            deputies.c.staff_id,
            staff_expertises.c.level,
        )
        .join(
            staff_expertises,
            and_(
                staff_expertises.c.staff_id == deputies.c.staff_id,
                staff_expertises.c.expertise_id == deputies.c.expertise_id,
            ),
        )
        .join(staff, _is_there(today, deputies.c.staff_id))
    )


def _is_there(today: date, staff_id: Any) -> Any:
    return and_(staff.c.id == staff_id, or_(staff.c.left_on.is_(None), staff.c.left_on > today))


async def _may_know_people(connection: AsyncConnection, today: date) -> bool:
    rows = await connection.execute(select(consents.c.valid_until, consents.c.withdrawn_on))
    return person_level_allowed((Consent(*row) for row in rows), today)
