"""Transactions over HTTP: who may report them, what is refused, and what was known when."""

from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.web.access import Role
from tests.support.metrics import (
    LATER,
    MOVING,
    NOW,
    CallingAs,
    add_products,
    add_source,
    columns,
    deliver,
)


def report(*rows: dict[str, Any], source: str = "zaaksysteem") -> dict[str, Any]:
    return {"source": source, "rows": list(rows)}


def row(**values: Any) -> dict[str, Any]:
    return {"product": MOVING, "channel": "web", "period": "2026-W13", "completed": 5, **values}


async def test_a_source_reports_its_own_transactions_only(
    engine: AsyncEngine, calling_as: CallingAs
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem")
    await add_source(engine, "formulieren")
    client = calling_as(Role.SOURCE, subject="zaaksysteem")

    own = await client.post("/v1/transactions", json=report(row()))
    others = await client.post("/v1/transactions", json=report(row(), source="formulieren"))
    reading = await client.get("/v1/products")

    assert (own.status_code, own.json()) == (200, {"new": 1, "changed": 0, "unchanged": 0})
    assert others.status_code == 403
    assert reading.status_code == 403


async def test_a_moment_outside_the_calendar_is_refused(operator: httpx.AsyncClient) -> None:
    about = {"product": MOVING, "period": "2026-W13", "asOf": "0001-01-01T00:00:00+23:00"}
    answer = await operator.get("/v1/transactions", params=about)
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["asOf"]


async def test_a_repeated_request_has_its_effect_once(
    engine: AsyncEngine, operator: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", (MOVING, "web"))

    first = await operator.post(
        "/v1/transactions", json=report(row()), headers={"Idempotency-Key": "a"}
    )
    second = await operator.post(
        "/v1/transactions", json=report(row()), headers={"Idempotency-Key": "a"}
    )
    other = await operator.post(
        "/v1/transactions", json=report(row(completed=6)), headers={"Idempotency-Key": "a"}
    )

    assert second.json() == first.json() == {"new": 1, "changed": 0, "unchanged": 0}
    assert other.status_code == 409


async def test_a_faulty_report_names_every_value_and_changes_nothing(
    engine: AsyncEngine, operator: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem")

    refused = await operator.post(
        "/v1/transactions",
        json=report(
            row(),
            row(product="onbekend", channel="fax"),
            row(period="2026-W15"),
            row(completed=-1),
        ),
    )

    assert refused.status_code == 400
    for field in ("rows.1.product", "rows.1.channel", "rows.2.period", "rows.3.completed"):
        assert field in refused.text
    rows = await operator.get("/v1/transactions", params={"product": MOVING, "period": "2026-W13"})
    assert rows.json() == {"items": []}


async def test_what_was_known_at_a_moment_stays_readable(
    engine: AsyncEngine, operator: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem")
    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 5, False)))
    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 7, False)), now=LATER)
    about = {"product": MOVING, "period": "2026-W13"}

    now = await operator.get("/v1/transactions", params=about)
    before = await operator.get("/v1/transactions", params={**about, "asOf": NOW.isoformat()})
    every = await operator.get("/v1/transaction-revisions", params=about)

    assert [found["completed"] for found in now.json()["items"]] == [7]
    assert [found["completed"] for found in before.json()["items"]] == [5]
    assert [
        (found["completed"], found["recordedAt"], found["supersededAt"])
        for found in every.json()["items"]
    ] == [
        (5, "2026-04-07T09:00:00Z", "2026-04-07T10:00:00Z"),
        (7, "2026-04-07T10:00:00Z", None),
    ]
