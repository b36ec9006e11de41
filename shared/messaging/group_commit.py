"""Group commit: many waiters, one transaction, and nobody goes on before the own commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Work = Callable[[Sequence[Item]], Awaitable[None]]


class GroupCommit(Generic[Item]):
    """Collects what comes in while a commit is under way and commits it together.

    There is no timer: the first item is worked on at once, and the length of a commit makes the
    next group.
    """

    def __init__(self, commit: Work[Item], limit: int) -> None:
        self._commit = commit
        self._limit = limit
        self._waiting: list[tuple[Item, asyncio.Future[Sequence[Item]]]] = []
        self._filled = asyncio.Event()

    async def submit(self, item: Item) -> Sequence[Item]:
        """Return the item's group, in the order of submission, when it is committed.

        Raises:
            whatever the commit of the group raised.
        """
        done: asyncio.Future[Sequence[Item]] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        self._filled.set()
        return await done

    async def run(self) -> None:
        """Commit groups until cancelled; who still waits then is cancelled too."""
        try:
            while True:
                await self._filled.wait()
                group, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
                if not self._waiting:
                    self._filled.clear()
                await self._work([pair for pair in group if not pair[1].done()])
        finally:
            for _, done in self._waiting:
                done.cancel()

    async def _work(self, group: list[tuple[Item, "asyncio.Future[Sequence[Item]]"]]) -> None:
        items = [item for item, _ in group]
        try:
            await self._commit(items)
        except asyncio.CancelledError:
            for _, done in group:
                done.cancel()
            raise
        except Exception as error:
            for _, done in group:
                if not done.done():
                    done.set_exception(error)
        else:
            for _, done in group:
                if not done.done():
                    done.set_result(items)
