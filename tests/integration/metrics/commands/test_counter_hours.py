"""Counter hours relieved: from deliveries, baseline and handling times to a level per team."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.metrics.commands.settlement import settle_periods
from services.metrics.commands.transactions import record_transactions
from shared.database import transaction
from shared.refusal import Refusal
from tests.support.counter_hours import OTHER, TEAM, deliver_weeks, go_live, handle, relieved, state
from tests.support.metrics import (
    MOVING,
    NOW,
    PASSPORT,
    WEEK,
    YEAR_BEFORE,
    columns,
    week_rows,
)
from tests.support.waiting import until

NEXT = WEEK.plus(1)

pytestmark = pytest.mark.usefixtures("catalogue")


async def test_a_shift_to_web_after_the_go_live_frees_counter_hours(engine: AsyncEngine) -> None:
    await handle(engine, verhuismelding=TEAM)
    await state(engine, "balie", "12", low="9", high="15")
    await state(engine, "web", "2", low="1", high="3")
    await deliver_weeks(engine, YEAR_BEFORE, balie=100, web=0)
    await go_live(engine)

    await deliver_weeks(engine, [WEEK], balie=40, web=40)

    (level,) = await relieved(engine)
    assert level["teamId"] == str(TEAM)
    assert level["week"] == str(WEEK)
    # 100 at 12 minutes was 20 hours; 80 as before would be 16; 40 moved and save 10 minutes each.
    assert level["parts"] == {"volume": -4.0, "channel": -6.667, "minutes": 0.0}
    assert level["p50"] == 6.667
    # 40 times 3 minutes at the counter and 40 times 1 on the web, independent: 2 and 2/3 hours.
    assert (level["p10"], level["p90"]) == (4.559, 8.775)
    assert level["completeness"] == "complete"
    assert level["baseline"] == f"{MOVING}@1"


async def test_fewer_visitors_alone_free_no_hours(engine: AsyncEngine) -> None:
    await handle(engine, verhuismelding=TEAM)
    await state(engine, "balie", "12")
    await state(engine, "web", "2")
    await deliver_weeks(engine, YEAR_BEFORE, balie=90, web=10)
    await go_live(engine)

    await deliver_weeks(engine, [WEEK], balie=9, web=1)

    (level,) = await relieved(engine)
    assert level["p50"] == 0
    assert level["parts"]["volume"] == -16.5
    assert (level["p10"], level["p90"]) == (0, 0)


async def test_the_order_in_which_things_become_known_does_not_matter(
    engine: AsyncEngine,
) -> None:
    await deliver_weeks(engine, [WEEK], balie=40, web=40)
    await go_live(engine)
    await deliver_weeks(engine, YEAR_BEFORE, balie=100, web=0)
    await state(engine, "web", "2")
    await state(engine, "balie", "12")
    assert await relieved(engine) == []

    await handle(engine, verhuismelding=TEAM)

    (level,) = await relieved(engine)
    assert level["parts"] == {"volume": -4.0, "channel": -6.667, "minutes": 0.0}
    assert (level["p10"], level["p90"]) == (None, None)


async def test_a_team_is_told_once_all_its_measured_products_are_final(
    engine: AsyncEngine,
) -> None:
    await handle(engine, verhuismelding=TEAM, paspoort=TEAM)
    for product in (MOVING, PASSPORT):
        await state(engine, "balie", "12", product)
        await state(engine, "web", "2", product)
        await deliver_weeks(engine, YEAR_BEFORE, product, balie=100, web=0)
        await go_live(engine, product)

    await deliver_weeks(engine, [WEEK], balie=50, web=50)
    assert await relieved(engine) == []
    await deliver_weeks(engine, [WEEK], PASSPORT, balie=100, web=0)

    (level,) = await relieved(engine)
    assert level["p50"] == 8.333
    assert level["baseline"] == f"{PASSPORT}@1, {MOVING}@1"


async def test_two_that_settle_at_once_do_not_miss_each_others_products(
    engine: AsyncEngine,
) -> None:
    await handle(engine, verhuismelding=TEAM, paspoort=TEAM)
    for product in (MOVING, PASSPORT):
        await state(engine, "balie", "12", product)
        await state(engine, "web", "2", product)
        await deliver_weeks(engine, YEAR_BEFORE, product, balie=100, web=0)
        await go_live(engine, product)
    rows = [
        row
        for product in (MOVING, PASSPORT)
        for row in week_rows(product, [WEEK], balie=100, web=0)
    ]
    async with transaction(engine) as connection:
        await record_transactions(connection, "zaaksysteem", columns(*rows), now=NOW)

    async def settle_another() -> int:
        async with transaction(engine) as connection:
            return await settle_periods(connection, now=NOW, limit=1)

    async with transaction(engine) as connection:
        assert await settle_periods(connection, now=NOW, limit=1) == 1
        other = asyncio.create_task(settle_another())
        await until(lambda: waiting_for_a_lock(connection), reason="the other settles too")

    assert await other == 1
    (level,) = await relieved(engine)
    assert level["baseline"] == f"{PASSPORT}@1, {MOVING}@1"


async def waiting_for_a_lock(connection: AsyncConnection) -> bool:
    found = await connection.scalar(
        text(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
        )
    )
    return bool(found == 1)


async def test_an_unknown_count_makes_a_level_provisional(engine: AsyncEngine) -> None:
    await handle(engine, verhuismelding=TEAM)
    await state(engine, "balie", "12")
    await state(engine, "web", "2")
    await deliver_weeks(engine, YEAR_BEFORE, balie=100, web=0)
    await go_live(engine)

    await deliver_weeks(engine, [WEEK], balie=None, web=40)
    await deliver_weeks(engine, [WEEK], balie=40, web=40)

    levels = await relieved(engine)
    assert [level["completeness"] for level in levels] == ["provisional", "corrected"]
    assert [level["p50"] for level in levels] == [0, 6.667]


async def test_a_shorter_handling_time_frees_hours_as_the_minutes_part(
    engine: AsyncEngine,
) -> None:
    await handle(engine, verhuismelding=TEAM)
    await state(engine, "balie", "12")
    await state(engine, "web", "2")
    await deliver_weeks(engine, YEAR_BEFORE, balie=100, web=0)
    await go_live(engine)
    await deliver_weeks(engine, [WEEK, NEXT], balie=100, web=0)

    await state(engine, "balie", "9", valid_from=NEXT.monday)

    last = (await relieved(engine))[-1]
    assert last["week"] == str(NEXT)
    assert last["parts"] == {"volume": 0, "channel": 0, "minutes": -5}
    assert len(await relieved(engine)) == 3


async def test_a_product_that_moves_to_another_team_takes_its_hours_along(
    engine: AsyncEngine,
) -> None:
    await handle(engine, verhuismelding=TEAM)
    await state(engine, "balie", "12")
    await state(engine, "web", "2")
    await deliver_weeks(engine, YEAR_BEFORE, balie=100, web=0)
    await go_live(engine)
    await deliver_weeks(engine, [WEEK], balie=40, web=40)

    await handle(engine, verhuismelding=OTHER)
    await handle(engine, verhuismelding=OTHER)

    levels = {level["teamId"]: level["p50"] for level in await relieved(engine)}
    assert levels == {str(TEAM): 0, str(OTHER): 6.667}
    assert len(await relieved(engine)) == 3


async def test_the_volume_is_compared_with_the_week_of_the_same_season(
    engine: AsyncEngine,
) -> None:
    await handle(engine, verhuismelding=TEAM)
    await state(engine, "balie", "12")
    await state(engine, "web", "2")
    await deliver_weeks(engine, YEAR_BEFORE[:1], balie=300, web=0)
    await deliver_weeks(engine, YEAR_BEFORE[1:], balie=100, web=0)
    await go_live(engine)

    await deliver_weeks(engine, [WEEK, NEXT], balie=100, web=0)

    parts = {level["week"]: level["parts"]["volume"] for level in await relieved(engine)}
    assert parts == {str(WEEK): -40, str(NEXT): 0}


async def test_impossible_handling_times_are_refused(engine: AsyncEngine) -> None:
    with pytest.raises(Refusal) as unknown:
        await state(engine, "balie", "12", "onbekend")
    with pytest.raises(Refusal) as impossible:
        await state(engine, "balie", "12", low="13", high="15")

    assert unknown.value.reasons[0].code == "unknown-product"
    assert impossible.value.reasons[0].code == "range-without-minutes"
