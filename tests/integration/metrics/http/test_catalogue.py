"""The catalogue over HTTP: products, sources with what is expected of them, and definitions."""

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.support.metrics import (
    MOVING,
    add_products,
    add_source,
)


async def test_a_product_gets_its_official_name_and_is_changed_by_version(
    manager: httpx.AsyncClient,
) -> None:
    made = await manager.post(
        "/v1/products",
        json={"key": MOVING, "digitallyPossible": "volledig", "offeredOnline": None},
    )
    again = await manager.post(
        "/v1/products",
        json={"key": MOVING, "digitallyPossible": "volledig", "offeredOnline": True},
    )
    changed = await manager.put(
        f"/v1/products/{MOVING}",
        json={"name": "Verhuizing", "digitallyPossible": "volledig", "offeredOnline": True},
        headers={"If-Match": made.headers["ETag"]},
    )
    late = await manager.put(
        f"/v1/products/{MOVING}",
        json={"name": "Te laat", "digitallyPossible": "nee", "offeredOnline": False},
        headers={"If-Match": made.headers["ETag"]},
    )

    assert (made.status_code, made.json()["name"]) == (201, "verhuismelding")
    assert again.status_code == 409
    assert (changed.status_code, changed.json()["name"]) == (200, "Verhuizing")
    assert late.status_code == 412
    listed = await manager.get("/v1/products")
    assert [product["name"] for product in listed.json()["items"]] == ["Verhuizing"]


async def test_a_product_outside_the_upl_needs_a_name(manager: httpx.AsyncClient) -> None:
    refused = await manager.post(
        "/v1/products",
        json={"key": "eigenProduct", "digitallyPossible": "nee", "offeredOnline": False},
    )

    assert refused.status_code == 400
    assert "name" in refused.text


async def test_a_source_is_registered_with_what_is_expected_of_it(
    engine: AsyncEngine, operator: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    made = await operator.post(
        "/v1/sources",
        json={
            "name": "zaaksysteem",
            "title": "Zaaksysteem",
            "periodKind": "week",
            "normDays": 8,
        },
    )
    expected = {
        "expectations": [
            {"product": MOVING, "channels": ["app", "web"], "since": "2026-01-05", "until": None}
        ]
    }
    replaced = await operator.put(
        "/v1/sources/zaaksysteem/expectations",
        json=expected,
        headers={"If-Match": made.headers["ETag"]},
    )

    assert made.status_code == 201
    assert made.json()["lastDeliveryAt"] is None
    assert (replaced.status_code, replaced.json()) == (200, expected)
    found = await operator.get("/v1/sources/zaaksysteem/expectations")
    assert found.json() == expected
    assert found.headers["ETag"] == replaced.headers["ETag"]


async def test_expectations_that_cannot_be_are_refused_with_every_reason(
    engine: AsyncEngine, operator: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem")

    refused = await operator.put(
        "/v1/sources/zaaksysteem/expectations",
        json={
            "expectations": [
                {"product": "onbekend", "channels": ["web"]},
                {"product": MOVING, "channels": ["web", "web"]},
                {
                    "product": MOVING,
                    "channels": ["app"],
                    "since": "2026-02-01",
                    "until": "2026-01-01",
                },
            ]
        },
        headers={"If-Match": "*"},
    )

    assert refused.status_code == 400
    for code in ("unknown-product", "duplicate-expectation", "ends-before-it-starts"):
        assert code in refused.text


async def test_every_definition_can_be_looked_up(manager: httpx.AsyncClient) -> None:
    definitions = (await manager.get("/v1/definitions")).json()["items"]
    official = (await manager.get("/v1/official-products")).json()["items"]

    assert {definition["id"] for definition in definitions} >= {"M1", "M2", "M6"}
    assert {"key": "verhuismelding", "name": "verhuismelding"} in official


@pytest.mark.parametrize("path", ["products/onbekend", "sources/onbekend"])
async def test_what_does_not_exist_is_not_found(manager: httpx.AsyncClient, path: str) -> None:
    assert (await manager.get(f"/v1/{path}")).status_code == 404
