"""From commit to applied, at 100 events/s on an otherwise idle wire."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from statistics import quantiles

from shared.messaging.inbox_rows import Entry
from shared.messaging.telemetry import ConsumerTelemetry
from tests.benchmarks.report import Line
from tests.support.wire import SUBSCRIPTION, Wire, new_subjects

RATE = 100
EVENTS = 1_500
BOUNDS = (("p50", 50, 25), ("p99", 99, 150))


class Stopwatch(ConsumerTelemetry):
    """Notes how long ago each event was logged when the commit of its effect returns.

    An event is logged a moment before its own commit, so the times are a little too long.
    """

    def handled(self, entries: Sequence[Entry], *, duplicates: int, now: datetime) -> None:
        """Note the times of a group."""
        super().handled(entries, duplicates=duplicates, now=now)
        self.milliseconds += [
            (now - entry.arrival.time).total_seconds() * 1000
            for entry in entries
            if entry.arrival.time is not None
        ]

    milliseconds: list[float]


async def compare(wire: Wire) -> list[Line]:
    """p50 and p99 over 15 s of steady load."""
    stopwatch = Stopwatch(wire.instruments, "engagement", SUBSCRIPTION.queue)
    stopwatch.milliseconds = []
    wire.consuming = stopwatch
    loop = asyncio.get_running_loop()
    async with wire.consumer(), wire.relay():
        first = loop.time()
        writes = []
        for number in range(EVENTS):
            await asyncio.sleep(max(0.0, first + number / RATE - loop.time()))
            writes.append(asyncio.create_task(wire.record(*new_subjects(1))))
        await asyncio.gather(*writes)
        await wire.settled()
    percentiles = quantiles(stopwatch.milliseconds, n=100)
    return [
        Line(
            "commit → applied at 100 events/s",
            f"{percentiles[nth - 1]:.0f} ms",
            "–",
            name,
            f"≤ {bound} ms",
            percentiles[nth - 1] <= bound,
        )
        for name, nth, bound in BOUNDS
    ]
