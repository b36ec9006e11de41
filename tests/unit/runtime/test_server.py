"""Serving ends in order: HTTP first, then the work beside it."""

import asyncio
import signal
from collections.abc import Iterator
from typing import cast

import pytest
from starlette.applications import Starlette

from shared.runtime.server import serve
from shared.runtime.service import Service


class Work:
    """Stands beside HTTP, and needs a moment to put down what it has in hand."""

    name = "work"

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.finished = False

    async def run(self) -> None:
        self.started.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.finished = True


@pytest.fixture
def killed() -> Iterator[list[int]]:
    """The signals that would have killed this process."""
    signals: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: signals.append(number))
    yield signals
    signal.signal(signal.SIGTERM, before)


async def test_a_signal_lets_the_work_beside_http_finish(killed: list[int]) -> None:
    work = Work()
    services = [cast(Service, work)]
    serving = asyncio.create_task(serve(Starlette(), services, host="127.0.0.1", port=0))
    await work.started.wait()

    signal.raise_signal(signal.SIGTERM)
    await serving

    assert work.finished
    assert killed == []
