"""Tijdlijn over HTTP: the plan over time, one subproject, other dates for it, and a new one."""

import csv
import io
import re
from datetime import timedelta

import pytest

from services.planning.commands.deadlines import remind_of_deadlines
from services.planning.commands.forecasts import refresh_forecasts
from shared.database import transaction
from shared.web import dutch
from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town
from tests.support.visitor import Visitor

PAGE = "/tijdlijn"


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours, with its forecasts and deadlines."""
    found = await staff_town(town)
    async with transaction(town.api.engine) as connection:
        await refresh_forecasts(connection, town.today)
        await remind_of_deadlines(connection, town.today)
    return found


@pytest.fixture
def manager(town: TownHall) -> Visitor:
    """A programme manager."""
    return Visitor(town.api, Role.PROGRAMME_MANAGER)


def rows(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file), delimiter=";"))


async def test_subprojects_stand_by_focus_area_with_promise_forecast_and_deadline(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    page = await manager.read(f"{PAGE}?zoom=jaar")
    names = re.findall(r'class="gantt__name"[^>]*>([^<]+)<', page)
    assert names == [
        "Akten online bestellen",
        "Rijbewijs verlengen",
        "Verhuizing doorgeven zonder afspraak",
    ]
    for drawn in ("gantt__diamond--due", "gantt__diamond--promised", "gantt__tail", "gantt__flag"):
        assert f'class="{drawn}' in page or f" {drawn}" in page
    file = {
        row["mijlpaal"]: row for row in rows(await manager.read(f"{PAGE}/tijdlijn.csv?zoom=jaar"))
    }
    decision = file["Besluit over akten"]
    assert (decision["beloofd"], decision["gepland"]) == (town.day(20), town.day(55))
    assert decision["waarschijnlijk_voor"] >= decision["gepland"]
    assert file[""]["deelproject"] == "Rijbewijs verlengen"
    assert all(row["uiterste_reserveerdatum"] for row in file.values())


async def test_zoom_and_weeks_are_links(manager: Visitor, made: Staffing) -> None:
    page = await manager.read(f"{PAGE}?zoom=kwartaal")
    (later,) = re.findall(r'href="([^"]+)">Later<', page)
    moved = await manager.read(later.replace("&amp;", "&"))
    assert re.findall(r'href="[^"]*zoom=kwartaal[^"]*" aria-current="true"', moved)
    assert "In deze weken loopt er geen deelproject." in await manager.read(f"{PAGE}?van=2029-W01")
    assert (await manager.get(f"{PAGE}?van=2029-W99")).status_code == 400


async def test_in_the_past_it_stands_as_it_was_known(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    then = town.today
    town.api.now += timedelta(days=3)
    page = await manager.read(f"{PAGE}?per={then.isoformat()}")
    assert "U ziet het plan zoals het bekend was op" in page
    assert "Deelproject plannen" not in page
    assert page.count("gantt__name") == 3


async def test_everybody_who_works_there_sees_the_plan_and_only_the_programme_changes_it(
    town: TownHall, made: Staffing
) -> None:
    employee = Visitor(town.api, Role.EMPLOYEE)
    for path in (PAGE, f"{PAGE}/{made.moving}"):
        page = await employee.read(path)
        assert "Deelproject plannen" not in page
        assert 'id="data"' not in page
        assert "/inzetverzoeken/" not in page
    assert (await employee.get(f"{PAGE}/nieuw")).status_code == 403
    assert (await employee.send(f"{PAGE}/{made.moving}/data", {})).status_code == 403
    assert (await Visitor(town.api, Role.SUBSCRIBER).get(PAGE)).status_code == 403


async def test_a_deadline_says_why(town: TownHall, manager: Visitor, made: Staffing) -> None:
    page = await manager.read(f"{PAGE}/{made.moving}")
    assert "het rooster ligt vast: 20 werkdagen" in page
    assert "akkoord van de teamleider: 5 werkdagen" in page
    assert "Er mist nog 192 uur." in page


async def test_other_dates_show_what_they_break_before_they_are_saved(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    path = f"{PAGE}/{made.moving}/data"
    dates = {"startsOn": town.day(40), "endsOn": town.day(140), "version": "1"}
    shown = await manager.send(path, dates | {"action": "preview"})
    assert shown.status_code == 200
    assert "valt buiten het deelproject." in shown.text
    assert 'value="save"' not in shown.text
    refused = await manager.send(path, dates | {"action": "save", "reason": "Later"})
    assert refused.status_code == 400

    along = dates | {"endsOn": town.day(240), "movesAlong": "ja"}
    shown = await manager.send(path, along | {"action": "preview"})
    moved = dutch.day(town.today + timedelta(days=150 + 33))
    assert f"naar {moved}" in shown.text
    assert 'value="save"' in shown.text
    refused = await manager.send(path, along | {"action": "save"})
    assert "Dit gegeven is verplicht." in refused.text
    assert f'value="{town.day(40)}"' in refused.text
    page = await manager.does(path, along | {"action": "save", "reason": "Het college wil later"})
    assert "De nieuwe data zijn opgeslagen." in page
    refused = await manager.send(path, along | {"action": "save", "reason": "Nog eens"})
    assert "intussen gewijzigd" in refused.text


async def test_a_subproject_is_planned_with_its_demand_in_one_go_and_only_once(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    form = await manager.read(f"{PAGE}/nieuw")
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    fields = {"key": key, "programmeId": made.programme, "name": "Paspoort", "firstMoment": "start"}
    before = await town.count("subprojects")
    refused = await manager.send(f"{PAGE}/nieuw", fields | {"needs.0.weeklyHours": "veel"})
    assert refused.status_code == 400
    for name in ("focusArea", "lead.function", "startsOn", "endsOn", "needs.0.expertiseId"):
        assert f'id="{name}-fout"' in refused.text
    assert "Hier hoort een getal te staan." in refused.text
    assert 'value="Paspoort"' in refused.text

    fields |= {
        "focusArea": "Reisdocumenten",
        "lead.function": "Projectleider",
        "startsOn": town.day(60),
        "endsOn": town.day(90),
        "dependsOn": "",
        "needs.0.expertiseId": made.design,
        "needs.0.level": "2",
        "needs.0.weeklyHours": "7,5",
        "needs.1.expertiseId": made.design,
        "needs.1.level": "1",
        "needs.1.weeklyHours": "2",
    }
    refused = await manager.send(f"{PAGE}/nieuw", fields)
    assert "Van deze expertise is de gevraagde inzet al ingevuld." in refused.text
    assert await town.count("subprojects") == before
    fields = {name: value for name, value in fields.items() if not name.startswith("needs.1")}
    page = await manager.does(f"{PAGE}/nieuw", fields)
    assert "Het deelproject is gepland." in page
    assert "Procesontwerp (niveau 2)" in page
    assert (await manager.send(f"{PAGE}/nieuw", fields)).status_code == 303
    assert await town.count("subprojects") == before + 1


async def test_the_text_is_dutch_that_everybody_can_read(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    for path in (PAGE, f"{PAGE}/{made.moving}", f"{PAGE}/nieuw", f"{PAGE}?van=2029-W01"):
        assert list(objections(await manager.read(path))) == []
