"""examples/subscriber.py, as a developer of another system runs it: no gap and no double."""

import json
import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import aio_pika
import pytest
import uvicorn
from aio_pika.abc import AbstractChannel
from starlette.types import ASGIApp

from deploy.addresses import Addresses
from deploy.provisioning import Installation
from deploy.provisioning.rabbitmq import add_subscriber, broker_url
from shared.messaging.topology import PUBLIC_EXCHANGE
from shared.web.access import Role
from tests.support.installations import Vhost
from tests.support.service_apps import service_apps
from tests.support.waiting import until
from tests.support.wire import Wire, new_subjects, open_wire, running

PROGRAM = Path(__file__).parents[2] / "examples" / "subscriber.py"
NAME = f"dashboard-{secrets.token_hex(4)}"
"""Users are of the whole broker, which two workers of a test run share."""
QUEUE = f"sub.{NAME}.events"


@dataclass(frozen=True)
class Subscriber:
    """What the program needs to run, and the journal that it keeps."""

    environment: dict[str, str] = field(repr=False)

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """The program, killed at the end as no program should be."""
        program = subprocess.Popen([sys.executable, PROGRAM], env=self.environment)
        try:
            yield program
        finally:
            program.kill()
            program.wait()

    def journal(self) -> list[int]:
        """The sequence of every event that was handled, in the order in which that happened."""
        try:
            address = f"file:{self.environment['STATE']}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as state:
                rows = state.execute("SELECT event FROM journal ORDER BY rowid").fetchall()
        except sqlite3.OperationalError:
            return []
        return [int(json.loads(event)["sequence"]) for (event,) in rows]

    async def heard(self, count: int) -> None:
        """Wait for so many events, and see that they are all, in order and once."""
        await until(lambda: len(self.journal()) >= count, 60, reason=f"{count} events were handled")
        assert self.journal() == list(range(1, count + 1))


@asynccontextmanager
async def served(web: ASGIApp) -> AsyncIterator[int]:
    """The web on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(web, host="127.0.0.1", port=0, log_config=None))
    async with running(server.serve()):
        await until(lambda: server.started)
        yield server.servers[0].sockets[0].getsockname()[1]
        server.should_exit = True
        await server.shutdown()


@pytest.fixture
async def wire(addresses: Addresses) -> AsyncIterator[Wire]:
    """Planning, and engagement that hears it too."""
    async with open_wire(addresses) as opened, opened.consumer(), opened.relay():
        yield opened


@pytest.fixture
async def subscriber(wire: Wire, vhost: Vhost, tmp_path: Path) -> AsyncIterator[Subscriber]:
    """A system that the operator gave access, and the three services on a port of their own."""
    installation, password = Installation(vhost=vhost.name), secrets.token_hex(8)
    await add_subscriber(vhost.api_url, installation, NAME, password)
    user = installation.broker_user(NAME)
    async with service_apps(tmp_path, wire.addresses) as apps, served(apps.served) as port:
        (tmp_path / "token").write_text(apps.token(Role.SUBSCRIBER) + "\n")
        yield Subscriber(
            os.environ
            | {
                "NAME": NAME,
                "BROKER": broker_url(vhost.admin_url, vhost.name, user, password),
                "API": f"http://127.0.0.1:{port}",
                "TOKEN_FILE": str(tmp_path / "token"),
                "STATE": str(tmp_path / "state.sqlite"),
            }
        )


@pytest.fixture
async def channel(vhost: Vhost) -> AsyncIterator[AbstractChannel]:
    """What the broker's administrator, or a mishap, does to the subscriber's queue."""
    async with await aio_pika.connect(vhost.admin_url) as connection:
        yield await connection.channel()


async def test_a_late_subscriber_reads_the_feed_and_then_its_queue(
    wire: Wire, subscriber: Subscriber
) -> None:
    await wire.record(*new_subjects(150))
    await until(wire.published)

    with subscriber.running():
        await subscriber.heard(150)
        await wire.record(*new_subjects(20))
        await subscriber.heard(170)


async def test_events_that_come_while_it_catches_up_are_handled_once(
    wire: Wire, subscriber: Subscriber
) -> None:
    await wire.record(*new_subjects(300))

    with subscriber.running():
        for _ in range(30):
            await wire.record(*new_subjects(5))
        await subscriber.heard(450)


async def test_a_subscriber_that_was_killed_goes_on_where_it_was(
    wire: Wire, subscriber: Subscriber
) -> None:
    for _ in range(3):
        seen = len(subscriber.journal())
        with subscriber.running():
            await wire.record(*new_subjects(200))
            await until(partial(_goes_beyond, subscriber, seen), 60)

    with subscriber.running():
        await subscriber.heard(600)


async def test_what_its_queue_missed_comes_from_the_feed(
    wire: Wire, subscriber: Subscriber, channel: AbstractChannel
) -> None:
    with subscriber.running():
        await wire.record(*new_subjects(3))
        await subscriber.heard(3)
        queue = await channel.get_queue(QUEUE)
        await queue.unbind(PUBLIC_EXCHANGE, "planning.#")
        await wire.record(*new_subjects(4))
        await until(wire.published)
        await queue.bind(PUBLIC_EXCHANGE, "planning.#")

        await wire.record(*new_subjects(1))

        await subscriber.heard(8)


async def test_an_event_that_comes_again_is_not_handled_again(
    wire: Wire, subscriber: Subscriber, channel: AbstractChannel
) -> None:
    copies = await channel.declare_queue("copies")
    await copies.bind(PUBLIC_EXCHANGE, "planning.#")
    with subscriber.running():
        await wire.record(*new_subjects(3))
        await subscriber.heard(3)
        for _ in range(3):
            copy = await copies.get(timeout=10)
            await channel.default_exchange.publish(aio_pika.Message(copy.body), routing_key=QUEUE)

        await wire.record(*new_subjects(1))

        await subscriber.heard(4)


def _goes_beyond(subscriber: Subscriber, seen: int) -> bool:
    return len(subscriber.journal()) > seen


def test_the_program_is_short_enough_to_be_copied() -> None:
    assert len(PROGRAM.read_text().splitlines()) <= 60
