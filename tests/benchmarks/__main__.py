"""`make bench`: every comparison on private servers, one page of results.

`python -m tests.benchmarks [NAME ...]` measures only these and prints their lines.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from logging import WARNING
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
import uvloop

from deploy.demo.municipality import load_municipality
from deploy.demo.running import running_services
from shared.database import create_engine
from tests.benchmarks import (
    bench_consume,
    bench_deadlines,
    bench_disclosure,
    bench_forecast,
    bench_import,
    bench_latency,
    bench_memory,
    bench_planning,
    bench_publish,
    bench_rounds,
    bench_scheduling,
    bench_transactions,
    report,
)
from tests.benchmarks.report import Line
from tests.support.installations import create_template, fresh_database, fresh_vhost, joined
from tests.support.shared_servers import RunServers, shared_servers
from tests.support.wire import Wire, open_wire

ROUNDS = 3
IMPORT_ROUNDS = 2

Measured = Callable[[RunServers], Coroutine[Any, Any, list[Line]]]


def on_wire(compare: Callable[[Wire], Awaitable[list[Line]]]) -> Measured:
    """A comparison between two ends on a fresh database and vhost."""

    async def measured(servers: RunServers) -> list[Line]:
        async with (
            fresh_database(servers) as database,
            fresh_vhost(servers) as vhost,
            open_wire(joined(database, vhost)) as wire,
        ):
            return await compare(wire)

    return measured


async def transactions(servers: RunServers) -> list[Line]:
    """Transactions through AMQP."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database(servers))
        vhost = await stack.enter_async_context(fresh_vhost(servers))
        engine = create_engine(database.app_url("metrics"), pool_size=20)
        stack.push_async_callback(engine.dispose)
        return await bench_transactions.compare(engine, vhost, ROUNDS)


async def imports(servers: RunServers) -> list[Line]:
    """The CSV import."""
    async with fresh_database(servers) as database:
        return await bench_import.compare(database, IMPORT_ROUNDS)


async def planning_load(servers: RunServers) -> list[Line]:
    """Planning of a large municipality."""
    async with fresh_database(servers) as database:
        return await bench_planning.compare(database)


async def rounds(servers: RunServers) -> list[Line]:
    """A round of opinions among many people."""
    async with fresh_database(servers) as database:
        return await bench_rounds.compare(database)


def computed(compare: Callable[[], list[Line]]) -> Measured:
    """A comparison that needs no server."""

    async def measured(_servers: RunServers) -> list[Line]:
        return compare()

    return measured


COMPARISONS: Mapping[str, Measured] = {
    "publish": on_wire(lambda wire: bench_publish.compare(wire, ROUNDS)),
    "consume": on_wire(lambda wire: bench_consume.compare(wire, ROUNDS)),
    "transactions": transactions,
    "latency": on_wire(bench_latency.compare),
    "import": imports,
    "planning-load": planning_load,
    "rounds": rounds,
    "deadlines": computed(bench_deadlines.compare),
    "disclosure": computed(bench_disclosure.compare),
    "forecast": computed(bench_forecast.compare),
    "scheduling": computed(bench_scheduling.compare),
}


def main(names: list[str]) -> None:
    """Measure and write the page, or print the lines of the named comparisons."""
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(WARNING),
    )
    lines: list[Line] = []
    with TemporaryDirectory() as folder, shared_servers(Path(folder)) as servers:
        asyncio.run(create_template(servers))
        for name, measured in COMPARISONS.items():
            if not names or name in names:
                print(f"{name}…", file=sys.stderr, flush=True)
                found = uvloop.run(measured(servers))
                print(*(line.row() for line in found), sep="\n", file=sys.stderr, flush=True)
                lines += found
                if not names:
                    report.write(lines)
        if not names or "memory" in names:
            with running_services(servers.admin, load_municipality()) as product:
                lines += uvloop.run(bench_memory.compare(product))
    if names:
        print(*(line.row() for line in lines), sep="\n")
    else:
        report.write(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
