"""The command line says in Dutch what the figures are."""

import asyncio
from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from services.engagement.cli import app
from tests.support.engagement_world import T0, Municipality, at
from tests.support.installations import Database

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _settings(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_APP_URL", database.app_url("engagement"))


async def run(*arguments: str) -> str:
    """What the command writes; in a thread, because it has an event loop of its own."""
    result: Result = await asyncio.to_thread(CliRunner().invoke, app, arguments)
    assert result.exit_code == 0, result.output
    return result.output


async def test_coverage_is_shown_with_its_parts_t0_joiners_and_corrections(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    moment = await municipality.moment(T0 - 14 * DAY)
    await municipality.attend(moment, *municipality.staff[:7])
    await municipality.hear(municipality.decision(T0 - 20 * DAY))
    await municipality.hear(municipality.started(), when=at(T0))
    await municipality.attend(moment, municipality.staff[7], now=at(T0 + DAY))
    await municipality.affect(*municipality.staff[:12], now=at(T0 + DAY))
    shown = await run("coverage")
    assert shown.split(maxsplit=2)[:2] == ["Verhuizing", "online"]
    assert "80% (8 van 10); T0 2 maart 2026, ligt vast; later erbij: 2" in shown
    assert "op T0 bekend: 70% (7 van 10), 1 keer aangevuld" in shown
    assert "voor eerste besluit 10 februari 2026: 0% (0 van 12)" in shown


async def test_head_counts_are_shown_as_at_least_and_unknown_as_unknown(
    municipality: Municipality,
) -> None:
    await municipality.found()
    assert "nog niet bekend; T0 2 maart 2026, nog niet vast" in await run("coverage")
    await municipality.affect_heads({municipality.team: 12})
    moment = await municipality.moment(T0 - 14 * DAY)
    await municipality.count(moment, municipality.team, 12, 6)
    assert "ten minste 50" in await run("coverage")


async def test_late_involvement_is_listed(municipality: Municipality) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    moment = await municipality.moment(T0 - 14 * DAY)
    await municipality.count(moment, municipality.team, 12, 6)
    assert await run("late") == ""
    await municipality.hear(municipality.decision(T0 + 20 * DAY))
    assert (await run("late")).split() == ["22", "maart", "2026", "Verhuizing", "online"]
