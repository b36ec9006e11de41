"""`draagvlak demo`, as somebody runs it: a process of its own, on servers of this test's own."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx
import psutil
import pytest

from deploy.addresses import AdminAddresses
from deploy.embedded import PrivateServers
from deploy.provisioning.rabbitmq import ManagementApi
from tests.support.waiting import until

ROOT = Path(__file__).parents[3]
STORY_SECONDS = 240


@dataclass
class Demo:
    """The command while it runs, and what it has said so far."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    @property
    def family(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def tells(self, part: str) -> bool:
        assert self.process.returncode is None, "".join(self.said)
        return any(part in line for line in self.said)

    async def ended(self) -> int:
        async with asyncio.timeout(STORY_SECONDS):
            return await self.process.wait()


@asynccontextmanager
async def demo(servers: AdminAddresses, *options: str) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.cli", "demo", *options),
        cwd=ROOT,
        env=os.environ
        | {
            "DRAAGVLAK_POSTGRES_URL": servers.postgres_url,
            "DRAAGVLAK_RABBITMQ_URL": servers.rabbitmq_url,
            "DRAAGVLAK_RABBITMQ_API_URL": servers.rabbitmq_api_url,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = Demo(process)
    listening = asyncio.create_task(_listen(running))
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening


async def _listen(running: Demo) -> None:
    assert running.process.stdout is not None
    async for line in running.process.stdout:
        running.said.append(line.decode())


async def made_on(servers: AdminAddresses) -> dict[str, set[str]]:
    """The names of all that a demonstration makes on servers."""
    connection = await asyncpg.connect(servers.postgres_url)
    try:
        made = {
            "databases": await connection.fetch("SELECT datname AS name FROM pg_database"),
            "roles": await connection.fetch("SELECT rolname AS name FROM pg_roles"),
        }
    finally:
        await connection.close()
    async with ManagementApi(servers.rabbitmq_api_url) as api:
        made |= {"vhosts": await api.get("vhosts"), "users": await api.get("users")}
    return {kind: {each["name"] for each in found} for kind, found in made.items()}


@pytest.mark.timeout(2 * STORY_SECONDS)
async def test_two_side_by_side_close_their_loops_and_leave_the_servers_as_they_were(
    own_servers: PrivateServers,
) -> None:
    servers = own_servers.addresses
    before = await made_on(servers)
    async with demo(servers, "--once") as one, demo(servers, "--once") as two:
        ended = await asyncio.gather(one.ended(), two.ended())

    for running, code in zip((one, two), ended, strict=True):
        told = "".join(running.said)
        assert code == 0, told
        assert "Koers van Wilgenmonde" in told
        assert re.search(r"^Verhuismelding +\d+", told, re.MULTILINE)
        assert "Vrijgekomen balie-uren met een bestemming" in told
        assert "de kring is gesloten" in told
        assert re.search(r"http://127\.0\.0\.1:\d+/planning/v1/openapi\.json", told)
    assert await made_on(servers) == before


@pytest.mark.timeout(2 * STORY_SECONDS)
async def test_it_stays_up_until_ctrl_c_and_then_nothing_of_it_runs(
    own_servers: PrivateServers,
) -> None:
    async with demo(own_servers.addresses) as running:
        await until(lambda: running.tells("Stoppen met Ctrl-C."), STORY_SECONDS)
        link = re.search(r"(http://\S+)#token=(\S+)", "".join(running.said))
        assert link is not None
        url = httpx.URL(link[1])
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(url)).status_code == httpx.codes.OK
            unknown = await browser.get(url.join("/planning/koers"))
            assert unknown.status_code == httpx.codes.SEE_OTHER
        family = running.family
        assert family
        running.process.send_signal(signal.SIGINT)
        assert await running.ended() == 0

    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


async def test_ctrl_c_before_the_story_is_out_is_no_success(
    own_servers: PrivateServers,
) -> None:
    servers = own_servers.addresses
    before = await made_on(servers)
    async with demo(servers, "--once") as running:
        await until(lambda: running.tells("de diensten starten"), 60)
        running.process.send_signal(signal.SIGINT)
        assert await running.ended() == 130

    assert await made_on(servers) == before
