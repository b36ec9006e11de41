"""The API of one service on a real database, and callers of every role."""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette

from shared.runtime.process import open_process
from shared.web.access import Role
from shared.web.process import compose
from shared.web.token import sign
from tests.support.service_apps import AUDIENCE, ISSUER, build_service, process_settings

SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")


@dataclass
class ServiceApi:
    """The API at a moment that a test may move."""

    service: str
    served: Starlette
    client: httpx.AsyncClient
    engine: AsyncEngine
    key: Path
    now: datetime

    def token(
        self,
        role: Role,
        *,
        teams: Collection[str | UUID] = (),
        subject: str | UUID = SOMEBODY,
        lifetime: timedelta = timedelta(hours=1),
    ) -> str:
        """A token of somebody with a role."""
        return sign(
            self.key,
            issuer=ISSUER,
            audience=AUDIENCE,
            subject=str(subject),
            roles=[role],
            now=self.now,
            lifetime=lifetime,
            team_ids=[UUID(str(team)) for team in teams],
        )

    async def ask(
        self,
        role: Role,
        method: str,
        path: str,
        body: object = None,
        *,
        teams: Collection[str | UUID] = (),
        subject: str | UUID = SOMEBODY,
        **headers: str,
    ) -> httpx.Response:
        """One request of somebody with a role; header names with underscores for dashes."""
        token = self.token(role, teams=teams, subject=subject)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(
            method,
            f"/{self.service}/v1{path}",
            json=body,
            headers=sent | {"Authorization": f"Bearer {token}"},
        )

    async def ok(self, role: Role, method: str, path: str, body: object = None, **more: Any) -> Any:
        """The answer to a request that must succeed."""
        answer = await self.ask(role, method, path, body, **more)
        assert answer.is_success, answer.text
        return answer.json()

    async def refused(
        self, status: int, role: Role, method: str, path: str, body: object = None, **more: Any
    ) -> list[str]:
        """The codes for which a request must be refused, with this status."""
        answer = await self.ask(role, method, path, body, **more)
        assert answer.status_code == status, answer.text
        problem = answer.json()
        kind = str(problem["type"]).rpartition(":")[2]
        return [reason["code"] for reason in problem["errors"]] or [kind]


@asynccontextmanager
async def service_api(
    name: str, app_url: str, folder: Path, now: datetime
) -> AsyncIterator[ServiceApi]:
    """A service as it is composed, at a moment; its relay and consumers do not run."""
    settings = process_settings(folder)
    async with AsyncExitStack() as stack:
        process = await stack.enter_async_context(open_process(settings, lambda: api.now))
        service = build_service(name, process, app_url)
        stack.push_async_callback(service.engine.dispose)
        served = compose({name: service.app}, registry=process.registry)
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app=served), base_url="https://draagvlak.example.nl"
            )
        )
        api = ServiceApi(name, served, client, service.engine, folder / "key.json", now)
        yield api
