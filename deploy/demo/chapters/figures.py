"""Chapter 6: two years of transactions come in, by a file, over HTTP and as events."""

import asyncio
import csv
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import aio_pika

from deploy.demo.api import StoryStopped, until
from deploy.demo.municipality import Way
from deploy.demo.simulator import Count, simulate
from deploy.demo.stage import Stage
from shared.contracts.envelope import CONTENT_TYPE, Envelope, schema_uri
from shared.contracts.source_v1 import MAX_ROWS, TransactionRow, TransactionsRecorded
from shared.messaging.topology import IN_EXCHANGE
from shared.web.access import Role

_YES_NO = {True: "ja", False: "nee"}


async def deliver_figures(stage: Stage) -> None:
    """Let every source report what it counted, each in its own way; wait until all is settled."""
    counted: dict[str, list[Count]] = defaultdict(list)
    reporter = {
        channel: name
        for name, source in stage.municipality.sources.items()
        for channel in source.channels
    }
    for count in simulate(stage.municipality, stage.this_week):
        counted[reporter[count.channel]].append(count)
    deliver = {Way.FILE: _by_file, Way.HTTP: _by_http, Way.EVENTS: _by_events}
    for name, source in stage.municipality.sources.items():
        told = await deliver[source.by](stage, name, counted[name])
        stage.say(f"{source.title}: {len(counted[name])} aantallen {told}")
    for product in stage.municipality.products:
        await _until_complete(stage, product)
    stage.say(f"{stage.municipality.weeks_of_history} weken zijn van alle producten compleet")


async def _by_file(stage: Stage, source: str, counts: Sequence[Count]) -> str:
    """As an operator does: `draagvlak metrics import`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{source}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(("product", "kanaal", "geassisteerd", "periode", "aantal"))
            writer.writerows(
                (count.product, count.channel, _YES_NO[count.assisted], count.week, count.completed)
                for count in counts
            )
        command = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.cli", "metrics", "import", str(path)),
            *("--profile", "draagvlak", "--source", source),
            env=stage.environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await command.communicate()
    if command.returncode:
        raise StoryStopped(f"De import van {source} mislukte: {errors.decode()}")
    return "uit een bestand"


async def _by_http(stage: Stage, source: str, counts: Sequence[Count]) -> str:
    """As a system that calls the API, with a token of its own."""
    system = stage.api.acting(Role.SOURCE, subject=source)
    for first in range(0, len(counts), MAX_ROWS):
        rows = [_row(count) for count in counts[first : first + MAX_ROWS]]
        await system.post(
            "/metrics/v1/transactions",
            source=source,
            rows=[row.model_dump(mode="json", by_alias=True) for row in rows],
        )
    return "over HTTP"


async def _by_events(stage: Stage, source: str, counts: Sequence[Count]) -> str:
    """As a system that publishes with an account of its own: an event a week."""
    weeks: dict[Any, list[TransactionRow]] = defaultdict(list)
    for count in counts:
        weeks[count.week].append(_row(count))
    account = urlsplit(stage.source_urls[source]).username
    connection = await aio_pika.connect(stage.source_urls[source])
    async with connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange(IN_EXCHANGE, ensure=False)
        for rows in weeks.values():
            data = TransactionsRecorded(source=source, rows=tuple(rows))
            message = _message(stage, data, account)
            await exchange.publish(message, routing_key=data.routing_key())
    return f"in {len(weeks)} gebeurtenissen"


def _row(count: Count) -> TransactionRow:
    return TransactionRow(
        product=count.product,
        channel=count.channel,
        period=str(count.week),
        completed=count.completed,
        assisted=count.assisted,
    )


def _message(stage: Stage, data: TransactionsRecorded, account: str | None) -> aio_pika.Message:
    envelope = Envelope(
        specversion="1.0",
        id=str(uuid4()),
        source=f"urn:nld:oin:{stage.municipality.oin}:systeem:{data.source}",
        type=data.event_type,
        subject=data.subject,
        time=datetime.now(UTC),
        dataschema=schema_uri(data.event_type),
        data=data.model_dump(mode="json", by_alias=True),
    )
    return aio_pika.Message(
        envelope.model_dump_json(exclude_none=True).encode(),
        content_type=CONTENT_TYPE,
        message_id=envelope.id,
        user_id=account,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )


async def _until_complete(stage: Stage, product: str) -> None:
    manager = stage.programme_manager
    weeks = stage.municipality.weeks_of_history

    async def complete() -> bool:
        periods = await manager.items("/metrics/v1/uptake", product=product, kind="week", limit=200)
        final = [period for period in periods if period["completeness"] != "provisional"]
        return len(final) == weeks

    await until(complete, f"alle weken van {product} compleet")
