"""Freed counter hours: what was proposed and decided, and what a team's level is against it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.steering import freed_hours as rules
from services.planning.domain.steering.freed_hours import Allocation, Destination, Level
from services.planning.queries.found import only
from services.planning.tables import (
    freed_hours_allocations,
    freed_hours_proposals,
    relief_levels,
    teams,
)
from shared.contracts.metrics_v1 import Completeness
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """Hours a week with a destination."""

    destination: str
    weekly_hours: float
    from_week: str
    until_week: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """Hours a week that a team has freed, and what its team leader decided."""

    id: UUID
    team_id: UUID
    state: str
    weekly_hours: float
    measured_week: str
    opened_on: date
    decided_at: datetime | None
    by: str | None
    role: str | None
    reason: str | None
    allocations: Sequence[AllocationRow]
    version: int


@dataclass(frozen=True, slots=True)
class TeamFreedHours:
    """What a team has freed by now and what of it has a destination, now or from a later week, in
    hours a week.

    `missing` is what was given a destination and is no longer freed: nothing takes it back but the
    team leader.
    """

    team_id: UUID
    team: str
    measured_week: str
    freed: float
    confirmed: float
    missing: float


async def proposal_by_id(connection: AsyncConnection, proposal_id: UUID) -> ProposalRow:
    """One proposal.

    Raises:
        NotFound: there is none with this id.
    """
    chosen = select(freed_hours_proposals).where(freed_hours_proposals.c.id == proposal_id)
    return only(await _proposals(connection, chosen))


async def proposals_page(
    connection: AsyncConnection,
    *,
    state: str | None,
    team_ids: Collection[UUID] | None,
    after: tuple[UUID] | None,
    limit: int,
) -> Sequence[ProposalRow]:
    """Proposals in one state when asked, of these teams when given."""
    chosen = select(freed_hours_proposals).order_by(freed_hours_proposals.c.id).limit(limit)
    if state is not None:
        chosen = chosen.where(freed_hours_proposals.c.state == state)
    if team_ids is not None:
        chosen = chosen.where(freed_hours_proposals.c.team_id.in_(team_ids))
    if after is not None:
        chosen = chosen.where(freed_hours_proposals.c.id > after[0])
    return await _proposals(connection, chosen)


async def freed_by_team(
    connection: AsyncConnection, today: date, team_ids: Collection[UUID] | None = None
) -> Sequence[TeamFreedHours]:
    """What each measured team has freed, by name of the team."""
    measured = select(relief_levels, teams.c.name).join(
        teams, teams.c.id == relief_levels.c.team_id
    )
    if team_ids is not None:
        measured = measured.where(relief_levels.c.team_id.in_(team_ids))
    levels: defaultdict[tuple[str, UUID], list[Level]] = defaultdict(list)
    for row in await connection.execute(
        measured.where(relief_levels.c.completeness != Completeness.PROVISIONAL.value).order_by(
            teams.c.name
        )
    ):
        levels[row.name, row.team_id].append(Level(IsoWeek.of(row.monday), row.minutes))
    given = await allocations_by_team(connection)
    this_week = IsoWeek.of(today)
    found = []
    for (name, team_id), measured_levels in levels.items():
        standing = rules.standing_level(measured_levels)
        if standing is None:
            continue
        confirmed = rules.confirmed_from(this_week, given[team_id])
        found.append(
            TeamFreedHours(
                team_id=team_id,
                team=name,
                measured_week=str(standing.week),
                freed=to_hours(standing.minutes),
                confirmed=to_hours(confirmed),
                missing=to_hours(max(0, confirmed - standing.minutes)),
            )
        )
    return found


async def allocations_by_team(
    connection: AsyncConnection,
) -> defaultdict[UUID, list[Allocation]]:
    """What was given a destination, by team; also what has ended."""
    rows = await connection.execute(
        select(freed_hours_allocations, freed_hours_proposals.c.team_id).join(
            freed_hours_proposals,
            freed_hours_proposals.c.id == freed_hours_allocations.c.proposal_id,
        )
    )
    found: defaultdict[UUID, list[Allocation]] = defaultdict(list)
    for row in rows:
        found[row.team_id].append(
            Allocation(
                Destination(row.destination),
                row.weekly_minutes,
                IsoWeek.of(row.from_monday),
                IsoWeek.of(row.until_monday),
            )
        )
    return found


async def _proposals(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[ProposalRow]:
    rows = (await connection.execute(chosen)).all()
    allocations: defaultdict[UUID, list[AllocationRow]] = defaultdict(list)
    for row in await connection.execute(
        select(freed_hours_allocations)
        .where(freed_hours_allocations.c.proposal_id.in_([row.id for row in rows]))
        .order_by(freed_hours_allocations.c.place)
    ):
        allocations[row.proposal_id].append(
            AllocationRow(
                destination=row.destination,
                weekly_hours=to_hours(row.weekly_minutes),
                from_week=str(IsoWeek.of(row.from_monday)),
                until_week=str(IsoWeek.of(row.until_monday)),
            )
        )
    return [
        ProposalRow(
            id=row.id,
            team_id=row.team_id,
            state=row.state,
            weekly_hours=to_hours(row.level_minutes),
            measured_week=str(IsoWeek.of(row.measured_monday)),
            opened_on=row.opened_on,
            decided_at=row.decided_at,
            by=row.by,
            role=row.role,
            reason=row.reason,
            allocations=allocations[row.id],
            version=row.version,
        )
        for row in rows
    ]
