"""The last day to reserve, from the plan to the reminder."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.planning.commands.deadlines import remind_of_deadlines
from services.planning.domain.supply.workdays import working_days_before
from shared.contracts.planning_v1 import ReservationDeadlineApproaching
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.web.access import Role
from tests.support.planning_world import TownHall


def monday(town: TownHall, ahead: int) -> date:
    return IsoWeek.of(town.today).plus(ahead).monday


async def deadlines(town: TownHall) -> dict[str, Any]:
    """Deadlines by the id of their demand."""
    found = await town.plans("GET", "/reservation-deadlines")
    return {each["demandId"]: each for each in found["items"]}


async def reminded(town: TownHall, today: date) -> list[ReservationDeadlineApproaching]:
    """What is told on a day that was not told before."""
    before = len(await town.told(ReservationDeadlineApproaching))
    async with transaction(town.api.engine) as connection:
        assert not await remind_of_deadlines(connection, today)
    return (await town.told(ReservationDeadlineApproaching))[before:]


async def late_answers(town: TownHall, reservation_id: str, count: int, days: int) -> None:
    """So many confirmations, each so many days after the question, as if of the past."""
    async with transaction(town.api.engine) as connection:
        for _ in range(count):
            await connection.execute(
                text(
                    """
                    WITH made AS (
                        INSERT INTO planning.reservations
                            (id, subproject_id, expertise_id, team_id, state, asked_at)
                        SELECT gen_random_uuid(), subproject_id, expertise_id, team_id, 'released',
                            now() - interval '300 days'
                        FROM planning.reservations WHERE id = :like
                        RETURNING id, asked_at
                    )
                    INSERT INTO planning.reservation_history
                        (reservation_id, version, state, at, by, role, reason, minutes,
                         over_minutes)
                    SELECT id, 2, 'confirmed', asked_at + make_interval(days => :days), 'x',
                        'team-leader', '', 60, 0
                    FROM made
                    """
                ),
                {"like": UUID(reservation_id), "days": days},
            )


async def test_a_demand_has_a_last_day_with_the_reason_of_every_day(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    demand = await town.demand(subproject, counter, town.weeks(5, 40, 41))

    path = f"/subprojects/{subproject}/demands/{demand}/reservation-deadline"
    found = await town.plans("GET", path)
    assert found == {
        "demandId": demand,
        "subprojectId": subproject,
        "subproject": "Verhuizen",
        "expertiseId": counter,
        "expertise": "Balie",
        "lastDay": working_days_before(monday(town, 40), 30).isoformat(),
        "plannedOn": monday(town, 40).isoformat(),
        "startsOn": monday(town, 40).isoformat(),
        "steps": [
            {"part": "roster-freeze", "days": 20},
            {"part": "approval", "days": 5},
            {"part": "buffer", "days": 5},
        ],
        "bufferMeasured": False,
        "enoughPeople": True,
        "openHours": 10,
        "options": ["other-person", "split", "move", "train", "hire", "reduce-scope"],
    }
    assert await deadlines(town) == {demand: found}


async def test_too_few_who_master_it_adds_learning_and_nobody_with_hours_adds_hiring(
    town: TownHall,
) -> None:
    counter, chat, data = [await town.expertise(name) for name in ("Balie", "Chat", "Data")]
    await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    learn = await town.demand(subproject, chat, town.weeks(10, 40, 40))
    hire = await town.demand(subproject, data, town.weeks(11, 40, 40))
    found = await deadlines(town)
    assert {"part": "learning", "days": 40} in found[learn]["steps"]
    assert {"part": "hiring", "days": 80} in found[hire]["steps"]
    assert [found[each]["enoughPeople"] for each in (learn, hire)] == [False, False]
    assert list(found) == [hire, learn]


async def test_others_who_want_the_same_hours_make_it_earlier(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    programme = await town.programme()
    first, second = [
        await town.subproject(programme, name, endsOn=town.day(400)) for name in ("A", "B")
    ]
    demand = await town.demand(first, counter, town.weeks(2, 40, 40))
    alone = (await deadlines(town))[demand]
    await town.demand(second, counter, town.weeks(8, 40, 40))
    crowded = (await deadlines(town))[demand]
    assert crowded["lastDay"] < alone["lastDay"]
    assert crowded["steps"][-1] == {"part": "scarcity", "days": 9}


async def test_hours_that_are_confirmed_move_it_and_all_of_them_end_it(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    demand = await town.demand(subproject, counter, town.weeks(5, 40, 41))
    for week in (40, 41):
        asked = await town.request(subproject, counter, team, town.weeks(5, week, week))
        before = (await deadlines(town))[demand]
        assert before["startsOn"] == monday(town, week).isoformat()
        await town.leads(
            team, f"/reservations/{asked}/confirmations", {"reason": "Akkoord."}, If_Match="*"
        )
    assert await deadlines(town) == {}


async def test_a_subproject_that_waits_for_a_late_one_has_its_deadline_later(
    town: TownHall,
) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    programme = await town.programme()
    first = await town.subproject(programme, "A", startsOn=town.day(-30), endsOn=town.day(-20))
    second = await town.subproject(
        programme, "B", startsOn=town.day(-18), endsOn=town.day(400), dependsOn=[first]
    )
    demand = await town.demand(second, counter, town.weeks(5, 40, 40))
    found = (await deadlines(town))[demand]
    later = (town.today - timedelta(days=18), town.today + timedelta(days=1))
    shifted = monday(town, 40) + (later[1] - later[0])
    assert found["plannedOn"] == monday(town, 40).isoformat()
    assert found["startsOn"] == IsoWeek.of(shifted).monday.isoformat() > found["plannedOn"]

    waits = f"/subprojects/{second}/dependencies"
    await town.plans("PUT", waits, {"dependsOn": [], "reason": "Los van A"}, If_Match="*")
    assert (await deadlines(town))[demand]["startsOn"] == found["plannedOn"]
    await town.plans("PUT", waits, {"dependsOn": [first], "reason": "Toch na A"}, If_Match="*")
    assert (await deadlines(town))[demand]["startsOn"] == found["startsOn"]
    await town.plans(
        "POST", f"/subprojects/{first}/starts", {"startedOn": town.day(-30)}, If_Match="*"
    )
    await town.plans(
        "POST", f"/subprojects/{first}/completions", {"completedOn": town.day(0)}, If_Match="*"
    )
    assert (await deadlines(town))[demand]["startsOn"] == found["plannedOn"]


async def test_the_buffer_is_the_municipality_s_own_from_twenty_answers_on(
    town: TownHall,
) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    asked = await town.request(subproject, counter, team, town.weeks(1, 30, 30))
    await late_answers(town, asked, 19, days=28)
    demand = await town.demand(subproject, counter, town.weeks(5, 40, 40))
    assert not (await deadlines(town))[demand]["bufferMeasured"]
    await late_answers(town, asked, 1, days=28)
    async with transaction(town.api.engine) as connection:
        await remind_of_deadlines(connection, town.today)
    found = (await deadlines(town))[demand]
    assert found["bufferMeasured"]
    assert next(step["days"] for step in found["steps"] if step["part"] == "buffer") > 5


async def test_the_municipality_says_how_long_rosters_are_fixed(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    demand = await town.demand(subproject, counter, town.weeks(5, 40, 40))
    known = await town.plans("GET", "/lead-times")
    assert known == {"rosterFreezeDays": 20, "approvalDays": 5, "version": 1}
    body = {"rosterFreezeDays": 30, "approvalDays": 8}
    changed = await town.plans("PUT", "/lead-times", body, If_Match='"1"')
    assert changed == body | {"version": 2}
    assert (await deadlines(town))[demand]["steps"][:2] == [
        {"part": "roster-freeze", "days": 30},
        {"part": "approval", "days": 8},
    ]
    manager = Role.PROGRAMME_MANAGER
    refused = town.api.refused
    assert await refused(412, manager, "PUT", "/lead-times", body, If_Match='"1"') == [
        "version-changed"
    ]
    wrong = {"rosterFreezeDays": -1, "approvalDays": 251}
    assert len(await refused(400, manager, "PUT", "/lead-times", wrong, If_Match='"2"')) == 2


@pytest.mark.parametrize("again", [False, True], ids=["stays", "moves"])
async def test_each_reminder_is_told_once_and_again_when_the_day_moves(
    town: TownHall, again: bool
) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    demand = await town.demand(subproject, counter, town.weeks(5, 40, 40))
    last_day = date.fromisoformat((await deadlines(town))[demand]["lastDay"])
    told = {
        left: [each.days_before for each in await reminded(town, last_day - timedelta(days=left))]
        for left in (31, 30, 29, 14, 13, 7, 6, 2, 1)
    }
    assert told == {
        31: [], 30: [30], 29: [], 14: [14], 13: [], 7: [7], 6: [], 2: [], 1: [1]
    }  # fmt: skip
    if again:
        body = {"rosterFreezeDays": 19, "approvalDays": 5}
        await town.plans("PUT", "/lead-times", body, If_Match="*")
    (event,) = await reminded(town, last_day)
    assert event == ReservationDeadlineApproaching(
        demand_id=UUID(demand),
        subproject_id=UUID(subproject),
        expertise_id=UUID(counter),
        expertise="Balie",
        starts_on=monday(town, 40),
        last_day=event.last_day,
        days_before=1 if again else 0,
        options=("other-person", "split", "move", "reduce-scope"),
    )
    assert (event.last_day > last_day) is again
    assert await reminded(town, last_day) == []


async def test_after_a_silence_only_the_latest_reminder_is_told(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(5, 2, 2))
    assert [each.days_before for each in await reminded(town, town.today)] == [0]
    assert await reminded(town, town.today + timedelta(days=1)) == []


async def test_what_is_confirmed_closed_or_gone_by_is_not_told_of(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    programme = await town.programme()
    names = ("Bevestigd", "Geannuleerd")
    confirmed, cancelled = [await town.subproject(programme, name) for name in names]
    await town.demand(cancelled, counter, town.weeks(2, 2, 2))
    await town.demand(confirmed, counter, town.weeks(5, 2, 2))
    asked = await town.request(confirmed, counter, team, town.weeks(5, 2, 2))
    await town.leads(team, f"/reservations/{asked}/confirmations", {"reason": "Ja."}, If_Match="*")
    reason = {"reason": "Gaat niet door."}
    await town.plans("POST", f"/subprojects/{cancelled}/cancellations", reason, If_Match="*")
    gone = await town.subproject(programme, "Voorbij")
    await town.demand(gone, counter, town.weeks(1, -1, -1))
    assert await reminded(town, town.today) == []


async def test_koers_asks_to_reserve_what_nobody_was_asked_for_yet(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    soon = await town.demand(subproject, counter, town.weeks(5, 8, 9))

    async def asked() -> Any:
        return (await town.plans("GET", "/steering-overview"))["decisions"]

    last_day = (await deadlines(town))[soon]["lastDay"]
    decision = {
        "kind": "reservation-deadline",
        "subjectId": soon,
        "what": "Reserveer 10 uur Balie voor “Verhuizen”",
        "lastDay": last_day,
    }
    assert await asked() == [decision]
    await town.request(subproject, counter, team, town.weeks(5, 8, 8))
    left = [each for each in await asked() if each["kind"] == "reservation-deadline"]
    assert left == [decision | {"what": "Reserveer 5 uur Balie voor “Verhuizen”"}]
    await town.request(subproject, counter, team, town.weeks(5, 9, 9))
    assert {each["kind"] for each in await asked()} == {"reservation"}


async def test_deadlines_come_a_page_at_a_time_and_of_one_programme_when_asked(
    town: TownHall,
) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h40=[counter])
    first, second = await town.programme(), await town.programme()
    made = []
    for programme, week in ((first, 42), (second, 40), (first, 41)):
        subproject = await town.subproject(programme, f"Week {week}", endsOn=town.day(400))
        made.append(await town.demand(subproject, counter, town.weeks(1, week, week)))
    page = await town.plans("GET", "/reservation-deadlines?limit=2")
    assert [each["demandId"] for each in page["items"]] == [made[1], made[2]]
    rest = await town.plans("GET", f"/reservation-deadlines?limit=2&cursor={page['next']}")
    assert [each["demandId"] for each in rest["items"]] == [made[0]]
    of_one = await town.plans("GET", f"/reservation-deadlines?programmeId={first}")
    assert [each["demandId"] for each in of_one["items"]] == [made[2], made[0]]
