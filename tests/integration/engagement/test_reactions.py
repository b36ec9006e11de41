"""Engagement knows what planning told, in whatever order subjects arrive."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import permutations

from sqlalchemy import delete, select

from services.engagement.tables import (
    coverage,
    milestone,
    milestone_day,
    organisation_group,
    staff,
    subproject,
)
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    FirstMoment,
    MilestoneCancelled,
    MilestoneMoved,
    OrganisationUpdated,
    StaffChanged,
    StaffLeft,
    SubprojectCancelled,
    SubprojectRescheduled,
    Team,
)
from shared.database import transaction
from tests.support.engagement_world import SPOKEN, T0, Municipality

DAY = timedelta(days=1)
Told = tuple[EventData, datetime]


async def rows(municipality: Municipality, table: object) -> list[tuple[object, ...]]:
    """All rows of a table, in some fixed order."""
    async with transaction(municipality.engine) as connection:
        found = await connection.execute(select(table))  # type: ignore[call-overload]
        return sorted((tuple(row) for row in found), key=repr)


def story(municipality: Municipality) -> list[Told]:
    """Six events of two subjects; the decision moves before the start and again after it."""
    decision = municipality.decision(T0 - 20 * DAY)
    moved = {
        "milestone_id": municipality.decision_id,
        "subproject_id": municipality.subproject_id,
        "reason": "",
    }
    rescheduled = SubprojectRescheduled(
        subproject_id=municipality.subproject_id,
        starts_on=T0 + 7 * DAY,
        ends_on=T0 + 100 * DAY,
        reason="",
    )
    events = [
        municipality.planned(FirstMoment.DECISION),
        decision,
        MilestoneMoved(due_on=T0 - 10 * DAY, **moved),
        rescheduled,
        municipality.started(T0 + 7 * DAY),
        MilestoneMoved(due_on=T0 + 50 * DAY, **moved),
    ]
    return [(event, SPOKEN + timedelta(minutes=place)) for place, event in enumerate(events)]


def interleavings(told: Sequence[Told]) -> list[list[Told]]:
    """Every order in which each subject's own order is kept."""
    subjects = [event.subject for event, _ in told]
    found = []
    for order in sorted(set(permutations(subjects))):
        waiting = {each: [pair for pair in told if pair[0].subject == each] for each in subjects}
        found.append([waiting[subject].pop(0) for subject in order])
    return found


async def test_every_order_between_subjects_ends_in_the_same_state(
    municipality: Municipality,
) -> None:
    states = set()
    orders = interleavings(story(municipality))
    assert len(orders) == 20
    for order in orders:
        fresh = Municipality(
            municipality.engine,
            subproject_id=municipality.subproject_id,
            decision_id=municipality.decision_id,
        )
        async with transaction(municipality.engine) as connection:
            for table in (subproject, milestone, milestone_day, coverage):
                await connection.execute(delete(table))
        for told in order:
            await fresh.hear_at(told)
        state = [await rows(fresh, table) for table in (subproject, milestone)]
        found = (await fresh.subproject()).coverage
        states.add((repr(state), repr(found)))
    assert len(states) == 1
    found = (await municipality.subproject()).coverage
    assert found is not None
    assert (found.t0, found.frozen) == (T0 - 10 * DAY, False)


async def test_the_organisation_is_replaced_whole(municipality: Municipality) -> None:
    await municipality.hear(municipality.organisation())
    only = OrganisationUpdated(
        teams=(Team(team_id=municipality.team, name="Publiek", headcount=15),),
        function_groups=(),
    )
    await municipality.hear(only)
    assert await rows(municipality, organisation_group) == [
        (municipality.team, "team", "Publiek", 15)
    ]


async def test_staff_move_and_leave(municipality: Municipality) -> None:
    mover, leaver = municipality.staff[:2]
    await municipality.found()
    await municipality.hear(
        StaffChanged(
            staff_id=mover,
            team_id=municipality.other_team,
            function_group_id=municipality.function_group,
            changed_on=date(2026, 2, 1),
        ),
        StaffLeft(staff_id=leaver, left_on=date(2026, 2, 1)),
    )
    known = {row[0]: row[1] for row in await rows(municipality, staff)}
    assert known[mover] == municipality.other_team
    assert leaver not in known
    assert len(known) == len(municipality.staff) - 1


async def test_who_leaves_before_t0_is_not_in_the_cohort(municipality: Municipality) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:8])
    await municipality.hear(StaffLeft(staff_id=municipality.staff[0], left_on=T0 - 3 * DAY))
    await municipality.hear(municipality.started())
    found = (await municipality.subproject()).coverage
    assert found is not None
    assert found.figures.denominator == 7


async def test_a_cancelled_decision_makes_t0_unknown_until_there_is_another(
    municipality: Municipality,
) -> None:
    await municipality.found(FirstMoment.DECISION)
    await municipality.consent()
    await municipality.affect(*municipality.staff[:8])
    await municipality.hear(municipality.decision(T0))
    before = (await municipality.subproject()).coverage
    cancelled = MilestoneCancelled(
        milestone_id=municipality.decision_id,
        subproject_id=municipality.subproject_id,
        reason="",
    )
    await municipality.hear(cancelled, when=SPOKEN + timedelta(hours=1))
    after = (await municipality.subproject()).coverage
    assert before is not None
    assert after is not None
    assert (before.figures.denominator, after.figures.denominator) == (8, None)


async def test_the_decisions_of_a_subproject_that_ended_are_not_watched(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await municipality.hear(municipality.decision(T0 + 10 * DAY))
    await municipality.hear(
        SubprojectCancelled(subproject_id=municipality.subproject_id, reason="")
    )
    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.affect_heads({municipality.team: 12})
    await municipality.count(moment, municipality.team, 12, 1)
    found = (await municipality.subproject()).coverage
    assert found is not None
    assert found.figures.share == 1 / 12
    assert await municipality.events("involvement.late") == []
