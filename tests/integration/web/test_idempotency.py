"""A POST that is sent again, against a real database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import pytest
from sqlalchemy import Column, MetaData, Table, Text, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.responses import Response

from shared.database import create_engine, transaction
from shared.refusal import Reason, Refusal
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Body, Resource, created
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import IdempotencyKeys, RequestKey
from shared.web.routes import ApiRouter
from tests.support.installations import Database
from tests.support.web_service import NOW, WebService, web_service

metadata = MetaData()
idempotency = IdempotencyKeys(metadata)
orders = Table("orders", metadata, Column("name", Text))
router = ApiRouter(tags=["Bestellingen"])
Orderer = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, Role.EMPLOYEE, scope=Scope.MUNICIPALITY)]


class Order(Body):
    name: str


class Ordered(Resource):
    number: int


@router.post("/orders", status_code=201, response_model=Ordered, summary="Bestellen")
async def order(
    body: Order, key: RequestKey, engine: Engine, now: Now, caller: Orderer
) -> Response:
    async with transaction(engine) as connection:

        async def effect() -> Response:
            await connection.execute(insert(orders).values(name=body.name))
            number = await connection.scalar(select(func.count()).select_from(orders))
            if body.name == "refused":
                raise Refusal(Reason("sold-out", "Dit is er niet meer."))
            return created(Ordered(number=number or 0), f"order-{number}", version=1)

        return await idempotency.once(connection, key, now, effect)


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database.admin_url, pool_size=10)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield engine
    await engine.dispose()


@pytest.fixture
def service(engine: AsyncEngine, tmp_path: Path) -> WebService:
    return web_service(tmp_path, router, engine=engine)


def caller(
    service: WebService, subject: str = "3f0c"
) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return service.client(headers=service.bearer(Role.PROGRAMME_MANAGER, subject=subject))


async def post(client: httpx.AsyncClient, name: str, key: str | None = None) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    return await client.post("/planning/v1/orders", json={"name": name}, headers=headers)


async def count(engine: AsyncEngine, table: Any = orders) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_a_request_sent_twice_has_one_effect_and_one_answer(
    service: WebService, engine: AsyncEngine
) -> None:
    async with caller(service) as client:
        first = await post(client, "paper", "k1")
        second = await post(client, "paper", "k1")
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    for header in ("location", "etag", "content-type"):
        assert first.headers[header] == second.headers[header]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert await count(engine) == 1


async def test_ten_at_the_same_time_have_one_effect(
    service: WebService, engine: AsyncEngine
) -> None:
    async with caller(service) as client:
        answers = await asyncio.gather(*(post(client, "paper", "k1") for _ in range(10)))
    assert {answer.text for answer in answers} == {'{"number":1}'}
    assert await count(engine) == 1


async def test_another_request_under_the_same_key_is_refused(
    service: WebService, engine: AsyncEngine
) -> None:
    async with caller(service) as client:
        await post(client, "paper", "k1")
        other = await post(client, "pens", "k1")
    assert other.status_code == 409
    assert other.json()["type"] == "urn:draagvlak:problem:idempotency-key-reused"
    assert await count(engine) == 1


async def test_a_key_belongs_to_its_caller(service: WebService, engine: AsyncEngine) -> None:
    for subject in ("3f0c", "7d11"):
        async with caller(service, subject) as client:
            assert (await post(client, "paper", "k1")).status_code == 201
    assert await count(engine) == 2


async def test_a_refused_request_can_be_sent_again(
    service: WebService, engine: AsyncEngine
) -> None:
    async with caller(service) as client:
        assert (await post(client, "refused", "k1")).status_code == 409
        assert await count(engine, idempotency.table) == 0
        assert (await post(client, "refused", "k1")).json()["detail"] == "Dit is er niet meer."
    assert await count(engine) == 0


async def test_without_a_key_every_request_has_its_effect(
    service: WebService, engine: AsyncEngine
) -> None:
    async with caller(service) as client:
        await post(client, "paper")
        await post(client, "paper")
    assert await count(engine) == 2
    assert await count(engine, idempotency.table) == 0


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_a_key_has_a_reasonable_length(service: WebService, key: str) -> None:
    async with caller(service) as client:
        answer = await post(client, "paper", key)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_no_person_can_be_read_from_a_kept_key(
    service: WebService, engine: AsyncEngine
) -> None:
    async with caller(service, "jan@example.nl") as client:
        await post(client, "paper", "k1")
    async with engine.connect() as connection:
        row = (await connection.execute(select(idempotency.table))).one()
    assert b"jan" not in b"".join((row.key_hash, row.request_hash, row.body))


async def test_old_keys_are_forgotten(service: WebService, engine: AsyncEngine) -> None:
    async with caller(service) as client:
        await post(client, "paper", "k1")
        service.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
        await post(client, "paper", "k2")
        async with transaction(engine) as connection:
            assert await idempotency.forget(connection, NOW + timedelta(minutes=1)) == 1
        again = await post(client, "paper", "k1")
    assert "idempotency-replayed" not in again.headers
