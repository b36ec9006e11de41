"""Scenario's over HTTP: making, changing, comparing and promoting by form."""

import csv
import html
import io
import re

import pytest

from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town
from tests.support.visitor import Visitor

LIST = "/scenarios"


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours."""
    return await staff_town(town)


@pytest.fixture
def manager(town: TownHall) -> Visitor:
    """A programme manager."""
    return Visitor(town.api, Role.PROGRAMME_MANAGER)


async def make(manager: Visitor, made: Staffing, name: str = "Later beginnen") -> str:
    """The address of a new scenario."""
    fields = {"name": name, "programmeId": made.programme, "key": name}
    answer = await manager.send(LIST, fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def version(page: str) -> str:
    (found,) = re.findall(r'name="version" value="(\d+)"', page)
    return str(found)


async def later(town: TownHall, manager: Visitor, made: Staffing, scenario: str) -> str:
    """Let the scenario begin a subproject three weeks later."""
    fields = {
        "subprojectId": made.moving,
        "startsOn": town.day(28),
        "endsOn": town.day(221),
        "key": "1",
    }
    return await manager.does(f"{scenario}/wijzigingen/nieuw?soort=reschedule", fields)


async def test_a_scenario_is_made_changed_compared_and_promoted(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    page = await later(town, manager, made, scenario)
    assert "“Verhuizing doorgeven zonder afspraak” loopt van" in html.unescape(page)
    assert "De wijziging staat in het scenario." in page
    compared = await manager.read(f"{LIST}/vergelijken?scenario={scenario[-36:]}")
    assert "21 dagen later" in compared
    asked = await manager.read(f"{scenario}/doorvoeren")
    assert "Niets. Het plan is nog zoals" in asked
    fields = {"version": version(asked), "reason": "De balie is dan rustiger"}
    done = await manager.does(f"{scenario}/doorvoeren", fields)
    assert "Het scenario is doorgevoerd." in done
    now = await town.plans("GET", f"/subprojects/{made.moving}")
    assert now["startsOn"] == town.day(28)
    assert "Doorvoeren" not in done


async def test_what_changed_underneath_is_listed_and_must_be_seen_before_promoting(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    await later(town, manager, made, scenario)
    seen = version(await manager.read(f"{scenario}/doorvoeren"))
    await town.demand(made.moving, await town.expertise("Testen"), town.weeks(4, 10, 11))
    fields = {"version": seen, "reason": "Zo is het beter"}
    refused = await manager.send(f"{scenario}/doorvoeren", fields)
    assert refused.status_code == 400
    assert "intussen gewijzigd" in refused.text
    assert "Gevraagde inzet “Testen” van “Verhuizing" in html.unescape(refused.text)
    assert "Zo is het beter" in refused.text
    assert (await town.plans("GET", f"/subprojects/{made.moving}"))["startsOn"] == town.day(7)
    await manager.does(f"{scenario}/doorvoeren", fields | {"version": version(refused.text)})


async def test_a_scenario_that_cannot_be_says_why_before_it_is_tried(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    weeks = {"firstWeek": town.week(60), "hours": "8", "key": "1"}
    fields = {"subprojectId": made.moving, "expertiseId": made.design, "level": "1"}
    await manager.does(f"{scenario}/wijzigingen/nieuw?soort=change-demand", fields | weeks)
    page = await manager.read(f"{scenario}/doorvoeren")
    assert "Dit scenario kan zo niet worden doorgevoerd." in page
    assert "valt buiten het deelproject" in page
    sent = {"version": version(page), "reason": "Toch maar"}
    refused = await manager.send(f"{scenario}/doorvoeren", sent)
    assert refused.status_code == 400
    assert "Dit is niet opgeslagen." in refused.text


async def test_everything_that_is_wrong_with_a_change_is_said_at_its_fields_and_kept(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    path = f"{scenario}/wijzigingen/nieuw?soort=add-supply"
    refused = await manager.send(path, {"weeklyHours": "acht", "level": "2", "key": "1"})
    assert refused.status_code == 400
    wrong = re.findall(r'id="(\w+)-fout"', refused.text)
    assert set(wrong) == {"teamId", "expertiseId", "weeklyHours", "fromWeek"}
    assert 'value="acht"' in refused.text
    asked = await manager.send(
        f"{scenario}/wijzigingen/nieuw?soort=reserve",
        {"firstWeek": town.week(9), "lastWeek": town.week(8), "hours": "4", "key": "2"},
    )
    assert re.findall(r'id="(\w+)-fout"', asked.text) == ["lastWeek"]
    fields = {"subprojectId": made.moving, "expertiseId": made.design, "teamId": made.front_office}
    empty = await manager.send(f"{scenario}/wijzigingen/nieuw?soort=reserve", fields | {"key": "3"})
    assert re.findall(r'id="(\w+)-fout"', empty.text) == ["hours"]
    bent = {"hours": "1", "firstWeek": "x", "weeks.nooit": "4", "key": "4"}
    odd = await manager.send(f"{scenario}/wijzigingen/nieuw?soort=reserve", fields | bent)
    assert odd.status_code == 400


async def test_a_change_is_made_another_week_by_week_and_taken_out(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    fields = {
        "subprojectId": made.deeds,
        "expertiseId": made.design,
        "teamId": made.front_office,
        "hours": "4,5",
        "firstWeek": town.week(8),
        "lastWeek": town.week(9),
        "key": "1",
    }
    page = await manager.does(f"{scenario}/wijzigingen/nieuw?soort=reserve", fields)
    assert "geeft 9 uur Procesontwerp aan" in page
    (change,) = re.findall(rf"{scenario}/wijzigingen/([0-9a-f-]{{36}})\"", page)
    form = await manager.read(f"{scenario}/wijzigingen/{change}")
    assert form.count('value="4,5"') == 2
    kept = {name: fields[name] for name in ("subprojectId", "expertiseId", "teamId")}
    other = kept | {"version": version(form), f"weeks.{town.week(8)}": "6"}
    page = await manager.does(f"{scenario}/wijzigingen/{change}", other)
    assert "geeft 6 uur Procesontwerp aan" in page
    stale = await manager.send(f"{scenario}/wijzigingen/{change}", other)
    assert "intussen aangepast" in stale.text
    page = await manager.does(f"{scenario}/wijzigingen/{change}/weghalen", {})
    assert "Dit scenario wijzigt nog niets." in page


async def test_a_form_that_is_sent_twice_makes_one(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    assert await make(manager, made) == await make(manager, made)
    assert await town.count("scenarios") == 1


async def test_an_assumption_is_still_to_be_arranged_after_promoting(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    await later(town, manager, made, scenario)
    fields = {
        "teamId": made.front_office,
        "expertiseId": made.design,
        "level": "1",
        "weeklyHours": "7,5",
        "fromWeek": town.week(8),
        "key": "2",
    }
    await manager.does(f"{scenario}/wijzigingen/nieuw?soort=add-supply", fields)
    asked = await manager.read(f"{scenario}/doorvoeren")
    assert "Aannames." in asked
    sent = {"version": version(asked), "reason": "Er komt iemand bij"}
    done = await manager.does(f"{scenario}/doorvoeren", sent)
    assert "Dit moet u nog regelen" in done
    assert "Team Publieksplein heeft 7,5 uur per week meer" in done


async def test_the_file_of_a_comparison_has_its_lines(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made, "=Later")
    await later(town, manager, made, scenario)
    page = await manager.read(f"{LIST}/vergelijken?scenario={scenario[-36:]}")
    (address,) = re.findall(r'href="([^"]+\.csv[^"]+)"', page)
    file = await manager.read(html.unescape(address))
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert rows[0] == ["onderwerp", "wat", "Het plan zoals het is", "'=Later"]
    assert len(rows) - 1 == page.count('<th scope="row">')
    (begin,) = [row for row in rows if row[1].endswith("begint")]
    assert begin[2:] == [town.day(7), town.day(28)]


async def test_a_scenario_is_thrown_away_and_the_plan_stays(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    page = await manager.does(f"{scenario}/weggooien", {})
    assert "weggegooid" in page
    assert (await manager.get(scenario)).status_code == 404


async def test_only_a_programme_manager_comes_here_and_only_from_our_own_pages(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    paths = (LIST, scenario, f"{scenario}/doorvoeren", f"{scenario}/wijzigingen/nieuw")
    for role in set(Role) - {Role.PROGRAMME_MANAGER}:
        for path in paths:
            assert (await Visitor(town.api, role).get(path)).status_code == 403
    sent = await manager.send(f"{scenario}/weggooien", {}, origin="https://elders.example")
    assert sent.status_code == 403
    assert await town.count("scenarios") == 1


async def test_the_pages_are_in_dutch_that_everybody_can_read(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    scenario = await make(manager, made)
    await later(town, manager, made, scenario)
    kinds = re.findall(r"soort=([a-z-]+)", await manager.read(scenario))
    assert len(kinds) == 7
    for path in (
        LIST,
        scenario,
        f"{scenario}/doorvoeren",
        f"{LIST}/vergelijken?scenario={scenario[-36:]}",
        *(f"{scenario}/wijzigingen/nieuw?soort={kind}" for kind in kinds),
    ):
        assert list(objections(await manager.read(path))) == []
