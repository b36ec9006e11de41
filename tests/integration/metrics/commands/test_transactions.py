"""Recording deliveries: current rows, history, and what changes nothing."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.transactions import (
    Outcome,
    period_ids,
    record_staged,
    record_transactions,
    series_ids,
)
from shared.database import transaction
from shared.refusal import Refusal
from tests.support.metrics import (
    LATER,
    MOVING,
    NOW,
    add_products,
    add_source,
    columns,
    deliver,
    rows_of,
    told,
)

CURRENT = """
SELECT s.source, s.product, s.channel, s.assisted, p.name, t.completed, t.recorded_at
FROM metrics.transactions t JOIN metrics.series s ON s.id = t.series_id
JOIN metrics.periods p ON p.id = t.period_id ORDER BY 1, 2, 3, 4, 5
"""
HISTORY = "SELECT completed, recorded_at, superseded_at FROM metrics.transaction_history ORDER BY 1"


@pytest.fixture(autouse=True)
async def catalogue(engine: AsyncEngine) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", (MOVING, "web"))


async def test_a_value_zero_and_unknown_are_three_different_things(engine: AsyncEngine) -> None:
    outcome = await deliver(
        engine,
        "zaaksysteem",
        columns(
            (MOVING, "web", "2026-W13", 12, False),
            (MOVING, "app", "2026-W13", 0, False),
            (MOVING, "balie", "2026-W13", None, False),
            (MOVING, "web", "2026-W13", 2, True),
        ),
    )

    assert outcome == Outcome(new=4)
    async with transaction(engine) as connection:
        assert await rows_of(connection, CURRENT) == [
            ("zaaksysteem", MOVING, "app", False, "2026-W13", 0, NOW),
            ("zaaksysteem", MOVING, "balie", False, "2026-W13", None, NOW),
            ("zaaksysteem", MOVING, "web", False, "2026-W13", 12, NOW),
            ("zaaksysteem", MOVING, "web", True, "2026-W13", 2, NOW),
        ]


async def test_the_same_values_again_change_nothing_and_tell_nothing(engine: AsyncEngine) -> None:
    delivery = columns((MOVING, "web", "2026-W13", 12, False))
    await deliver(engine, "zaaksysteem", delivery)
    events = await told(engine, "period.completed")

    outcome = await deliver(engine, "zaaksysteem", delivery, now=LATER)

    assert outcome == Outcome(unchanged=1)
    assert await told(engine, "period.completed") == events
    assert await told(engine, "period.corrected") == []
    async with transaction(engine) as connection:
        assert (await rows_of(connection, CURRENT))[0][-1] == NOW
        assert await rows_of(connection, "SELECT last_delivery_at FROM metrics.sources") == [(NOW,)]


async def test_a_replaced_value_stays_in_the_history_with_the_time_it_held(
    engine: AsyncEngine,
) -> None:
    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 12, False)))

    outcome = await deliver(
        engine,
        "zaaksysteem",
        columns((MOVING, "web", "2026-W13", None, False), (MOVING, "web", "2026-W12", 9, False)),
        now=LATER,
    )

    assert outcome == Outcome(new=1, changed=1)
    async with transaction(engine) as connection:
        assert await rows_of(connection, HISTORY) == [(12, NOW, LATER)]


async def test_deliveries_that_repeat_a_row_apply_in_their_order_and_all_stay_readable(
    engine: AsyncEngine,
) -> None:
    outcome = await deliver(
        engine,
        "zaaksysteem",
        columns((MOVING, "web", "2026-W13", 1, False)),
        columns((MOVING, "web", "2026-W12", 7, False)),
        columns((MOVING, "web", "2026-W13", 2, False)),
        columns((MOVING, "web", "2026-W13", 3, False)),
    )

    assert outcome == Outcome(new=2, changed=2)
    async with transaction(engine) as connection:
        assert [row[-2] for row in await rows_of(connection, CURRENT)] == [7, 3]
        assert [row[0] for row in await rows_of(connection, HISTORY)] == [1, 2]


async def test_a_faulty_delivery_changes_nothing_and_names_every_fault(
    engine: AsyncEngine,
) -> None:
    faulty = columns(
        (MOVING, "web", "2026-W13", 12, False),
        ("verhuizing", "web", "2026-W13", 12, False),
        (MOVING, "fax", "2026-W99", -1, False),
    )

    with pytest.raises(Refusal) as refused:
        await deliver(engine, "zaaksysteem", faulty)

    assert [reason.field for reason in refused.value.reasons] == [
        "rows.1.product",
        "rows.2.channel",
        "rows.2.period",
        "rows.2.completed",
    ]
    async with transaction(engine) as connection:
        assert await rows_of(connection, CURRENT) == []


async def test_a_source_that_is_not_registered_is_refused(engine: AsyncEngine) -> None:
    with pytest.raises(Refusal) as refused:
        await deliver(engine, "onbekend", columns((MOVING, "web", "2026-W13", 12, False)))

    assert [reason.code for reason in refused.value.reasons] == ["unknown-source"]


async def test_sources_that_report_the_same_do_not_replace_each_other(engine: AsyncEngine) -> None:
    await add_source(engine, "formulieren")

    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 12, False)))
    await deliver(engine, "formulieren", columns((MOVING, "web", "2026-W13", 5, False)))

    async with transaction(engine) as connection:
        assert await rows_of(connection, "SELECT channel, completed::int FROM metrics.counts") == [
            ("web", 17)
        ]


async def test_deliveries_of_a_source_at_the_same_time_wait_for_each_other(
    engine: AsyncEngine,
) -> None:
    deliveries = [
        deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", count, False)))
        for count in range(20)
    ]

    outcomes = await asyncio.gather(*deliveries)

    assert sum(outcome.new for outcome in outcomes) == 1
    assert sum(outcome.changed for outcome in outcomes) == 19
    async with transaction(engine) as connection:
        history = [row[0] for row in await rows_of(connection, HISTORY)]
        current = [row[-2] for row in await rows_of(connection, CURRENT)]
    assert sorted(history + current) == list(range(20))


async def test_a_staged_load_is_the_same_as_a_delivery(engine: AsyncEngine) -> None:
    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W12", 9, False)))

    async with transaction(engine) as connection:
        (web,) = await series_ids(connection, "zaaksysteem", [(MOVING, "web", False)])
        weeks = await period_ids(connection, ["2026-W12", "2026-W13", "2026-W12"])
        await connection.execute(
            text(
                "CREATE TEMPORARY TABLE incoming"
                " (series_id integer, period_id integer, completed integer) ON COMMIT DROP"
            )
        )
        await connection.execute(
            text("INSERT INTO incoming VALUES (:s, :first, 10), (:s, :second, NULL)"),
            {"s": web, "first": weeks[0], "second": weeks[1]},
        )
        outcome = await record_staged(connection, "zaaksysteem", now=LATER)

    assert weeks[0] == weeks[2]
    assert outcome == Outcome(new=1, changed=1)
    async with transaction(engine) as connection:
        assert [row[-2:] for row in await rows_of(connection, CURRENT)] == [
            (10, LATER),
            (None, LATER),
        ]
        assert await rows_of(connection, HISTORY) == [(9, NOW, LATER)]


async def test_a_large_delivery_is_one_statement_and_all_of_it_arrives(
    engine: AsyncEngine,
) -> None:
    weeks = [f"20{year:02}-W{week:02}" for year in range(10, 26) for week in range(1, 53)]
    rows = [(MOVING, "web", week, index, False) for index, week in enumerate(weeks)]

    async with transaction(engine) as connection:
        outcome = await record_transactions(connection, "zaaksysteem", columns(*rows), now=NOW)

    assert outcome == Outcome(new=len(weeks))
