"""What docs/imports.md shows can be done as it stands there."""

import asyncio
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner

from services.metrics.cli import app
from services.metrics.imports.profile import Profile
from tests.support.installations import Database
from tests.support.metrics import MOVING, add_products, add_source

PAGE = (Path(__file__).parents[4] / "docs" / "imports.md").read_text(encoding="utf-8")


def blocks(language: str) -> Iterator[str]:
    return (found[1] for found in re.finditer(rf"```{language}\n(.*?)```", PAGE, re.DOTALL))


async def test_every_command_runs(
    engine: AsyncEngine, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "balieregistratie")
    monkeypatch.setenv("DRAAGVLAK_METRICS_APP_URL", database.app_url("metrics"))
    monkeypatch.setenv("DRAAGVLAK_METRICS_BROKER_URL", "amqp://niet-nodig")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aantallen.csv").write_text(
        f"product;kanaal;geassisteerd;periode;aantal\n{MOVING};balie;nee;2026-W01;12\n"
    )
    commands = [shlex.split(line) for block in blocks("sh") for line in block.splitlines()]

    assert len(commands) == 3
    for program, service, *arguments in commands:
        assert (program, service) == ("draagvlak", "metrics")
        result = await asyncio.to_thread(CliRunner().invoke, app, arguments)
        assert result.exit_code == 0, result.output


def test_every_key_of_a_profile_is_explained_and_the_example_is_one() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)

    assert explained == list(Profile.model_fields)
    for example in blocks("yaml"):
        Profile.model_validate(yaml.safe_load(example))
