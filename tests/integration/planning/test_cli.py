"""`draagvlak planning` on the command line."""

import asyncio
from datetime import date
from uuid import UUID, uuid4

import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

from services.planning.cli import app
from services.planning.commands.forecasts import refresh_forecasts
from services.planning.domain.proposal.proposal import Proposal
from shared.database import transaction
from shared.web import dutch
from tests.support.installations import Database
from tests.support.planning_world import TownHall


@pytest.fixture
def addresses(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses of the service, as its process gets them."""
    monkeypatch.setenv("DRAAGVLAK_PLANNING_APP_URL", database.app_url("planning"))


async def shown(*arguments: str) -> str:
    """What the command shows; it runs an event loop of its own."""
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


async def test_the_balance_is_a_table_of_hours_per_expertise_and_week(
    town: TownHall, addresses: None
) -> None:
    assert (await shown("balance")).strip() == "Er is geen inzet gevraagd in deze weken."
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    await town.demand(
        await town.subproject(await town.programme()), counter, town.weeks(12.5, 1, 2)
    )
    titles, *weeks = (await shown("balance")).splitlines()
    assert titles.split() == ["expertise", "week", "vraag", "aanbod", "bevestigd", "tekort"]
    assert [week.split() for week in weeks] == [
        ["Balie", town.week(ahead), "12,5", "10,0", "0,0", "2,5"] for ahead in (1, 2)
    ]
    assert len((await shown("balance", "--weeks", "2")).splitlines()) == 2


async def test_the_change_load_is_shown_with_quieter_weeks(town: TownHall, addresses: None) -> None:
    team = await town.team("Publiekszaken")
    products = {"products": ["verhuismelding"]}
    await town.plans("PUT", f"/teams/{team}/products", products, If_Match="*")
    weeks = {"fromWeek": town.week(1), "untilWeek": town.week(1), "weeklyHours": 8}
    peaks = {"peaks": [{"name": "Verkiezingen", **weeks}]}
    await town.plans("PUT", f"/teams/{team}/peaks", peaks, If_Match="*")
    subproject = await town.subproject(await town.programme())
    go_live = {
        "kind": "go-live",
        "name": "Online verhuizen",
        "dueOn": town.day(7),
        "affects": [{"product": "verhuismelding", "channels": ["web"]}],
    }
    await town.plans("POST", f"/subprojects/{subproject}/milestones", go_live)

    weights, titles, line, quieter = (await shown("change-load")).splitlines()
    assert weights == "Punten per week: livegang 3, piek 2, training 1."
    assert titles.split() == ["team", "week", "punten", "livegang", "piek", "training"]
    assert line.split() == ["Publiekszaken", town.week(1), "5", "1", "1", "0"]
    suggested = ", ".join(f"{town.week(ahead)} (0)" for ahead in (0, 2, 3))
    assert quieter == f"Rustiger dan “Online verhuizen” in {town.week(1)} (2): {suggested}"


async def test_decisions_are_shown_with_their_last_day_and_whether_it_has_passed(
    town: TownHall, addresses: None
) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(4))
    (line,) = (await shown("decisions")).splitlines()
    assert "Los het tekort aan Balie op: 4 uur" in line
    assert line.endswith("TE LAAT")


async def test_timeliness_is_hours_confirmed_in_time_of_those_demanded(
    town: TownHall, addresses: None
) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h40=[counter])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(30, 1, 1) + town.weeks(30, 10, 10))
    asked = await town.request(subproject, counter, team, town.weeks(20, 10, 10))
    await town.leads(team, f"/reservations/{asked}/confirmations", {})
    norm, titles, *lines = (await shown("timeliness")).splitlines()
    assert norm == "Op tijd is 20 werkdagen voor de eerste week, of eerder."
    assert titles.split() == ["deelproject", "op", "tijd", "gevraagd", "deel"]
    assert [line.split() for line in lines] == [
        ["Verhuizen", "20,0", "60,0", "33%"],
        ["alles", "20,0", "60,0", "33%"],
    ]


async def test_deadlines_are_shown_with_the_reason_of_every_working_day(
    town: TownHall, addresses: None
) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme(), endsOn=town.day(400))
    await town.demand(subproject, counter, town.weeks(12, 40, 40))
    what, why = (await shown("deadlines")).splitlines()
    assert what.endswith("12,0 uur Balie voor “Verhuizen”")
    assert why.endswith(
        "werkdagen: 20 roosters liggen vast, 5 akkoord vragen, 80 aannemen, 5 speling"
    )
    await town.demand(await town.subproject(await town.programme()), counter, town.weeks(1, 1, 1))
    late, *_ = (await shown("deadlines", "--most", "1")).splitlines()
    assert late.endswith("TE LAAT")


async def test_the_forecast_shows_each_milestone_and_what_is_not_expected(
    town: TownHall, addresses: None
) -> None:
    programme = await town.programme()
    subproject = await town.subproject(programme)
    await town.demand(subproject, await town.expertise("Chat"), town.weeks(12))
    body = {"kind": "training", "name": "Training balie", "dueOn": town.day(30)}
    await town.plans("POST", f"/subprojects/{subproject}/milestones", body)
    async with transaction(town.api.engine) as connection:
        await refresh_forecasts(connection, town.today)
    titles, line = (await shown("forecast", programme)).splitlines()
    assert titles.split() == ["gepland", "P50", "P80", "mijlpaal"]
    assert line.split("  ")[-1].strip().endswith("Training balie (Verhuizen)")
    assert line.count("niet verwacht") == 2


async def test_scenarios_are_listed_and_set_beside_the_plan(
    town: TownHall, addresses: None
) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    programme = await town.programme()
    subproject = await town.subproject(programme)
    await town.demand(subproject, counter, town.weeks(12.5, 10, 10))
    milestone = {"kind": "decision", "name": "Besluit", "dueOn": town.day(80)}
    path = f"/subprojects/{subproject}/milestones"
    due = (await town.plans("POST", path, milestone))["id"]
    hired = {"kind": "add-supply", "teamId": team, "expertiseId": counter, "weeklyHours": 2.5}
    moved = {"kind": "move-milestone", "milestoneId": due, "dueOn": town.day(90)}
    body = {
        "programmeId": programme,
        "name": "Extra uren",
        "changes": [hired | {"fromWeek": town.week(10)}, moved],
    }
    scenario = await town.plans("POST", "/scenarios", body)
    assert await shown("scenarios") == f"{scenario['id']}  Extra uren (wijzigingen: 2)\n"
    titles, *lines = (await shown("scenarios", scenario["id"])).splitlines()
    assert titles.split("  ")[-1].strip() == "Extra uren"
    cells = {line[:40].strip(): line[40:].split("  ") for line in lines}
    values = {name: [each.strip() for each in found if each] for name, found in cells.items()}
    assert values["uren tekort"] == ["2,5", "0,0"]
    assert values["belemmeringen"] == ["0", "0"]
    assert values[f"tekort Balie {town.week(10)}"] == ["2,5", "0,0"]
    assert values["Besluit"] == [
        dutch.day(date.fromisoformat(town.day(80))),
        dutch.day(date.fromisoformat(town.day(90))),
    ]
    refused = await asyncio.to_thread(CliRunner().invoke, app, ["scenarios", str(uuid4())])
    assert refused.exit_code == 2
    assert "Dit bestaat niet." in refused.output


async def test_a_proposal_says_who_gives_what_and_what_would_repair_a_shortage(
    town: TownHall, addresses: None
) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h10=[counter])
    programme = await town.programme()
    await town.demand(await town.subproject(programme), counter, town.weeks(12, 1, 1))
    shown_lines = await shown("propose", programme)
    assert "voorgesteld" in shown_lines
    assert "oplossing: " in shown_lines
    result = await asyncio.to_thread(CliRunner().invoke, app, ["propose", programme, "--json"])
    found = TypeAdapter(Proposal).validate_json(result.stdout)
    assert found.programme_id == UUID(programme)
    assert "planning zoeken" in result.stderr
    unknown = await asyncio.to_thread(CliRunner().invoke, app, ["propose", str(uuid4())])
    assert unknown.exit_code == 2
    assert "Dit programma bestaat niet." in unknown.output
