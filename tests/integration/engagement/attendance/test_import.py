"""`draagvlak engagement attendance import` records a list whole or not at all."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from services.engagement.cli import app
from tests.support.engagement_world import T0, Municipality
from tests.support.installations import Database

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_APP_URL", database.app_url("engagement"))


@pytest.fixture
async def moment(municipality: Municipality) -> UUID:
    """A moment before T0, of a subproject that affects ten people."""
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    return await municipality.moment(T0 - 10 * DAY)


async def run(path: Path, moment: UUID, *arguments: str) -> Result:
    command = ["attendance", "import", str(path), "--moment", str(moment), *arguments]
    return await asyncio.to_thread(CliRunner().invoke, app, command)


def written(folder: Path, *rows: str) -> Path:
    path = folder / "lijst.csv"
    path.write_text("\n".join(["medewerker;aanwezig", *rows]), encoding="utf-8")
    return path


async def involved(municipality: Municipality) -> int | None:
    """How many of the affected staff were involved on or before T0."""
    coverage = (await municipality.subproject()).coverage
    assert coverage is not None
    return coverage.figures.numerator


async def test_a_list_names_people_by_its_own_keys_and_a_dry_run_changes_nothing(
    municipality: Municipality, moment: UUID, tmp_path: Path
) -> None:
    keys = tmp_path / "sleutels.csv"
    keys.write_text("\n".join(f"P-{n};{who}" for n, who in enumerate(municipality.staff)))
    path = written(tmp_path, *(f"P-{number};ja" for number in range(7)), "P-7;nee")
    tried = await run(path, moment, "--keys", str(keys), "--dry-run")
    assert (tried.exit_code, await involved(municipality)) == (0, 0), tried.output
    done = await run(path, moment, "--keys", str(keys))
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["Uitgenodigd", "8"],
        ["Aanwezig", "7"],
    ]
    assert await involved(municipality) == 7


async def test_a_workbook_is_read_too(
    municipality: Municipality, moment: UUID, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["medewerker", "aanwezig"])
    for who in municipality.staff[:6]:
        book.active.append([str(who), "ja"])
    book.save(tmp_path / "lijst.xlsx")
    done = await run(tmp_path / "lijst.xlsx", moment)
    assert (done.exit_code, await involved(municipality)) == (0, 6), done.output


async def test_with_a_fault_nothing_is_recorded_and_every_fault_is_told(
    municipality: Municipality, moment: UUID, tmp_path: Path
) -> None:
    path = written(
        tmp_path, f"{municipality.staff[0]};ja", "Jansen;ja", f"{municipality.staff[13]};ja"
    )
    refused = await run(path, moment, "--json")
    assert refused.exit_code == 2
    told = json.loads(refused.stdout.splitlines()[0])["faults"]
    assert [(each["line"], each["code"]) for each in told["first"]] == [
        (3, "unknown-person"),
        (4, "staff-not-affected"),
    ]
    assert await involved(municipality) == 0


async def test_a_moment_that_is_not_known_is_refused(
    municipality: Municipality, moment: UUID, tmp_path: Path
) -> None:
    refused = await run(written(tmp_path, f"{municipality.staff[0]};ja"), uuid4())
    assert refused.exit_code == 2
    assert "niet bekend" in refused.output
