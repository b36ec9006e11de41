"""Group commit: who waits, and for whom."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.messaging.group_commit import GroupCommit
from tests.support.wire import running


class Commits:
    """Commits that the test lets through one by one."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.gate = asyncio.Semaphore(0)
        self.fails = False

    async def __call__(self, group: Sequence[int]) -> None:
        self.groups.append(list(group))
        await self.gate.acquire()
        if self.fails:
            raise ArithmeticError("planted")


async def test_what_comes_during_a_commit_is_committed_together() -> None:
    """The first is not kept waiting for others; the others share the next commit, and are told."""
    commits = Commits()
    group = GroupCommit(commits, limit=10)
    async with running(group.run()):
        waiting = [asyncio.create_task(group.submit(item)) for item in range(5)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        late = [asyncio.create_task(group.submit(item)) for item in range(5, 8)]
        for _ in range(2):
            commits.gate.release()
        returned = await asyncio.gather(*waiting, *late)
    assert all(item in group for item, group in enumerate(returned))
    assert [item for each in commits.groups for item in each] == list(range(8))
    assert len(commits.groups) == 2


async def test_nobody_returns_before_the_own_commit() -> None:
    """An acknowledgement can follow each return."""
    commits = Commits()
    group = GroupCommit(commits, limit=1)
    async with running(group.run()):
        first, second = (asyncio.create_task(group.submit(item)) for item in (1, 2))
        commits.gate.release()
        await first
        assert not second.done()
        commits.gate.release()
        await second


async def test_failure_of_a_commit_reaches_each_of_its_group_and_not_the_next() -> None:
    """The group that fails fails; work goes on."""
    commits = Commits()
    group = GroupCommit(commits, limit=10)
    async with running(group.run()):
        commits.fails = True
        commits.gate.release()
        with pytest.raises(ArithmeticError):
            await group.submit(1)
        commits.fails = False
        commits.gate.release()
        await group.submit(2)
    assert commits.groups == [[1], [2]]


async def test_who_waits_when_it_stops_is_cancelled() -> None:
    """A message that was not committed is not acknowledged."""
    commits = Commits()
    group = GroupCommit(commits, limit=1)
    async with running(group.run()):
        waiting = [asyncio.create_task(group.submit(item)) for item in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
