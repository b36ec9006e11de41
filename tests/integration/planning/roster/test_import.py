"""A roster is recorded whole or not at all, and twice the same changes nothing."""

import asyncio
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner, Result

from services.planning.roster.cli import app
from tests.support.installations import Database
from tests.support.planning_world import TownHall


@pytest.fixture(autouse=True)
def installed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAAGVLAK_PLANNING_APP_URL", database.app_url("planning"))


async def run(path: Path, *arguments: str) -> Result:
    planning = typer.Typer()
    planning.add_typer(app, name="roster")
    command = ["roster", "import", str(path), *arguments]
    return await asyncio.to_thread(lambda: CliRunner().invoke(planning, command))


async def imports(folder: Path, profile: str, content: str, *arguments: str) -> Result:
    path = folder / f"{profile}.csv"
    path.write_text(content, encoding="utf-8")
    return await run(path, "--profile", profile, *arguments)


async def changed(folder: Path, profile: str, content: str, *arguments: str) -> int:
    """For how many people a sound file was new."""
    result = await imports(folder, profile, content, "--json", *arguments)
    assert result.exit_code == 0, result.output
    return int(json.loads(result.stdout)["outcome"]["changed"])


@pytest.fixture
async def people(town: TownHall) -> list[str]:
    """Two people of a team, under consent."""
    await town.consents()
    return await town.people(await town.team("Publiekszaken"), 2)


async def test_four_kinds_of_file_are_recorded_and_twice_the_same_changes_nothing(
    town: TownHall, people: list[str], tmp_path: Path
) -> None:
    anna, ben = people
    body = {"name": "Balie", "synonyms": ["Loket"]}
    counter = (await town.plans("POST", "/expertises", body))["id"]
    files = {
        "werktijden": "medewerker;vanaf;uren per week;procent projecten;werkdagen\n"
        f"{anna};01-01-2026;36;60;\n{anna};01-03-2027;24;50 %;ma di wo\n"
        f"{ben};01-01-2026;7,5;100;vr\n",
        "afwezigheid": "medewerker;eerste dag;laatste dag;uren\n"
        f"{anna};21-12-2026;03-01-2027;\n{ben};01-12-2026;01-12-2026;2,5\n",
        "baliediensten": "medewerker;vanaf;tot en met;uren per week\n"
        f"{anna};28-12-2026;03-01-2027;4\n{ben};28-12-2026;;8\n",
        "expertises": "medewerker;expertise;niveau;beoordeeld op\n"
        f"{anna};LOKET;3;01-02-2026\n{ben};balie;1;\n",
    }
    for profile, content in files.items():
        assert await changed(tmp_path, profile, content) == 2, profile
    before = [await town.plans("GET", f"/staff/{each}") for each in people]
    for profile, content in files.items():
        assert await changed(tmp_path, profile, content) == 0, profile
    assert [await town.plans("GET", f"/staff/{each}") for each in people] == before

    of_anna, of_ben = before
    assert [
        (each["fromDate"], each["weeklyHours"], each["projectPercent"], each["workingDays"])
        for each in of_anna["workingHours"]
    ] == [("2026-01-01", 36, 60, [1, 2, 3, 4, 5]), ("2027-03-01", 24, 50, [1, 2, 3])]
    assert [(each["percent"], each["hours"]) for each in of_anna["absences"]] == [(100, None)]
    assert [(each["percent"], each["hours"]) for each in of_ben["absences"]] == [(None, 2.5)]
    assert of_anna["counterDuties"] == [
        {"fromWeek": "2026-W53", "untilWeek": "2026-W53", "weeklyHours": 4}
    ]
    assert of_ben["counterDuties"][0]["untilWeek"] is None
    assert [(each["expertiseId"], each["level"]) for each in of_anna["expertises"]] == [
        (counter, 3)
    ]
    assert {each["judgedBy"] for each in of_ben["expertises"]} == {"rooster"}


