"""`draagvlak demo`: everything from nothing until the loop closes, and then up until Ctrl-C."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Annotated

import httpx
import typer

from deploy.demo.api import Api, StoryStopped
from deploy.demo.municipality import load_municipality
from deploy.demo.running import Running, running_services
from deploy.demo.stage import Stage
from deploy.demo.steering import steering_lines
from deploy.demo.story import Outcome, play
from deploy.embedded import ServerFailed, ServersUnavailable, servers
from deploy.embedded.progress import to_stderr
from shared.runtime.clock import system_clock, today
from shared.web.access import Role

NOT_CLOSED = 1
INTERRUPTED = 130
KOERS = "/planning/koers"
SERVICES_IN_DUTCH = {"planning": "Planning", "engagement": "Draagvlak", "metrics": "Cijfers"}

app = typer.Typer()


@app.command()
def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="Stop zodra het verhaal uit is.")] = False,
) -> None:
    """Speel het verhaal van een verzonnen gemeente op echte servers en blijf staan tot Ctrl-C."""
    started = time.monotonic()

    def say(line: str) -> None:
        to_stderr(f"{time.monotonic() - started:5.1f} s  {line}")

    try:
        with servers(progress=say) as admin:
            say("database en berichtenserver draaien; de diensten starten")
            with running_services(admin, load_municipality()) as running:
                outcome = asyncio.run(_tell(running, say))
                if not once:
                    _stay_up()
    except (ServersUnavailable, ServerFailed, StoryStopped) as stopped:
        typer.echo(str(stopped), err=True)
        raise typer.Exit(NOT_CLOSED) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    if not outcome.loop_closed:
        raise typer.Exit(NOT_CLOSED)


def _stay_up() -> None:
    """Wait for Ctrl-C, which is how a story that is out ends: no failure."""
    with suppress(KeyboardInterrupt):
        typer.echo("Stoppen met Ctrl-C.")
        signal.pause()


async def _tell(running: Running, say: Callable[[str], None]) -> Outcome:
    municipality = load_municipality()
    async with httpx.AsyncClient(base_url=running.url, timeout=30) as client:
        stage = Stage(
            municipality=municipality,
            api=Api(client, running.token),
            source_urls=running.source_urls,
            environment=running.environment,
            today=today(system_clock()),
            say=say,
        )
        outcome = await play(stage)
        say("de kring is gesloten" if outcome.loop_closed else "de kring is niet gesloten")
        for line in await steering_lines(stage, outcome.decided):
            typer.echo(line)
    for line in _addresses(running):
        typer.echo(line)
    return outcome


def _addresses(running: Running) -> Iterator[str]:
    """Where to look. The token is in the fragment, which a browser sends to nobody."""
    token = running.token(Role.PROGRAMME_MANAGER)
    yield ""
    yield "Koers, als programmamanager (opent met een token van 8 uur):"
    yield f"  {running.url}/planning/aanmelden?naar={KOERS}#token={token}"
    for service, name in SERVICES_IN_DUTCH.items():
        yield f"{name + ', API:':<18}{running.url}/{service}/v1/openapi.json"
    yield f"{'Prometheus:':<18}{running.url}/metrics"
