"""Sources that fall silent and come back."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.freshness import check_freshness
from shared.database import transaction
from tests.support.metrics import MOVING, NOW, add_products, add_source, columns, deliver, told

DAY = timedelta(days=1)


async def test_a_source_is_told_stale_once_when_it_is_silent_longer_than_its_norm(
    engine: AsyncEngine,
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", norm_days=8)
    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 1, False)))

    found = []
    for moment in (NOW + 8 * DAY, NOW + 9 * DAY, NOW + 10 * DAY):
        async with transaction(engine) as connection:
            found.append(await check_freshness(connection, moment))

    assert found == [0, 1, 0]
    assert await told(engine, "source.stale") == [
        {"source": "zaaksysteem", "lastDeliveryAt": "2026-04-07T09:00:00Z", "normDays": 8}
    ]


async def test_a_source_that_never_delivered_counts_from_its_registration(
    engine: AsyncEngine,
) -> None:
    await add_source(engine, "zaaksysteem", norm_days=1)

    async with transaction(engine) as connection:
        assert await check_freshness(connection, NOW + 2 * DAY) == 1

    (stale,) = await told(engine, "source.stale")
    assert stale["lastDeliveryAt"] is None


async def test_a_stale_source_recovers_with_something_new_and_not_with_a_repetition(
    engine: AsyncEngine,
) -> None:
    await add_products(engine, MOVING)
    await add_source(engine, "zaaksysteem", norm_days=8)
    await deliver(engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 1, False)))
    async with transaction(engine) as connection:
        await check_freshness(connection, NOW + 9 * DAY)

    await deliver(
        engine, "zaaksysteem", columns((MOVING, "web", "2026-W13", 1, False)), now=NOW + 10 * DAY
    )
    assert await told(engine, "source.recovered") == []
    await deliver(
        engine, "zaaksysteem", columns((MOVING, "web", "2026-W14", 1, False)), now=NOW + 11 * DAY
    )

    assert await told(engine, "source.recovered") == [
        {"source": "zaaksysteem", "deliveredAt": "2026-04-18T09:00:00Z"}
    ]
