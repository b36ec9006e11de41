"""The API of metrics, from catalogue to figures."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.baselines import note_go_live
from services.metrics.commands.organisation import set_organisation
from shared.database import transaction
from shared.web.access import Role
from tests.support.metrics import (
    GO_LIVE,
    LATER,
    MOVING,
    NOW,
    PASSPORT,
    WEEK,
    YEAR_BEFORE,
    CallingAs,
    add_products,
    add_source,
    columns,
    deliver,
    week_rows,
)


@pytest.fixture
def manager(calling_as: CallingAs) -> httpx.AsyncClient:
    return calling_as(Role.PROGRAMME_MANAGER)


@pytest.fixture
def operator(calling_as: CallingAs) -> httpx.AsyncClient:
    return calling_as(Role.OPERATOR)


def report(*rows: dict[str, Any], source: str = "zaaksysteem") -> dict[str, Any]:
    return {"source": source, "rows": list(rows)}


def row(**values: Any) -> dict[str, Any]:
    return {"product": MOVING, "channel": "web", "period": "2026-W13", "completed": 5, **values}


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


async def test_uptake_shows_what_it_is_made_of_and_how_far_it_can_be_trusted(
    engine: AsyncEngine, manager: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", (MOVING, "web"), (MOVING, "balie"))
    await deliver(
        engine,
        "zaaksysteem",
        columns(
            (MOVING, "web", "2026-W12", 6, False),
            (MOVING, "web", "2026-W12", 2, True),
            (MOVING, "balie", "2026-W12", 2, False),
            (MOVING, "web", "2026-W13", 9, False),
        ),
    )

    first = await manager.get("/v1/uptake", params={"product": MOVING, "limit": 1})
    second = await manager.get(
        "/v1/uptake", params={"product": MOVING, "limit": 1, "cursor": first.json()["next"]}
    )

    (complete,) = first.json()["items"]
    (waiting,) = second.json()["items"]
    assert complete["completeness"] == "complete"
    assert complete["uptake"] == {
        "definition": "M1",
        "numerator": 6,
        "denominator": 10,
        "value": 0.6,
    }
    assert complete["uptakeWithAssisted"]["value"] == 0.8
    assert waiting["period"] == "2026-W13"
    assert waiting["completeness"] == "provisional"
    assert (waiting["expected"], waiting["delivered"]) == (2, 1)
    assert waiting["uptake"] == {
        "definition": "M1",
        "numerator": 9,
        "denominator": None,
        "value": None,
    }
    assert {"channel": "balie", "assisted": False, "completed": None} in waiting["channels"]
    assert second.json()["next"] is None


async def test_totals_are_shown_with_and_without_products_that_cannot_be_online(
    engine: AsyncEngine, manager: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    await manager.post(
        "/v1/products",
        json={"key": PASSPORT, "digitallyPossible": "nee", "offeredOnline": False},
    )
    await add_source(engine, "zaaksysteem", (MOVING, "web"), (MOVING, "balie"), (PASSPORT, "balie"))
    await deliver(
        engine,
        "zaaksysteem",
        columns(
            (MOVING, "web", "2026-W12", 6, False),
            (MOVING, "balie", "2026-W12", 4, False),
            (PASSPORT, "balie", "2026-W12", 10, False),
            (MOVING, "web", "2026-W13", 6, False),
            (MOVING, "balie", "2026-W13", 4, False),
        ),
    )

    totals = (await manager.get("/v1/uptake-totals")).json()["items"]
    offer = (await manager.get("/v1/offer")).json()

    assert [total["completeness"] for total in totals] == ["complete", "provisional"]
    assert [total["allProducts"]["uptake"]["value"] for total in totals] == [0.3, None]
    assert [total["digitallyPossible"]["uptake"]["value"] for total in totals] == [0.6, 0.6]
    assert offer["digitallyPossible"] == {
        "definition": "M2",
        "numerator": 1,
        "denominator": 1,
        "value": 1,
    }
    assert offer["allProducts"]["value"] == 0.5


async def test_counter_hours_are_shown_per_team_and_per_product(
    engine: AsyncEngine, manager: httpx.AsyncClient
) -> None:
    team = uuid4()
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", (MOVING, "web"), (MOVING, "balie"))
    for channel, minutes in (("balie", 12), ("web", 2)):
        stated = await manager.post(
            "/v1/handling-times",
            json={
                "product": MOVING,
                "channel": channel,
                "validFrom": "2024-01-01",
                "minutes": minutes,
                "statedBy": "Tijdmeting voorbeeldgemeente",
                "statedOn": "2026-01-05",
            },
        )
        assert stated.status_code == 201
    async with transaction(engine) as connection:
        await set_organisation(connection, {team: "Balie"}, {MOVING: team})
        await note_go_live(connection, uuid4(), [MOVING], GO_LIVE, now=NOW)
    await deliver(engine, "zaaksysteem", columns(*week_rows(MOVING, YEAR_BEFORE, balie=100, web=0)))
    await deliver(engine, "zaaksysteem", columns(*week_rows(MOVING, [WEEK], balie=40, web=40)))

    (level,) = (await manager.get("/v1/counter-hours")).json()["items"]
    (product,) = (await manager.get(f"/v1/products/{MOVING}/counter-hours")).json()["items"]
    table = await manager.get("/counter-hours.csv")
    anew = await manager.post(
        "/v1/baselines", json={"product": MOVING, "reason": "Proef met een tweede versie."}
    )

    assert (level["team"], level["week"], level["definition"]) == ("Balie", str(WEEK), "M6")
    assert level["parts"] == product["parts"] == {"volume": -4, "channel": -6.667, "minutes": 0}
    assert level["p50"] == product["relieved"] == 6.667
    assert "Balie;2026-W13;compleet;M6;6,667;;;-4,0;-6,667;0,0;verhuismelding@1" in table.text
    assert (anew.status_code, anew.json()["version"]) == (201, 2)
    listed = (await manager.get("/v1/baselines", params={"product": MOVING})).json()["items"]
    assert [baseline["version"] for baseline in listed] == [1, 2]
    times = (await manager.get("/v1/handling-times")).json()["items"]
    assert sorted(time["minutes"] for time in times) == [2, 12]


async def test_the_uptake_table_opens_in_a_spreadsheet(
    engine: AsyncEngine, manager: httpx.AsyncClient
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", (MOVING, "web"))
    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 9, False)))

    table = await manager.get("/uptake.csv", params={"product": MOVING})

    assert table.headers["content-type"].startswith("text/csv")
    assert "verhuismelding;2026-W13;compleet;M1;9;9;9;1,0;1,0;" in table.text


async def test_every_definition_can_be_looked_up(manager: httpx.AsyncClient) -> None:
    definitions = (await manager.get("/v1/definitions")).json()["items"]
    official = (await manager.get("/v1/official-products")).json()["items"]

    assert {definition["id"] for definition in definitions} >= {"M1", "M2", "M6"}
    assert {"key": "verhuismelding", "name": "verhuismelding"} in official


@pytest.mark.parametrize("path", ["products/onbekend", "sources/onbekend"])
async def test_what_does_not_exist_is_not_found(manager: httpx.AsyncClient, path: str) -> None:
    assert (await manager.get(f"/v1/{path}")).status_code == 404
