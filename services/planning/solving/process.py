"""Solving in a process of its own: it takes a core, and libraries that only it needs."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any

Told = Any
"""What is told while solving, in plain values: the last thing told is the answer."""

Work = Callable[[Any, Callable[[Told], None]], Told]
"""Solves what it is given, tells how far it is, and answers. It and all it takes can be pickled."""

LISTENING = 1.0
"""Seconds between two looks at what a process that says nothing is doing."""

NICE = 10
"""Who solves gives way to who answers requests."""


class ProcessEnded(Exception):
    """The process ended before it had an answer: killed, out of memory, or by an error."""


class Solver:
    """A process that solves one thing."""

    def __init__(self, work: Work, given: Any) -> None:
        context = get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(work, given, theirs), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int | None:
        """The process."""
        return self._process.pid

    async def hear(self) -> tuple[Told, bool] | None:
        """What was told last, and whether that is the answer; None while there is nothing new.

        Waits for at most `LISTENING` seconds.

        Raises:
            ProcessEnded: there will be no answer.
        """
        try:
            return await asyncio.to_thread(self._hear)
        except (EOFError, ConnectionError):
            await asyncio.to_thread(self._process.join)
            raise ProcessEnded(f"exit code {self._process.exitcode}") from None

    def _hear(self) -> tuple[Told, bool] | None:
        heard: tuple[Told, bool] | None = None
        wait = LISTENING
        while self._ours.poll(wait):
            heard = self._ours.recv()
            if heard is not None and heard[1]:
                return heard
            wait = 0
        return heard

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._ours.close()


@asynccontextmanager
async def solver(work: Work, given: Any) -> AsyncIterator[Solver]:
    """A process that solves; it is gone when the block ends."""
    process = await asyncio.to_thread(Solver, work, given)
    try:
        yield process
    finally:
        process.stop()


def _run(work: Work, given: Any, pipe: Connection) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(NICE)
    pipe.send((work(given, lambda told: pipe.send((told, False))), True))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
