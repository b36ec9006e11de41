"""Forecasts of milestones: made when something changed, told when they differ, shown."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from services.planning.commands.forecasts import refresh_forecasts
from shared.contracts.planning_v1 import ForecastUpdated
from shared.database import transaction
from shared.web.access import Role
from tests.support.planning_world import TownHall


async def refresh(town: TownHall, today: date | None = None) -> int:
    """Forecast until there is nothing more to forecast; how many programmes that were."""
    made = 0
    while True:
        async with transaction(town.api.engine) as connection:
            if not await refresh_forecasts(connection, today or town.today):
                return made
        made += 1


async def milestone(town: TownHall, subproject: str, name: str, due: int) -> str:
    body = {"kind": "training", "name": name, "dueOn": town.day(due)}
    return str((await town.plans("POST", f"/subprojects/{subproject}/milestones", body))["id"])


async def forecasts(town: TownHall, programme: str) -> Mapping[str, Any]:
    found = await town.plans("GET", f"/programmes/{programme}/forecasts")
    return {each["milestone"]: each for each in found["items"]}


async def history(town: TownHall, subproject: str, ratio: float) -> None:
    """Twenty subprojects like this one took so many times their plan."""
    async with transaction(town.api.engine) as connection:
        await connection.execute(
            text(
                """
                WITH made AS (
                    INSERT INTO planning.subprojects
                    SELECT (jsonb_populate_record(s, jsonb_build_object(
                        'id', gen_random_uuid(), 'state', 'completed', 'name', 'Klaar ' || n))).*
                    FROM planning.subprojects s, generate_series(1, 20) n WHERE s.id = :like
                    RETURNING id
                )
                INSERT INTO planning.duration_history
                    (subproject_id, started_on, planned_days, actual_days)
                SELECT id, DATE '2026-01-05', 100, round(100 * CAST(:ratio AS float)) FROM made
                """
            ),
            {"like": subproject, "ratio": ratio},
        )


async def test_every_milestone_to_come_is_forecast_from_what_took_how_long_here(
    town: TownHall,
) -> None:
    programme = await town.programme()
    dates = {"startsOn": town.day(10), "endsOn": town.day(109)}
    subproject = await town.subproject(programme, **dates)
    half = await milestone(town, subproject, "Training", 59)
    await milestone(town, subproject, "Livegang", 109)
    await history(town, subproject, 1.5)
    assert await forecasts(town, programme) == {}
    assert await refresh(town) == 1

    found = await forecasts(town, programme)
    assert found["Training"] == {
        "milestoneId": half,
        "milestone": "Training",
        "kind": "training",
        "subprojectId": subproject,
        "subproject": "Verhuizen",
        "dueOn": town.day(59),
        "p50": town.day(84),
        "p80": town.day(84),
    }
    assert found["Livegang"]["p80"] == town.day(159)
    told = await town.told(ForecastUpdated)
    assert {(each.due_on.isoformat(), each.p80 and each.p80.isoformat()) for each in told} == {
        (each["dueOn"], each["p80"]) for each in found.values()
    }
    assert {str(each.programme_id) for each in told} == {programme}


async def test_it_is_made_again_when_something_changed_and_told_where_it_differs(
    town: TownHall,
) -> None:
    programme = await town.programme()
    first = await town.subproject(programme, "A", startsOn=town.day(10), endsOn=town.day(39))
    second = await town.subproject(programme, "B", startsOn=town.day(10), endsOn=town.day(39))
    moved = await milestone(town, first, "Een", 30)
    await milestone(town, second, "Twee", 30)
    assert await refresh(town) == 1
    assert await refresh(town) == 0
    before = await town.told(ForecastUpdated)
    path = f"/subprojects/{first}/milestones/{moved}/due-day"
    body = {"dueOn": town.day(39), "reason": "Later."}
    await town.plans("PUT", path, body, If_Match="*")
    assert await refresh(town) == 1
    (told,) = (await town.told(ForecastUpdated))[len(before) :]
    assert str(told.milestone_id) == moved
    assert await refresh(town, town.today + timedelta(days=1)) == 1
    assert len(await town.told(ForecastUpdated)) == len(before) + 1


async def test_hours_are_a_limit_and_what_nobody_can_do_is_not_expected(town: TownHall) -> None:
    chat = await town.expertise("Chat")
    programme = await town.programme()
    subproject = await town.subproject(programme)
    await town.demand(subproject, chat, town.weeks(20, 1, 4))
    await milestone(town, subproject, "Livegang", 100)
    await refresh(town)
    assert (await forecasts(town, programme))["Livegang"]["p80"] is None
    await town.team("Publiekszaken", h1=[chat])
    await refresh(town)
    slow = (await forecasts(town, programme))["Livegang"]["p80"]
    await town.team("Telefonie", h20=[chat])
    await refresh(town)
    fast = (await forecasts(town, programme))["Livegang"]["p80"]
    assert town.day(100) < fast < slow


async def test_hours_confirmed_for_another_programme_are_not_there(town: TownHall) -> None:
    chat = await town.expertise("Chat")
    team = await town.team("Publiekszaken", h10=[chat])
    programme, other = await town.programme(), await town.programme()
    subproject, elsewhere = await town.subproject(programme), await town.subproject(other)
    await town.demand(subproject, chat, town.weeks(10, 1, 20))
    await milestone(town, subproject, "Livegang", 100)
    await refresh(town)
    before = (await forecasts(town, programme))["Livegang"]["p80"]
    asked = await town.request(elsewhere, chat, team, town.weeks(10, 1, 8))
    await town.leads(team, f"/reservations/{asked}/confirmations", {"reason": "Ja."}, If_Match="*")
    await refresh(town)
    assert (await forecasts(town, programme))["Livegang"]["p80"] > before


async def test_how_long_a_subproject_took_is_remembered_beside_its_plan(town: TownHall) -> None:
    programme = await town.programme()
    dates = {"startsOn": town.day(-40), "endsOn": town.day(-21)}
    subproject = await town.subproject(programme, **dates)
    started = {"startedOn": town.day(-40)}
    await town.plans("POST", f"/subprojects/{subproject}/starts", started, If_Match="*")
    completed = {"completedOn": town.day(-11)}
    await town.plans("POST", f"/subprojects/{subproject}/completions", completed, If_Match="*")
    async with transaction(town.api.engine) as connection:
        found = (
            await connection.execute(
                text("SELECT planned_days, actual_days FROM planning.duration_history")
            )
        ).one()
    assert tuple(found) == (20, 30)


async def test_what_is_reached_has_no_forecast_any_more(town: TownHall) -> None:
    programme = await town.programme()
    subproject = await town.subproject(programme)
    reached = await milestone(town, subproject, "Een", 30)
    await milestone(town, subproject, "Twee", 40)
    await refresh(town)
    path = f"/subprojects/{subproject}/milestones/{reached}/achievements"
    await town.plans("POST", path, {"reachedOn": town.day(0)}, If_Match="*")
    assert set(await forecasts(town, programme)) == {"Twee"}
    await refresh(town)
    assert await town.count("forecasts") == 1


async def test_two_that_forecast_at_once_do_not_do_it_twice(town: TownHall) -> None:
    programme = await town.programme()
    subproject = await town.subproject(programme)
    await milestone(town, subproject, "Livegang", 100)
    await asyncio.gather(refresh(town), refresh(town))
    assert len(await town.told(ForecastUpdated)) == 1


async def test_a_programme_that_is_not_there_has_no_forecasts(town: TownHall) -> None:
    path = "/programmes/00000000-0000-4000-8000-000000000000/forecasts"
    await town.api.refused(404, Role.EMPLOYEE, "GET", path)
