"""A relay or consumer in a process of its own, that can kill itself at a named point.

`python -m tests.support.messaging_worker ROLE [POINT NTH]`, with the addresses as JSON on standard
input. The points are made here by wrapping methods: the product has no switches for them.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from deploy.addresses import ServiceAddresses
from shared.messaging.inbox import InboxApplier
from shared.messaging.processor import InboxProcessor
from shared.messaging.publisher import Publisher
from shared.messaging.relay_log import RelayLog
from tests.support.wire import Wire, open_wire

Method = Callable[..., Any]


class Death:
    """Kills the process at the nth time that a point is passed."""

    def __init__(self, nth: int) -> None:
        self._left = nth

    def passes(self) -> None:
        """Die when it is time."""
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _before(method: Method, death: Death) -> Method:
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        death.passes()
        return await method(*args, **kwargs)

    return wrapped


def _after(method: Method, death: Death) -> Method:
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = await method(*args, **kwargs)
        death.passes()
        return result

    return wrapped


def _after_sending(publish: Method, death: Death) -> Method:
    """After the frames of a batch left and before any of its confirms are read."""

    def wrapped(publisher: Publisher, *args: Any) -> Any:
        confirmed = publish(publisher, *args)

        async def dies() -> Any:
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            death.passes()
            return await confirmed

        return asyncio.ensure_future(dies())

    return wrapped


POINTS: dict[str, tuple[type, str, Callable[[Method, Death], Method]]] = {
    "between-publish-and-confirm": (Publisher, "publish", _after_sending),
    "between-confirm-and-cursor": (RelayLog, "advance", _before),
    "between-positions-and-publish": (RelayLog, "give_positions", _after),
    "in-the-handler": (InboxApplier, "_react", _after),
    "between-commit-and-ack": (InboxProcessor, "apply", _after),
    "before-the-transaction": (InboxProcessor, "apply", _before),
}


def plant(point: str, nth: int) -> None:
    """Make the process die the nth time that it passes the point."""
    owner, name, wrap = POINTS[point]
    setattr(owner, name, wrap(getattr(owner, name), Death(nth)))


async def _run(role: str, wire: Wire) -> None:
    forever: Awaitable[Any] = asyncio.Event().wait()
    async with wire.relay() if role == "relay" else wire.consumer():
        print("ready", flush=True)
        await forever


async def main() -> None:
    """Run the role until killed."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    role, *death = sys.argv[1:]
    if death:
        plant(death[0], int(death[1]))
    addresses = {
        name: ServiceAddresses(**urls) for name, urls in json.loads(sys.stdin.read()).items()
    }
    async with open_wire(addresses) as wire:
        await _run(role, wire)


if __name__ == "__main__":
    asyncio.run(main())
