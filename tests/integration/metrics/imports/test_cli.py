"""The command line: exit codes, the outcome as a table or JSON, faults on standard error."""

import asyncio
import json
from pathlib import Path

import pytest
import typer
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner, Result

from deploy.embedded.process import free_ports
from services.metrics.imports.cli import import_file
from tests.support.installations import Database
from tests.support.metrics import MOVING, add_products, add_source

SOUND = f"product;kanaal;geassisteerd;periode;aantal\n{MOVING};web;nee;2026-W01;1.234\n"
FAULTY = f"{SOUND}{MOVING};fax;nee;2026-W02;veel\nverhuizing;web;nee;2026-W02;1\n"


@pytest.fixture(autouse=True)
async def installed(
    engine: AsyncEngine, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "loket")
    monkeypatch.setenv("DRAAGVLAK_METRICS_APP_URL", database.app_url("metrics"))


async def run(folder: Path, content: str, *arguments: str) -> Result:
    path = folder / "aantallen.csv"
    path.write_text(content, encoding="utf-8")
    app = typer.Typer()
    app.command()(import_file)
    command = [str(path), "--profile", "draagvlak", *arguments]
    return await asyncio.to_thread(lambda: CliRunner().invoke(app, command))


async def test_a_sound_file_ends_with_0_and_a_table(tmp_path: Path) -> None:
    result = await run(tmp_path, SOUND, "--source", "loket")

    assert result.exit_code == 0
    assert "Nieuw                            1" in result.stdout
    assert result.stderr == ""


async def test_a_faulty_file_ends_with_2_and_tells_every_fault(tmp_path: Path) -> None:
    errors = tmp_path / "fouten.csv"

    result = await run(tmp_path, FAULTY, "--source", "loket", "--errors", str(errors))

    assert result.exit_code == 2
    assert "Het bestand heeft 3 fouten. Er is niets veranderd." in result.stderr
    assert "kolom kanaal: kanaal 'fax' staat niet in het profiel: regel 3" in result.stderr
    assert "regel 3, kolom aantal: 'veel' is geen heel getal vanaf 0" in result.stderr
    assert "kolom product: product 'verhuizing' is niet bekend" in result.stderr
    assert len(errors.read_text(encoding="utf-8").splitlines()) == 4


async def test_the_outcome_can_be_read_by_a_program(tmp_path: Path) -> None:
    sound = await run(tmp_path, SOUND, "--source", "loket", "--json", "--dry-run")
    faulty = await run(tmp_path, FAULTY, "--source", "loket", "--json")

    assert json.loads(sound.stdout) == {
        "source": "loket",
        "dryRun": True,
        "rows": 1,
        "products": 1,
        "periods": 1,
        "outcome": {"new": 1, "changed": 0, "unchanged": 0},
        "faults": {"total": 0, "byCode": {}, "first": [], "unknown": []},
    }
    told = json.loads(faulty.stdout)
    assert told["outcome"] is None
    assert told["faults"]["byCode"] == {
        "unknown-channel": 1,
        "not-a-whole-number": 1,
        "unknown-product": 1,
    }


async def test_one_fault_is_told_as_one(tmp_path: Path) -> None:
    result = await run(tmp_path, SOUND.replace("web", "fax"), "--source", "loket")
    assert "Het bestand heeft 1 fout. Er is niets veranderd." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--source", "loket", "--errors", "/weg/fouten.csv"), "niet te schrijven"),
        ((), "Het profiel noemt geen bron"),
        (("--source", "elders"), "De bron elders is niet aangemeld"),
        (("--source", "loket", "--profile", "weg"), "Er is geen profiel 'weg'"),
    ],
)
async def test_what_cannot_be_read_at_all_ends_with_2(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = await run(tmp_path, SOUND, *arguments)

    assert result.exit_code == 2
    assert told in result.stderr


async def test_a_database_that_is_away_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("DRAAGVLAK_METRICS_APP_URL", f"postgresql://app:x@127.0.0.1:{port}/weg")

    result = await run(tmp_path, SOUND, "--source", "loket")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "De database is niet bereikbaar. Er is niets veranderd."
    )
    assert "Traceback" not in result.stderr
