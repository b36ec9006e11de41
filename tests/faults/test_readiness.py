"""What the health of a running product says while its broker is away, blocked and back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from deploy.demo.municipality import load_municipality
from deploy.demo.running import Running, running_services
from deploy.embedded import PrivateServers
from shared.web.access import Role
from tests.support.own_servers import queues_are_on_disk
from tests.support.waiting import until


@pytest.fixture
async def product(own_servers: PrivateServers) -> AsyncIterator[Running]:
    """All three services in one process, on servers that may be killed."""
    starting = running_services(own_servers.addresses, load_municipality())
    running = await asyncio.to_thread(starting.__enter__)
    try:
        yield running
    finally:
        await asyncio.to_thread(starting.__exit__, None, None, None)


async def health(client: httpx.AsyncClient, service: str, kind: str) -> int:
    """The status of a health address."""
    return (await client.get(f"/{service}/health/{kind}")).status_code


async def failing(client: httpx.AsyncClient, service: str) -> set[str]:
    """The checks that make a service not ready."""
    answer = await client.get(f"/{service}/health/ready")
    if answer.is_success:
        return set()
    return {error["field"] for error in answer.json()["errors"]}


async def start_programme(client: httpx.AsyncClient, product: Running) -> None:
    """Cause an event."""
    today = datetime.now(UTC).date()
    answer = await client.post(
        "/planning/v1/programmes",
        json={
            "name": "Zelf regelen",
            "startsOn": today.isoformat(),
            "endsOn": (today + timedelta(days=365)).isoformat(),
        },
        headers={
            "Authorization": f"Bearer {product.token(Role.PROGRAMME_MANAGER)}",
            "Idempotency-Key": str(uuid4()),
        },
    )
    assert answer.status_code == 201, answer.text


async def test_ready_is_false_while_the_consumer_is_gone_or_the_broker_blocks(
    product: Running, own_servers: PrivateServers
) -> None:
    """Alive throughout; ready again by itself; the API goes on committing during an alarm."""
    broker = own_servers.rabbitmq
    async with httpx.AsyncClient(base_url=product.url, timeout=10) as client:
        await queues_are_on_disk(own_servers)
        broker.kill()
        await until(lambda: failing(client, "engagement"), 30, reason="the missing consumer shows")
        assert await failing(client, "engagement") == {"consumer-planning"}
        assert await health(client, "engagement", "live") == 200
        await asyncio.to_thread(broker.start)

        async def all_ready() -> bool:
            services = ("planning", "engagement", "metrics")
            return not [name for name in services if await failing(client, name)]

        await until(all_ready, 60, reason="all is ready again by itself")

        broker.raise_disk_alarm()
        await start_programme(client, product)

        async def blocked() -> bool:
            return "relay" in await failing(client, "planning")

        await until(blocked, 40, reason="the blocked broker shows")
        assert await health(client, "planning", "live") == 200
        broker.clear_disk_alarm()
        await until(all_ready, 60, reason="the backlog went and all is ready")
