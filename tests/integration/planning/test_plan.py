"""Programmes, subprojects and milestones, from request to row and event."""

from datetime import timedelta

import pytest

from shared.contracts.planning_v1 import (
    MilestoneCancelled,
    MilestoneMoved,
    MilestonePlanned,
    MilestoneReached,
    ProgrammeCompleted,
    ProgrammeRetargeted,
    ProgrammeStarted,
    ReservationReleased,
    ReservationWithdrawn,
    SubprojectCancelled,
    SubprojectCompleted,
    SubprojectPaused,
    SubprojectPlanned,
    SubprojectRescheduled,
    SubprojectResumed,
    SubprojectStarted,
)
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


async def test_a_programme_starts_with_its_target_paths_and_can_aim_elsewhere(
    town: TownHall,
) -> None:
    target = {
        "product": "verhuismelding",
        "fromDate": town.day(0),
        "fromShare": 0.4,
        "toDate": town.day(365),
        "toShare": 0.7,
    }
    body = {
        "name": "Zelfbediening",
        "startsOn": town.day(0),
        "endsOn": town.day(365),
        "targets": [target],
    }
    programme = await town.plans("POST", "/programmes", body)
    assert programme["targets"] == [target]

    path = f"/programmes/{programme['id']}/targets"
    changed = await town.plans(
        "PUT", path, {"targets": [target | {"toShare": 0.8}]}, If_Match='"1"'
    )

    assert (changed["version"], changed["targets"][0]["toShare"]) == (2, 0.8)
    (started,) = await town.told(ProgrammeStarted)
    (retargeted,) = await town.told(ProgrammeRetargeted)
    assert started.targets[0].to_share == 0.7
    assert retargeted.targets[0].to_share == 0.8
    stale = await town.api.ask(MANAGER, "PUT", path, {"targets": []}, If_Match='"1"')
    assert stale.status_code == 412


async def test_a_subproject_goes_through_its_states_and_tells_each_step(town: TownHall) -> None:
    subproject = await town.subproject(await town.programme())
    path = f"/subprojects/{subproject}"
    assert await town.api.refused(409, MANAGER, "POST", f"{path}/completions", {}) == [
        "impossible-transition"
    ]
    await town.plans("POST", f"{path}/starts", {"startedOn": town.day(-3)})
    await town.plans("POST", f"{path}/pauses", {"reason": "Zomer"})
    await town.plans("POST", f"{path}/resumptions")
    done = await town.plans("POST", f"{path}/completions", {})

    assert (done["state"], done["version"]) == ("completed", 5)
    assert [each.focus_area for each in await town.told(SubprojectPlanned)] == ["Burgerzaken"]
    assert [str(each.started_on) for each in await town.told(SubprojectStarted)] == [town.day(-3)]
    assert [each.reason for each in await town.told(SubprojectPaused)] == ["Zomer"]
    assert len(await town.told(SubprojectResumed)) == 1
    assert [str(each.completed_on) for each in await town.told(SubprojectCompleted)] == [
        town.day(0)
    ]


async def test_a_step_that_is_refused_changes_nothing_and_gives_every_reason(
    town: TownHall,
) -> None:
    programme = await town.programme()
    first = await town.subproject(programme, "Eerst", endsOn=town.day(10))
    then = await town.subproject(programme, "Daarna", startsOn=town.day(11), dependsOn=[first])
    codes = await town.api.refused(
        400, MANAGER, "POST", f"/subprojects/{first}/starts", {"startedOn": town.day(1)}
    )
    assert codes == ["in-the-future"]
    codes = await town.api.refused(
        409, MANAGER, "POST", f"/subprojects/{then}/starts", {"startedOn": town.day(1)}
    )
    assert codes == ["dependency-open", "in-the-future"]
    assert await town.told(SubprojectStarted) == []


