"""Speaks to the services over HTTP, each time as somebody with a role."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx

from shared.web.access import Role

_PATIENCE_SECONDS = 90.0
_POLL_SECONDS = 0.05
Answer = dict[str, Any]
T = TypeVar("T")


class StoryStopped(Exception):
    """The story cannot go on; the message is a Dutch sentence."""


class Refused(StoryStopped):
    """A service refused a request; `codes` are the reasons."""

    def __init__(self, response: httpx.Response) -> None:
        problem = response.json()
        self.codes = {error["code"] for error in problem.get("errors", [])}
        reasons = "; ".join(error["message"] for error in problem.get("errors", []))
        request = f"{response.request.method} {response.request.url.path}"
        super().__init__(f"{request}: {response.status_code} {reasons or problem['detail']}")


@dataclass(frozen=True, slots=True)
class Api:
    """The services of one installation. `sign` makes a token for a role, a subject and teams."""

    client: httpx.AsyncClient
    sign: Callable[[Role, str, Collection[UUID]], str]

    def acting(self, role: Role, subject: str = "demo", teams: Collection[UUID] = ()) -> "Caller":
        """Somebody with a role, and with teams of their own."""
        return Caller(self.client, self.sign(role, subject, teams))


class Caller:
    """Somebody who asks and tells."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._authorization = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **query: str | int) -> Answer:
        """Ask for something.

        Raises:
            Refused: with every reason.
        """
        return self._read(await self._client.get(path, params=query, headers=self._authorization))

    async def items(self, path: str, **query: str | int) -> list[Answer]:
        """Everything of a list that comes in pages."""
        found: list[Answer] = []
        cursor: str | None = None
        while True:
            page = await self.get(path, **query, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page.get("next")
            if cursor is None:
                return found

    async def post(self, path: str, *, version: int | None = None, **body: Any) -> Answer:
        """Do something, once, whatever happens on the way; on this version when there are some.

        Raises:
            Refused: with every reason.
        """
        headers = self._authorization | {"Idempotency-Key": str(uuid4())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._read(await self._client.post(path, json=body, headers=headers))

    async def put(self, path: str, *, version_of: str | None = None, **body: Any) -> Answer:
        """Replace something, as it is now; `version_of` is where its version can be asked for.

        Raises:
            Refused: with every reason.
        """
        current = await self._client.get(version_of or path, headers=self._authorization)
        self._read(current)
        headers = self._authorization | {"If-Match": current.headers["ETag"]}
        return self._read(await self._client.put(path, json=body, headers=headers))

    @staticmethod
    def _read(response: httpx.Response) -> Answer:
        if response.is_success:
            answer: Answer = response.json()
            return answer
        raise Refused(response)


async def until(condition: Callable[[], Awaitable[T | None]], waiting_for: str) -> T:
    """Ask until the answer is true, and give it.

    Raises:
        StoryStopped: it takes too long.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if answer := await condition():
            return answer
        await asyncio.sleep(_POLL_SECONDS)
    raise StoryStopped(f"Dit duurt te lang: {waiting_for}.")


async def once_known(act: Callable[[], Awaitable[Answer]], *codes: str) -> Answer:
    """Do what is refused for these reasons until an event of another service has arrived."""

    async def attempt() -> Answer | None:
        try:
            return await act()
        except Refused as refused:
            if refused.codes and refused.codes <= set(codes):
                return None
            raise

    return await until(attempt, f"{', '.join(codes)} is nog niet opgelost")
