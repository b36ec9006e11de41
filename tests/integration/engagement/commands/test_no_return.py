"""Coverage before scope is fixed and before the first decision, each with its own day."""

from datetime import date, timedelta

from services.engagement.domain.coverage import Coverage
from services.engagement.domain.no_return import PointOfNoReturn
from shared.contracts.planning_v1 import (
    MilestoneCancelled,
    MilestoneKind,
    MilestoneMoved,
    MilestonePlanned,
    MilestoneReached,
)
from tests.support.engagement_world import T0, Municipality, at

DAY = timedelta(days=1)
SCOPE, DECISION = PointOfNoReturn.SCOPE_FIXED, PointOfNoReturn.DECISION
EARLY, DUE = T0 - 30 * DAY, T0 + 30 * DAY


async def involved(municipality: Municipality) -> None:
    """Ten affected: five were there before scope was to be fixed, three more after T0."""
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    early = await municipality.moment(EARLY - DAY)
    await municipality.attend(early, *municipality.staff[:5])
    late = await municipality.moment(T0 + DAY)
    await municipality.attend(late, *municipality.staff[5:8], now=at(T0 + DAY))


def milestone(municipality: Municipality, kind: MilestoneKind, due_on: date) -> MilestonePlanned:
    return municipality.decision(due_on).model_copy(update={"kind": kind})


def reached(planned: MilestonePlanned, reached_on: date) -> MilestoneReached:
    return MilestoneReached(
        milestone_id=planned.milestone_id,
        subproject_id=planned.subproject_id,
        kind=planned.kind,
        reached_on=reached_on,
    )


async def before(municipality: Municipality, point: PointOfNoReturn) -> Coverage:
    return (await municipality.subproject()).before[point]


async def test_each_point_has_coverage_up_to_its_own_day(municipality: Municipality) -> None:
    await involved(municipality)
    assert (await municipality.subproject()).before == {}
    await municipality.hear(milestone(municipality, MilestoneKind.SCOPE_FIXED, EARLY))
    found = await before(municipality, SCOPE)
    assert (found.t0, found.frozen, found.figures.numerator) == (EARLY, False, 5)
    assert found.figures.median_lead_days == 1.0
    assert set((await municipality.subproject()).before) == {SCOPE}


async def test_the_first_decision_counts_and_moves_along_until_it_is_taken(
    municipality: Municipality,
) -> None:
    await involved(municipality)
    planned = municipality.decision(T0)
    await municipality.hear(planned)
    assert (await before(municipality, DECISION)).figures.numerator == 5
    moved = MilestoneMoved(
        milestone_id=planned.milestone_id,
        subproject_id=planned.subproject_id,
        due_on=DUE,
        reason="",
    )
    await municipality.hear(moved, when=at(T0 + 2 * DAY))
    found = await before(municipality, DECISION)
    assert (found.t0, found.frozen, found.figures.numerator) == (DUE, False, 8)


async def test_once_reached_it_is_frozen_and_later_attendance_is_a_correction(
    municipality: Municipality,
) -> None:
    await involved(municipality)
    planned = municipality.decision(DUE)
    await municipality.hear(planned)
    await municipality.hear(reached(planned, DUE), when=at(DUE + DAY))
    found = await before(municipality, DECISION)
    assert (found.frozen, found.figures.numerator, found.corrections) == (True, 8, 0)
    moment = await municipality.moment(DUE - DAY)
    await municipality.attend(moment, municipality.staff[8], now=at(DUE + 5 * DAY))
    later = await before(municipality, DECISION)
    assert (later.figures.numerator, later.corrections) == (9, 1)
    assert later.at_t0 is not None
    assert later.at_t0.numerator == 8


async def test_a_point_that_is_cancelled_has_no_coverage(municipality: Municipality) -> None:
    await involved(municipality)
    planned = municipality.decision(DUE)
    cancelled = MilestoneCancelled(
        milestone_id=planned.milestone_id, subproject_id=planned.subproject_id, reason=""
    )
    await municipality.hear(planned)
    await municipality.hear(cancelled, when=at(T0))
    assert (await municipality.subproject()).before == {}
