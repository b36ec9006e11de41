"""Somebody who reads the pages of a service and sends their forms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from shared.web.access import COOKIE, Role
from tests.support.service_api import ServiceApi

ORIGIN = "https://draagvlak.example.nl"


@dataclass(frozen=True)
class Visitor:
    """Signed in with one role, and the teams that they lead."""

    api: ServiceApi
    role: Role
    teams: Collection[str] = ()

    async def get(self, path: str) -> httpx.Response:
        """A page or a file, whatever its status."""
        return await self.api.client.get(self._address(path), headers=self._headers())

    async def read(self, path: str) -> str:
        """A page or a file that must be there."""
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content.decode("utf-8-sig")

    async def send(
        self, path: str, fields: Mapping[str, str | Sequence[str]], *, origin: str = ORIGIN
    ) -> httpx.Response:
        """A form, as a browser sends it from our own pages."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
        return await self.api.client.post(
            self._address(path),
            content=urlencode(fields, doseq=True),
            headers=self._headers() | form,
        )

    async def does(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> str:
        """A form that must be accepted; answers the page that follows."""
        answer = await self.send(path, fields)
        assert answer.status_code == 303, answer.text
        found = await self.api.client.get(answer.headers["location"], headers=self._headers())
        assert found.status_code == 200, found.text
        return found.text

    def _address(self, path: str) -> str:
        return path if path.startswith(f"/{self.api.service}") else f"/{self.api.service}{path}"

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.api.token(self.role, teams=self.teams)}"}