async def test_dependencies_that_make_a_circle_are_refused(town: TownHall) -> None:
    programme = await town.programme()
    first = await town.subproject(programme, "Eerst", endsOn=town.day(10))
    then = await town.subproject(programme, "Daarna", startsOn=town.day(11), dependsOn=[first])
    answer = await town.api.ask(
        MANAGER,
        "PUT",
        f"/subprojects/{first}/dependencies",
        {"dependsOn": [then]},
        If_Match='"1"',
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "cyclic-dependency"
    assert "Eerst → Daarna → Eerst" in answer.json()["errors"][0]["message"]

    freed = await town.plans(
        "PUT", f"/subprojects/{then}/dependencies", {"dependsOn": []}, If_Match='"1"'
    )
    assert freed["dependsOn"] == []
    (told,) = await town.told(SubprojectRescheduled)
    assert told.depends_on == ()


async def test_new_dates_must_fit_with_milestones_hours_and_what_waits_for_it(
    town: TownHall,
) -> None:
    programme = await town.programme()
    subproject = await town.subproject(programme)
    later = await town.subproject(
        programme, "Later", startsOn=town.day(181), endsOn=town.day(300), dependsOn=[subproject]
    )
    await town.plans(
        "POST",
        f"/subprojects/{subproject}/milestones",
        {"kind": "decision", "name": "Besluit", "dueOn": town.day(100)},
    )
    expertise = await town.expertise("Balie")
    await town.demand(subproject, expertise, town.weeks(4, 10, 12))
    period = f"/subprojects/{subproject}/period"
    body = {"startsOn": town.day(-14), "endsOn": town.day(30), "reason": "Eerder klaar"}
    assert await town.api.refused(409, MANAGER, "PUT", period, body, If_Match='"1"') == [
        "milestone-outside-dates",
        "hours-outside-dates",
    ]
    body = {"startsOn": town.day(-14), "endsOn": town.day(200), "reason": "Uitloop"}
    assert await town.api.refused(400, MANAGER, "PUT", period, body, If_Match='"1"') == [
        "starts-before-dependency-ends"
    ]
    await town.plans(
        "PUT",
        f"/subprojects/{later}/period",
        body | {"startsOn": town.day(201), "endsOn": town.day(300)},
        If_Match='"1"',
    )
    await town.plans("PUT", period, body, If_Match='"1"')
    assert [each.reason for each in await town.told(SubprojectRescheduled)] == ["Uitloop"] * 2


async def test_cancelling_gives_hours_back_and_withdraws_what_was_asked(town: TownHall) -> None:
    subproject = await town.subproject(await town.programme())
    expertise = await town.expertise("Balie")
    team = await town.team("Balie", h40=[expertise])
    await town.demand(subproject, expertise, town.weeks(20))
    confirmed = await town.request(subproject, expertise, team, town.weeks(10))
    await town.leads(team, f"/reservations/{confirmed}/confirmations", {})
    await town.request(subproject, expertise, team, town.weeks(5))

    await town.plans("POST", f"/subprojects/{subproject}/cancellations", {"reason": "Geen geld"})

    assert [each.reason for each in await town.told(SubprojectCancelled)] == ["Geen geld"]
    assert len(await town.told(ReservationReleased)) == 1
    assert len(await town.told(ReservationWithdrawn)) == 1
    assert await town.balance() == {}


async def test_cancelling_cancels_the_milestones_that_were_still_to_come(town: TownHall) -> None:
    subproject = await town.subproject(await town.programme())
    collection = f"/subprojects/{subproject}/milestones"
    body = {"kind": "decision", "name": "Besluit", "dueOn": town.day(0)}
    taken = await town.plans("POST", collection, body)
    await town.plans("POST", f"{collection}/{taken['id']}/achievements", {})
    kick_off = {"kind": "kick-off", "name": "Aftrap", "dueOn": town.day(20)}
    to_come = await town.plans("POST", collection, kick_off)

    await town.plans("POST", f"/subprojects/{subproject}/cancellations", {"reason": "Geen geld"})

    shown = (await town.plans("GET", collection))["items"]
    assert [(each["name"], each["state"], each["version"]) for each in shown] == [
        ("Besluit", "reached", 2),
        ("Aftrap", "cancelled", 2),
    ]
    (told,) = await town.told(MilestoneCancelled)
    assert (str(told.milestone_id), told.reason) == (
        to_come["id"],
        "Het deelproject is geannuleerd.",
    )
    path = f"{collection}/{to_come['id']}"
    moved = {"dueOn": town.day(30), "reason": "Toch wel"}
    assert await town.api.refused(
        409, MANAGER, "PUT", f"{path}/due-day", moved, If_Match='"2"'
    ) == ["impossible-transition", "subproject-closed"]
    assert await town.api.refused(409, MANAGER, "POST", f"{path}/achievements", {}) == [
        "impossible-transition",
        "subproject-closed",
    ]
    assert await town.api.refused(409, MANAGER, "POST", collection, kick_off) == [
        "subproject-closed"
    ]


async def test_a_subproject_is_completed_once_its_milestones_are_reached_or_cancelled(
    town: TownHall,
) -> None:
    subproject = await town.subproject(await town.programme())
    path = f"/subprojects/{subproject}"
    await town.plans("POST", f"{path}/starts", {})
    body = {"kind": "training", "name": "Opleiding", "dueOn": town.day(20)}
    milestone = await town.plans("POST", f"{path}/milestones", body)
    assert await town.api.refused(409, MANAGER, "POST", f"{path}/completions", {}) == [
        "milestone-planned"
    ]
    await town.plans(
        "POST", f"{path}/milestones/{milestone['id']}/cancellations", {"reason": "Niet nodig"}
    )
    assert (await town.plans("POST", f"{path}/completions", {}))["state"] == "completed"


@pytest.mark.parametrize(
    ("step", "body"), [("cancellations", {"reason": "Geen geld"}), ("completions", {})]
)
async def test_a_request_whose_weeks_have_gone_by_is_withdrawn_and_worked_hours_stay(
    town: TownHall, step: str, body: dict[str, str]
) -> None:
    subproject = await town.subproject(await town.programme())
    expertise = await town.expertise("Balie")
    team = await town.team("Balie", h40=[expertise])
    worked = await town.request(subproject, expertise, team, town.weeks(10, 0))
    await town.leads(team, f"/reservations/{worked}/confirmations", {})
    waiting = await town.request(subproject, expertise, team, town.weeks(5))
    await town.plans("POST", f"/subprojects/{subproject}/starts", {})
    town.api.now += timedelta(weeks=3)

    await town.plans("POST", f"/subprojects/{subproject}/{step}", body)

    assert [str(each.reservation_id) for each in await town.told(ReservationWithdrawn)] == [waiting]
    kept = await town.plans("GET", f"/reservations/{worked}")
    assert kept["state"] == "confirmed"
    assert (await town.plans("GET", "/reservations?state=requested"))["items"] == []


async def test_a_go_live_tells_the_products_it_changes_when_planned_and_when_reached(
    town: TownHall,
) -> None:
    subproject = await town.subproject(await town.programme())
    body = {
        "kind": "go-live",
        "name": "Livegang",
        "dueOn": town.day(0),
        "affects": [{"product": "verhuismelding", "channels": ["web", "balie"]}],
    }
    collection = f"/subprojects/{subproject}/milestones"
    assert await town.api.refused(
        400, MANAGER, "POST", collection, body | {"affects": [], "dueOn": town.day(400)}
    ) == ["outside-subproject", "go-live-without-products"]
    milestone = await town.plans("POST", collection, body)
    path = f"{collection}/{milestone['id']}"
    await town.plans(
        "PUT", f"{path}/due-day", {"dueOn": town.day(7), "reason": "Test"}, If_Match='"1"'
    )
    reached = await town.plans("POST", f"{path}/achievements", {"reachedOn": town.day(-1)})

    assert (reached["state"], reached["reachedOn"]) == ("reached", town.day(-1))
    (planned,) = await town.told(MilestonePlanned)
    (told,) = await town.told(MilestoneReached)
    assert planned.affects == told.affects
    assert [str(each.due_on) for each in await town.told(MilestoneMoved)] == [town.day(7)]
    assert await town.api.refused(
        409, MANAGER, "POST", f"{path}/cancellations", {"reason": "Toch niet"}
    ) == ["impossible-transition"]


async def test_a_programme_is_completed_once_all_its_subprojects_are_closed(
    town: TownHall,
) -> None:
    programme = await town.programme()
    subproject = await town.subproject(programme)
    path = f"/programmes/{programme}/completions"
    assert await town.api.refused(409, MANAGER, "POST", path, {}) == ["subprojects-open"]
    await town.plans("POST", f"/subprojects/{subproject}/cancellations", {"reason": "Klaar"})
    await town.plans("POST", path, {})
    assert len(await town.told(ProgrammeCompleted)) == 1
    assert await town.api.refused(
        409,
        MANAGER,
        "PUT",
        f"/programmes/{programme}/targets",
        {"targets": []},
        If_Match="*",
    ) == ["programme-completed"]


async def test_the_same_request_again_plans_no_second_subproject(town: TownHall) -> None:
    programme = await town.programme()
    body = {
        "programmeId": programme,
        "name": "Verhuizen",
        "focusArea": "Burgerzaken",
        "lead": {"function": "Projectleider"},
        "startsOn": town.day(0),
        "endsOn": town.day(90),
        "firstMoment": "start",
    }
    first = await town.plans("POST", "/subprojects", body, Idempotency_Key="een")
    again = await town.plans("POST", "/subprojects", body, Idempotency_Key="een")
    assert first == again
    assert await town.count("subprojects") == 1


async def test_subprojects_come_in_pages_by_their_first_day(town: TownHall) -> None:
    programme = await town.programme()
    for number in (3, 1, 2):
        await town.subproject(programme, f"Deel {number}", startsOn=town.day(number))
    await town.subproject(await town.programme(), "Van een ander programma")
    path = f"/subprojects?programmeId={programme}&limit=2"
    first = await town.plans("GET", path)
    second = await town.plans("GET", f"{path}&cursor={first['next']}")
    names = [item["name"] for page in (first, second) for item in page["items"]]
    assert names == ["Deel 1", "Deel 2", "Deel 3"]
    assert second["next"] is None


async def test_a_subproject_that_fits_nowhere_gets_every_reason_at_once(town: TownHall) -> None:
    body = {
        "programmeId": "00000000-0000-4000-8000-00000000000f",
        "name": "Verhuizen",
        "focusArea": "Burgerzaken",
        "lead": {"staffId": "00000000-0000-4000-8000-00000000000e"},
        "startsOn": town.day(0),
        "endsOn": town.day(-1),
        "firstMoment": "start",
    }
    codes = await town.api.refused(400, MANAGER, "POST", "/subprojects", body)
    assert codes == ["programme-unknown", "staff-unknown", "ends-before-start"]
