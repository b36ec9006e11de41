"""A process of its own: what it tells arrives, and it never outlives who asked."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from services.planning.solving.process import ProcessEnded, Solver, solver
from tests.support.solving import count, die, linger
from tests.support.waiting import until


async def test_what_it_tells_comes_in_order_and_its_answer_last() -> None:
    told: list[tuple[Any, bool]] = []
    async with solver(count, 200) as process:
        while not told or not told[-1][1]:
            heard = await process.hear()
            if heard is not None:
                told.append(heard)
    assert told[-1] == ({"sum": 19_900}, True)
    numbers = [heard["number"] for heard, _ in told[:-1]]
    assert numbers == sorted(numbers)


async def test_a_process_that_is_killed_gives_no_answer() -> None:
    async with solver(die, None) as process:
        with pytest.raises(ProcessEnded, match="-9"):
            await _whole_answer(process)


async def test_it_is_gone_when_nobody_waits_for_it() -> None:
    async with solver(linger, None) as process:
        assert process.pid is not None
        running = psutil.Process(process.pid)
        assert running.is_running()
    assert not running.is_running()


async def test_it_is_gone_when_who_asked_is_killed(tmp_path: Path) -> None:
    asking = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.solving", "hold", str(tmp_path)
    )
    await until((tmp_path / "pid").exists, reason="the work has begun")
    solving = psutil.Process(int((tmp_path / "pid").read_text()))
    asking.kill()
    await asking.wait()
    await until(lambda: not solving.is_running(), reason="the work has ended")


async def _whole_answer(process: Solver) -> object:
    while True:
        heard = await process.hear()
        if heard is not None and heard[1]:
            return heard[0]
