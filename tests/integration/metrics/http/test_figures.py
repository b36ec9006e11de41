"""Figures over HTTP: uptake, totals and counter hours, and their tables."""

from uuid import uuid4

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.baselines import note_go_live
from services.metrics.commands.organisation import set_organisation
from shared.database import transaction
from tests.support.metrics import (
    GO_LIVE,
    MOVING,
    NOW,
    PASSPORT,
    WEEK,
    YEAR_BEFORE,
    add_products,
    add_source,
    columns,
    deliver,
    week_rows,
)


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
