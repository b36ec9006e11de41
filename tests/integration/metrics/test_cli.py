"""`draagvlak metrics` on the command line."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner

from services.metrics.cli import app
from tests.support.installations import Database
from tests.support.metrics import MOVING, add_products, add_source, columns, deliver


@pytest.fixture
def addresses(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The addresses of the service, as its process gets them."""
    monkeypatch.setenv("DRAAGVLAK_METRICS_APP_URL", database.app_url("metrics"))


async def shown(*arguments: str) -> str:
    """What the command shows; it runs an event loop of its own."""
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


async def test_uptake_is_shown_with_what_it_is_made_of(
    engine: AsyncEngine, addresses: None
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", (MOVING, "web"), (MOVING, "balie"))
    await deliver(
        engine,
        "zaaksysteem",
        columns(
            (MOVING, "web", "2026-W12", 3, False),
            (MOVING, "balie", "2026-W12", 1, False),
            (MOVING, "web", "2026-W13", 4, False),
        ),
    )

    complete, waiting = (await shown("uptake", MOVING)).splitlines()

    assert complete.split() == ["2026-W12", "75%", "3", "van", "4", "compleet"]
    assert waiting.split() == [
        *("2026-W13", "nog", "niet", "bekend"),
        *("4", "van", "nog", "niet", "bekend"),
        "voorlopig",
    ]


async def test_sources_are_shown_with_their_last_delivery(
    engine: AsyncEngine, addresses: None
) -> None:
    await add_source(engine, "zaaksysteem")

    assert (await shown("sources")).split() == ["zaaksysteem", "nog", "nooit"]
