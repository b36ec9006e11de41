"""Coverage is kept true and told when it changes."""

from datetime import date, timedelta
from uuid import uuid4

from services.engagement.commands.coverage import check_involvement
from services.engagement.domain.coverage import Coverage, Figures
from shared.contracts.planning_v1 import FirstMoment, MilestoneMoved, MilestoneReached
from shared.database import transaction
from tests.support.engagement_world import SPOKEN, T0, Municipality, at

DAY = timedelta(days=1)
DUE = T0 + 60 * DAY


async def coverage(municipality: Municipality) -> Coverage:
    """The coverage as it is answered."""
    found = (await municipality.subproject()).coverage
    assert found is not None
    return found


async def check(municipality: Municipality, today: date) -> None:
    """What the service does every hour, on a day."""
    async with transaction(municipality.engine) as connection:
        await check_involvement(connection, norms=municipality.norms, now=at(today))


async def involve(municipality: Municipality, people: int, affected: int = 10) -> None:
    """So many of the affected staff were at a moment before T0."""
    staff = municipality.staff
    await municipality.consent()
    await municipality.affect(*staff[:affected])
    moment = await municipality.moment(T0 - 30 * DAY)
    await municipality.attend(moment, *staff[:people])
    if people < affected:
        await municipality.attend(moment, *staff[people:affected], attended=False)


async def test_coverage_freezes_with_its_figures_when_the_subproject_starts(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await involve(municipality, 7)
    assert not (await coverage(municipality)).frozen
    await municipality.hear(municipality.started(), when=at(T0))
    assert await coverage(municipality) == Coverage(
        t0=T0,
        frozen=True,
        figures=Figures("E2", 7, 10, 30.0, 0),
        at_t0=Figures("E2", 7, 10, 30.0),
        corrections=0,
    )


async def test_a_frozen_t0_and_cohort_do_not_move_when_attendance_is_backdated(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await involve(municipality, 7)
    await municipality.hear(municipality.started(), when=at(T0))
    later = at(T0 + 20 * DAY)
    backdated = await municipality.moment(T0 - 60 * DAY, now=later)
    await municipality.attend(backdated, *municipality.staff[:9], now=later)
    await municipality.affect(*municipality.staff[:12], now=later)
    found = await coverage(municipality)
    assert (found.t0, found.frozen, found.figures.denominator) == (T0, True, 10)
    assert found.figures == Figures("E2", 9, 10, 60.0, 2)
    assert found.at_t0 == Figures("E2", 7, 10, 30.0)
    assert found.corrections == 9


async def test_coverage_is_told_when_it_changed_and_only_then(municipality: Municipality) -> None:
    await municipality.found()
    await involve(municipality, 7)
    told = await municipality.events("coverage.updated")
    assert told[-1]["coverage"]["numerator"] == 7
    await check(municipality, T0 - 10 * DAY)
    moment = await municipality.moment(T0 + 5 * DAY)
    await municipality.attend(moment, *municipality.staff[:2], attended=None)
    assert await municipality.events("coverage.updated") == told
    await municipality.hear(municipality.started(), when=at(T0))
    after = await municipality.events("coverage.updated")
    assert after[: len(told)] == told
    assert [event["frozen"] for event in after[len(told) :]] == [True]
    assert after[-1] == {
        "subprojectId": str(municipality.subproject_id),
        "t0": T0.isoformat(),
        "frozen": True,
        "coverage": {
            "definition": "E2",
            "numerator": 7,
            "denominator": 10,
            "medianLeadDays": 30.0,
            "joinersAfterT0": 0,
        },
    }


async def test_a_go_live_ahead_freezes_the_day_after_it_without_any_event(
    municipality: Municipality,
) -> None:
    await municipality.found(FirstMoment.DECISION)
    await municipality.hear(municipality.decision(DUE))
    await involve(municipality, 7)
    await municipality.hear(municipality.started(), when=at(T0))
    assert not (await coverage(municipality)).frozen
    await check(municipality, DUE)
    assert not (await coverage(municipality)).frozen
    await check(municipality, DUE + DAY)
    assert (await coverage(municipality)).frozen


async def test_head_counts_give_a_lower_bound(municipality: Municipality) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12, municipality.other_team: 8})
    first = await municipality.moment(T0 - 20 * DAY)
    second = await municipality.moment(T0 - 10 * DAY)
    await municipality.count(first, municipality.team, 12, 9)
    await municipality.count(second, municipality.team, 12, 7)
    await municipality.count(second, municipality.other_team, 8, 3)
    found = await coverage(municipality)
    assert found.figures == Figures("E2-lower-bound", 12, 20, None)


async def test_a_small_group_has_no_figures_and_warns_of_nothing(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await involve(municipality, 1, affected=4)
    await municipality.hear(municipality.decision(T0 + DAY))
    await check(municipality, T0)
    assert (await coverage(municipality)).figures == Figures()
    assert await municipality.events("involvement.late") == []


async def test_late_involvement_is_told_once_until_the_norm_is_met(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await involve(municipality, 7)
    await municipality.hear(municipality.decision(DUE))
    await check(municipality, DUE - 29 * DAY)
    assert await municipality.events("involvement.late") == []
    await check(municipality, DUE - 28 * DAY)
    await check(municipality, DUE - 27 * DAY)
    told = await municipality.events("involvement.late")
    assert [(event["dueOn"], event["norm"]) for event in told] == [(DUE.isoformat(), 0.8)]
    assert told[0]["coverage"]["numerator"] == 7

    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.attend(moment, *municipality.staff[7:10], now=at(DUE - 20 * DAY))
    await municipality.attend(
        moment, *municipality.staff[7:10], attended=False, now=at(DUE - 19 * DAY)
    )
    assert len(await municipality.events("involvement.late")) == 2


async def test_a_decision_that_moves_is_warned_of_anew_when_it_is_near_again(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await involve(municipality, 7)
    await municipality.hear(municipality.decision(DUE))
    await check(municipality, DUE - 5 * DAY)
    moved = MilestoneMoved(
        milestone_id=municipality.decision_id,
        subproject_id=municipality.subproject_id,
        due_on=DUE + 60 * DAY,
        reason="",
    )
    await municipality.hear(moved, when=at(DUE - 4 * DAY))
    assert len(await municipality.events("involvement.late")) == 1
    await check(municipality, DUE + 40 * DAY)
    assert [event["dueOn"] for event in await municipality.events("involvement.late")] == [
        DUE.isoformat(),
        (DUE + 60 * DAY).isoformat(),
    ]


async def test_a_decision_that_was_taken_is_not_warned_of(municipality: Municipality) -> None:
    await municipality.found()
    await involve(municipality, 7)
    reached = MilestoneReached(
        milestone_id=municipality.decision_id,
        subproject_id=municipality.subproject_id,
        kind="decision",
        reached_on=DUE - 10 * DAY,
    )
    await municipality.hear(municipality.decision(DUE), reached)
    await check(municipality, DUE - DAY)
    assert await municipality.events("involvement.late") == []


async def test_an_unknown_subproject_changes_nothing(municipality: Municipality) -> None:
    stranger = Municipality(municipality.engine, subproject_id=uuid4())
    await stranger.hear(stranger.started(), stranger.decision(DUE), when=SPOKEN)
    assert await municipality.events("updated") == []
