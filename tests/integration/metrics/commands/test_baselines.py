"""The baseline of a product: frozen at its go-live, and corrected as a new version only."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.baselines import FreezeBaseline, freeze_baseline
from shared.database import transaction
from shared.refusal import NotFound, Refusal
from tests.support.counter_hours import TEAM, deliver_weeks, go_live, handle, relieved, state
from tests.support.metrics import (
    GO_LIVE,
    LATER,
    MOVING,
    NOW,
    WEEK,
    YEAR_BEFORE,
    rows_of,
)

pytestmark = pytest.mark.usefixtures("catalogue")


async def test_a_baseline_waits_until_all_its_weeks_are_final(engine: AsyncEngine) -> None:
    await go_live(engine)
    await deliver_weeks(engine, YEAR_BEFORE[1:], balie=100, web=0)
    async with transaction(engine) as connection:
        assert await rows_of(connection, "SELECT version FROM metrics.baselines") == []

    await deliver_weeks(engine, YEAR_BEFORE[:1], balie=100, web=0)

    async with transaction(engine) as connection:
        assert await rows_of(
            connection, "SELECT version, known_weeks, first_week, go_live_on FROM metrics.baselines"
        ) == [(1, 52, YEAR_BEFORE[0].monday, GO_LIVE)]


async def test_weeks_with_an_unknown_part_are_left_out_of_the_baseline(
    engine: AsyncEngine,
) -> None:
    await deliver_weeks(engine, YEAR_BEFORE[:50], balie=100, web=0)
    await deliver_weeks(engine, YEAR_BEFORE[50:], balie=None, web=5)

    await go_live(engine)

    async with transaction(engine) as connection:
        assert await rows_of(connection, "SELECT known_weeks FROM metrics.baselines") == [(50,)]
        assert await rows_of(
            connection, "SELECT DISTINCT channel, completed FROM metrics.baseline_counts ORDER BY 1"
        ) == [("balie", 100), ("web", 0)]


async def test_a_frozen_baseline_does_not_move_and_a_correction_is_a_new_version(
    engine: AsyncEngine,
) -> None:
    await handle(engine, verhuismelding=TEAM)
    await state(engine, "balie", "12")
    await state(engine, "web", "2")
    await deliver_weeks(engine, YEAR_BEFORE, balie=100, web=0)
    await go_live(engine)
    await deliver_weeks(engine, [WEEK], balie=40, web=40)
    before = await relieved(engine)

    await deliver_weeks(engine, YEAR_BEFORE, balie=80, web=20)
    assert await relieved(engine) == before

    async with transaction(engine) as connection:
        version = await freeze_baseline(
            connection, FreezeBaseline(MOVING, "De bron herstelde het jaar ervoor."), now=LATER
        )

    assert version == 2
    level = (await relieved(engine))[-1]
    assert level["baseline"] == f"{MOVING}@2"
    assert level["p50"] == 4.0
    async with transaction(engine) as connection:
        assert await rows_of(
            connection,
            "SELECT version, sum(completed)::int FROM metrics.baseline_counts"
            " WHERE channel = 'balie' GROUP BY version ORDER BY version",
        ) == [(1, 5200), (2, 4160)]


async def test_a_baseline_by_hand_needs_a_go_live_and_a_known_week(engine: AsyncEngine) -> None:
    async with transaction(engine) as connection:
        with pytest.raises(NotFound):
            await freeze_baseline(connection, FreezeBaseline("onbekend", "proef"), now=NOW)
        with pytest.raises(Refusal) as without_go_live:
            await freeze_baseline(connection, FreezeBaseline(MOVING, "proef"), now=NOW)
        with pytest.raises(Refusal) as without_weeks:
            await freeze_baseline(connection, FreezeBaseline(MOVING, "proef", GO_LIVE), now=NOW)

    assert without_go_live.value.reasons[0].code == "no-go-live"
    assert without_weeks.value.reasons[0].code == "baseline-without-weeks"
