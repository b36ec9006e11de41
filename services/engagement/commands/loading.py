"""From rows to the domain: what commands and the coverage refresh decide on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.affected import AffectedGroup, AffectedPerson, Group, GroupKind
from services.engagement.domain.consent import Consent, ConsentScope
from services.engagement.domain.first_moment import Course, FirstMoment, ToldDay
from services.engagement.domain.group_coverage import Placement
from services.engagement.domain.no_return import MilestoneCourse
from services.engagement.domain.participation import HeadsTold, Moment, Participation, PersonTold
from services.engagement.tables import (
    affected_group,
    affected_person,
    consent,
    heads_told,
    milestone,
    milestone_day,
    moment,
    organisation_group,
    person_told,
    staff,
    subproject,
)
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class Known:
    """All that was ever told of who is affected by a subproject and who took part."""

    persons: list[AffectedPerson]
    groups: list[AffectedGroup]
    participation: Participation

    def until(self, now: datetime) -> datetime:
        """The moment up to which it is known: telling may be a little ahead of a clock."""
        told = [p.told_at for p in self.persons] + [g.told_at for g in self.groups]
        return max([now, *told])


_DECIDING_KIND = {FirstMoment.DECISION: "decision", FirstMoment.GO_LIVE: "go-live"}


async def load_course(connection: AsyncConnection, subproject_id: UUID) -> Course | None:
    """What T0 of a subproject follows from; None while planning has not told of the subproject."""
    row = (
        await connection.execute(
            select(subproject).where(subproject.c.subproject_id == subproject_id)
        )
    ).one_or_none()
    if row is None:
        return None
    option = FirstMoment(row.first_moment)
    started = None
    if row.started_told_at is not None:
        started = ToldDay(row.started_on, row.started_told_at)
    told = await _told_days(connection, subproject_id, _DECIDING_KIND.get(option))
    return Course(option, row.starts_on, started, told)


async def _told_days(
    connection: AsyncConnection, subproject_id: UUID, kind: str | None
) -> tuple[tuple[ToldDay, ...], ...]:
    rows = await connection.execute(
        select(milestone_day)
        .join(milestone, milestone.c.milestone_id == milestone_day.c.milestone_id)
        .where(milestone.c.subproject_id == subproject_id, milestone.c.kind == kind)
        .order_by(milestone_day.c.told_at)
    )
    by_milestone: dict[UUID, list[ToldDay]] = {}
    for row in rows:
        by_milestone.setdefault(row.milestone_id, []).append(ToldDay(row.day, row.told_at))
    return tuple(tuple(days) for days in by_milestone.values())


async def load_milestone_courses(
    connection: AsyncConnection, subproject_id: UUID, kinds: Collection[str]
) -> dict[str, list[MilestoneCourse]]:
    """What was told of the milestones of these kinds, by kind."""
    rows = await connection.execute(
        select(milestone.c.milestone_id, milestone.c.kind, milestone.c.reached, milestone_day)
        .join(milestone_day, milestone_day.c.milestone_id == milestone.c.milestone_id)
        .where(milestone.c.subproject_id == subproject_id, milestone.c.kind.in_(kinds))
        .order_by(milestone.c.milestone_id, milestone_day.c.told_at)
    )
    found: dict[str, list[MilestoneCourse]] = {}
    for (_, kind, reached), told in groupby(rows, lambda row: row[:3]):
        days = [ToldDay(row.day, row.told_at) for row in told]
        found.setdefault(kind, []).append(MilestoneCourse(days, reached))
    return found


async def load_known(connection: AsyncConnection, subproject_id: UUID) -> Known:
    """All that coverage of a subproject follows from, beside the day."""
    return Known(
        await load_affected_persons(connection, subproject_id),
        await load_affected_groups(connection, subproject_id),
        await load_participation(connection, subproject_id),
    )


async def load_affected_persons(
    connection: AsyncConnection, subproject_id: UUID
) -> list[AffectedPerson]:
    """Every staff id that was ever told to be affected by a subproject."""
    rows = await connection.execute(
        select(affected_person).where(affected_person.c.subproject_id == subproject_id)
    )
    return [
        AffectedPerson(row.staff_id, row.since, row.told_at, row.until, row.ended_at)
        for row in rows
    ]


async def load_affected_groups(
    connection: AsyncConnection, subproject_id: UUID
) -> list[AffectedGroup]:
    """Every head count that was ever told to be affected by a subproject."""
    rows = await connection.execute(
        select(affected_group).where(affected_group.c.subproject_id == subproject_id)
    )
    return [
        AffectedGroup(row.group_id, row.head_count, row.told_at, row.replaced_at) for row in rows
    ]


async def load_participation(connection: AsyncConnection, subproject_id: UUID) -> Participation:
    """All that was told about the moments of a subproject that were not cancelled."""
    mine = select(moment.c.moment_id).where(
        moment.c.subproject_id == subproject_id, ~moment.c.cancelled
    )
    moments = await connection.execute(select(moment).where(moment.c.moment_id.in_(mine)))
    persons = await connection.execute(select(person_told).where(person_told.c.moment_id.in_(mine)))
    heads = await connection.execute(select(heads_told).where(heads_told.c.moment_id.in_(mine)))
    return Participation(
        [Moment(row.moment_id, row.held_on, row.told_at) for row in moments],
        [
            PersonTold(row.moment_id, row.staff_id, row.attended, row.told_at, row.contributed)
            for row in persons
        ],
        [
            HeadsTold(
                row.moment_id,
                row.group_id,
                row.invited,
                row.attended,
                row.told_at,
                row.contributed,
            )
            for row in heads
        ],
    )


async def load_consents(connection: AsyncConnection) -> list[Consent]:
    """The consents that were not withdrawn."""
    rows = await connection.execute(select(consent).where(consent.c.withdrawn_on.is_(None)))
    return [
        Consent(frozenset(map(ConsentScope, row.scope)), row.decided_on, row.valid_until)
        for row in rows
    ]


async def load_groups(connection: AsyncConnection) -> dict[UUID, Group]:
    """The teams and function groups of the organisation as planning last told it."""
    rows = await connection.execute(select(organisation_group))
    return {row.group_id: Group(row.group_id, GroupKind(row.kind), row.head_count) for row in rows}


async def load_placements(
    connection: AsyncConnection, staff_ids: Collection[UUID]
) -> dict[UUID, Placement]:
    """The team and the function group of each of these staff ids that is known."""
    rows = await connection.execute(select(staff).where(staff.c.staff_id.in_(staff_ids)))
    return {row.staff_id: Placement(row.team_id, row.function_group_id) for row in rows}


async def load_present_staff(connection: AsyncConnection, staff_ids: Collection[UUID]) -> set[UUID]:
    """Which of these staff ids planning has told of and not told to have left."""
    rows = await connection.execute(
        select(staff.c.staff_id).where(staff.c.staff_id.in_(staff_ids), staff.c.left_on.is_(None))
    )
    return set(rows.scalars())


async def require_subproject(connection: AsyncConnection, subproject_id: UUID) -> None:
    """Go on only when planning has told of the subproject.

    Raises:
        NotFound: it has not.
    """
    found = await connection.scalar(
        select(subproject.c.subproject_id).where(subproject.c.subproject_id == subproject_id)
    )
    if found is None:
        raise NotFound(Reason("subproject-not-found", "Dit deelproject is niet bekend."))