async def test_a_file_replaces_what_was_known_of_who_is_in_it_and_of_nobody_else(
    town: TownHall, people: list[str], tmp_path: Path
) -> None:
    for each in people:
        await town.capacity(each, 20)
    header = "medewerker;vanaf;uren per week;procent projecten;werkdagen\n"
    assert await changed(tmp_path, "werktijden", f"{header}{people[0]};01-01-2026;10;100;\n") == 1
    hours = [
        [
            each["weeklyHours"]
            for each in (await town.plans("GET", f"/staff/{person}"))["workingHours"]
        ]
        for person in people
    ]
    assert hours == [[10], [20]]


async def test_every_fault_is_told_at_once_and_nothing_changes(
    town: TownHall, people: list[str], tmp_path: Path
) -> None:
    anna, ben = people
    await town.plans("POST", f"/staff/{ben}/departures", {"leftOn": town.day(0)})
    content = (
        "medewerker;vanaf;uren per week;procent projecten;werkdagen\n"
        f"{anna};01-01-2026;36;100;\n"
        f"{anna};01-01-2026;90;100;ma ma\n"
        f"{ben};01-01-2026;36;100;\n"
        "onbekend;32-01-2026;veel;half;xx\n"
        f"{anna};01-02-2026\n"
    )
    errors = tmp_path / "fouten.csv"
    result = await imports(tmp_path, "werktijden", content, "--errors", str(errors))
    assert result.exit_code == 2
    told = [line.split(";") for line in errors.read_text().splitlines()[1:]]
    assert sorted((int(line[0]), line[3]) for line in told) == [
        (3, "day-twice"),
        (3, "impossible-days"),
        (3, "impossible-hours"),
        (4, "staff-left"),
        (5, "not-a-date"),
        (5, "not-a-number"),
        (5, "not-a-whole-number"),
        (5, "unknown-day"),
        (5, "unknown-person"),
        (6, "wrong-width"),
    ]
    assert "Het bestand heeft 10 fouten. Er is niets veranderd." in result.stderr
    assert await town.count("staff_hours") == 0


async def test_a_dry_run_tells_the_outcome_and_changes_nothing(
    town: TownHall, people: list[str], tmp_path: Path
) -> None:
    content = f"medewerker;eerste dag;laatste dag;uren\n{people[0]};01-12-2026;02-12-2026;8\n"
    result = await imports(tmp_path, "afwezigheid", content, "--dry-run")
    assert result.exit_code == 0
    assert "Gewijzigd                        1" in result.stdout
    assert "Dit was een proef" in result.stdout
    assert await town.count("staff_absences") == 0


async def test_people_may_be_named_by_the_rosters_own_keys_which_are_not_kept(
    town: TownHall, people: list[str], tmp_path: Path
) -> None:
    keys = tmp_path / "sleutels.csv"
    keys.write_text(f"P-0012;{people[0]}\nP-0013;{people[1]}\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["medewerker", "eerste dag", "laatste dag", "uren"])
    sheet.append(["p-0012", date(2026, 12, 1), date(2026, 12, 2), 7.2])
    path = tmp_path / "verlof.xlsx"
    book.save(path)
    result = await run(path, "--profile", "afwezigheid", "--keys", str(keys))
    assert result.exit_code == 0, result.output
    (absence,) = (await town.plans("GET", f"/staff/{people[0]}"))["absences"]
    assert (absence["startsOn"], absence["hours"]) == ("2026-12-01", 7.2)

    keys.write_text("P-0012\n", encoding="utf-8")
    result = await run(path, "--profile", "afwezigheid", "--keys", str(keys))
    assert (result.exit_code, "regel 1 heeft niet de vorm" in result.stderr) == (2, True)


async def test_without_consent_a_roster_is_refused(town: TownHall, tmp_path: Path) -> None:
    anna = await town.staff(await town.team("Publiekszaken"))
    content = f"medewerker;eerste dag;laatste dag;uren\n{anna};01-12-2026;02-12-2026;8\n"
    result = await imports(tmp_path, "afwezigheid", content)
    assert result.exit_code == 2
    assert "De ondernemingsraad heeft niet ingestemd" in result.stderr
    assert await town.count("staff_absences") == 0
