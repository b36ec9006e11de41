"""When periods are told complete or corrected."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics import app
from services.metrics.commands.settlement import settle_periods
from services.metrics.commands.sources import Expectation, set_expectations
from services.metrics.commands.targets import set_targets
from services.metrics.commands.transactions import record_transactions
from services.metrics.domain.periods import PeriodKind
from services.metrics.domain.targets import TargetPath
from shared.database import transaction
from shared.runtime.periodic import repeat
from tests.support.metrics import (
    LATER,
    MOVING,
    NOW,
    PASSPORT,
    add_products,
    add_source,
    columns,
    deliver,
    settle_all,
    told,
    week_rows,
)
from tests.support.waiting import until
from tests.support.wire import running


@pytest.fixture(autouse=True)
async def catalogue(engine: AsyncEngine) -> None:
    await add_products(engine, MOVING, PASSPORT)
    await add_source(engine, "formulieren", (MOVING, "web"))
    await add_source(engine, "afspraken", (MOVING, "balie"))


async def test_a_period_is_complete_once_every_expected_source_delivered(
    engine: AsyncEngine,
) -> None:
    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 30, False)))
    assert await told(engine, "period.completed") == []

    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", 10, False)))

    assert await told(engine, "period.completed") == [
        {
            "product": MOVING,
            "period": "2026-W13",
            "startsOn": "2026-03-23",
            "endsOn": "2026-03-29",
            "figures": {
                "uptake": {"definition": "M1", "numerator": 30, "denominator": 40, "value": 0.75},
                "uptakeWithAssisted": {
                    "definition": "M1-assisted",
                    "numerator": 30,
                    "denominator": 40,
                    "value": 0.75,
                },
                "target": None,
            },
        }
    ]


async def test_a_delivered_unknown_completes_a_period_without_a_figure(
    engine: AsyncEngine,
) -> None:
    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 30, False)))
    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", None, False)))

    (completed,) = await told(engine, "period.completed")
    assert completed["figures"]["uptake"] == {
        "definition": "M1",
        "numerator": 30,
        "denominator": None,
        "value": None,
    }


async def test_a_restatement_after_completion_is_a_correction_with_its_number(
    engine: AsyncEngine,
) -> None:
    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 30, False)))
    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", 10, False)))

    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", 30, False)), now=LATER)
    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", 30, False)), now=LATER)
    await deliver(engine, "formulieren", columns((MOVING, "app", "2026-W13", 60, False)), now=LATER)

    corrected = await told(engine, "period.corrected")
    assert [event["revision"] for event in corrected] == [1, 2]
    assert [event["figures"]["uptake"]["value"] for event in corrected] == [0.5, 0.75]
    assert len(await told(engine, "period.completed")) == 1


async def test_a_change_of_channel_that_leaves_the_figures_is_still_a_correction(
    engine: AsyncEngine,
) -> None:
    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 30, False)))
    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", 10, False)))

    await deliver(
        engine,
        "afspraken",
        columns(
            (MOVING, "balie", "2026-W13", 4, False), (MOVING, "telefoon", "2026-W13", 6, False)
        ),
    )

    assert len(await told(engine, "period.corrected")) == 1


async def test_a_product_of_which_nothing_is_expected_stays_provisional(
    engine: AsyncEngine,
) -> None:
    await deliver(engine, "formulieren", columns((PASSPORT, "balie", "2026-W13", 30, False)))

    assert await told(engine, "period.completed") == []


async def test_a_source_of_months_does_not_hold_up_a_week(engine: AsyncEngine) -> None:
    await add_source(engine, "telefooncentrale", (MOVING, "telefoon"), kind=PeriodKind.MONTH)

    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 30, False)))
    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", 10, False)))
    await deliver(engine, "telefooncentrale", columns((MOVING, "telefoon", "2026-02", 8, False)))

    assert [event["period"] for event in await told(engine, "period.completed")] == [
        "2026-W13",
        "2026-02",
    ]


async def test_periods_before_a_source_existed_do_not_wait_for_it(engine: AsyncEngine) -> None:
    await add_source(engine, "app-leverancier", (MOVING, "app"), since=date(2026, 3, 23))
    delivered = week_rows(MOVING, ["2026-W12", "2026-W13"], web=3)
    at_the_counter = week_rows(MOVING, ["2026-W12", "2026-W13"], balie=1)

    await deliver(engine, "formulieren", columns(*delivered))
    await deliver(engine, "afspraken", columns(*at_the_counter))

    assert [event["period"] for event in await told(engine, "period.completed")] == ["2026-W12"]


async def test_waiting_periods_complete_when_what_they_wait_for_is_no_longer_expected(
    engine: AsyncEngine,
) -> None:
    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 30, False)))
    async with transaction(engine) as connection:
        await set_expectations(connection, "afspraken", [Expectation(PASSPORT, "balie")])
    await settle_all(engine)

    assert [event["period"] for event in await told(engine, "period.completed")] == ["2026-W13"]


async def test_the_target_of_a_period_is_that_of_its_last_day(engine: AsyncEngine) -> None:
    path = TargetPath(date(2026, 3, 9), Fraction(1, 2), date(2026, 4, 18), Fraction(1))
    async with transaction(engine) as connection:
        await set_targets(connection, uuid4(), {MOVING: [path]})

    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 30, False)))
    await deliver(engine, "afspraken", columns((MOVING, "balie", "2026-W13", 10, False)))

    (completed,) = await told(engine, "period.completed")
    assert completed["figures"]["target"] == 0.75


async def test_settling_is_bounded_and_goes_on_where_it_stopped(engine: AsyncEngine) -> None:
    weeks = [f"2025-W{week:02}" for week in range(1, 11)]
    async with transaction(engine) as connection:
        for source, channel in (("formulieren", "web"), ("afspraken", "balie")):
            rows = [(MOVING, channel, week, 5, False) for week in weeks]
            await record_transactions(connection, source, columns(*rows), now=NOW)

    settled = []
    for _ in range(4):
        async with transaction(engine) as connection:
            settled.append(await settle_periods(connection, now=NOW, limit=4))

    assert settled == [4, 4, 2, 0]
    assert [event["period"] for event in await told(engine, "period.completed")] == weeks


async def test_a_backlog_is_settled_at_once_one_bounded_transaction_after_another(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "SETTLED_AT_A_TIME", 4)
    weeks = [f"2025-W{week:02}" for week in range(1, 11)]
    async with transaction(engine) as connection:
        for source, channel in (("formulieren", "web"), ("afspraken", "balie")):
            rows = [(MOVING, channel, week, 5, False) for week in weeks]
            await record_transactions(connection, source, columns(*rows), now=NOW)

    settlement = replace(app.settlement(), every=timedelta(days=1))
    async with running(repeat(settlement, engine, lambda: NOW)):
        await until(lambda: all_told(engine, weeks))


async def all_told(engine: AsyncEngine, weeks: list[str]) -> bool:
    """Whether these weeks were told complete."""
    return [event["period"] for event in await told(engine, "period.completed")] == weeks
