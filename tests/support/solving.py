"""Work for a process of its own: it says what it does, and does what it is told."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.proposals import Claim
from services.planning.solving.process import solver
from services.planning.solving.proposals import Proposer
from shared.database import create_engine
from shared.runtime.clock import system_clock

Tell = Callable[[Any], None]


def count(given: int, tell: Tell) -> dict[str, int]:
    """Tell each number up to the one given, and answer their sum."""
    for number in range(given):
        tell({"number": number})
    return {"sum": sum(range(given))}


def linger(given: object, tell: Tell) -> None:
    """Tell who works on it, and never come to an end."""
    tell({"pid": os.getpid()})
    signal.pause()


def die(given: object, tell: Tell) -> None:
    """End as a process does that takes more memory than there is."""
    tell({"pid": os.getpid()})
    os.kill(os.getpid(), signal.SIGKILL)


async def ten(connection: AsyncConnection, claim: Claim, day: date) -> int:
    """What every proposal is made of."""
    return 10


async def _hold(folder: Path) -> None:
    async with solver(linger, None) as process:
        while (heard := await process.hear()) is None:
            pass
        (folder / "pid").write_text(str(heard[0]["pid"]))
        signal.pause()


async def _propose(app_url: str) -> None:
    await Proposer(create_engine(app_url), system_clock, ten, linger).worked()


if __name__ == "__main__":
    what, where = sys.argv[1:]
    asyncio.run(_hold(Path(where)) if what == "hold" else _propose(where))
