"""What metrics does when it hears an event."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.reactions import build_reactions
from shared.contracts.channels import Channel
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    AffectedProduct,
    MilestoneKind,
    MilestoneReached,
    OrganisationUpdated,
    ProductTeam,
    ProgrammeRetargeted,
    ProgrammeStarted,
    Team,
    UptakeTarget,
)
from shared.contracts.source_v1 import TransactionRow, TransactionsRecorded
from shared.database import transaction
from shared.messaging.reactions import Received
from shared.refusal import Refusal
from tests.support.metrics import (
    GO_LIVE,
    MOVING,
    NOW,
    PASSPORT,
    add_products,
    add_source,
    rows_of,
    settle_all,
    told,
)

PROGRAMME, TEAM = uuid4(), uuid4()


async def hear(engine: AsyncEngine, *events: EventData) -> None:
    """Apply events as the inbox does, in one transaction."""
    async with transaction(engine) as connection:
        await build_reactions(lambda: NOW).apply(
            connection,
            [
                (
                    event.event_type,
                    Received(str(uuid4()), event.producer(), event.subject, None, NOW, None, event),
                )
                for event in events
            ],
        )


def recorded(source: str, *rows: tuple[str, Channel, str, int | None]) -> TransactionsRecorded:
    return TransactionsRecorded(
        source=source,
        rows=tuple(
            TransactionRow(product=product, channel=channel, period=period, completed=completed)
            for product, channel, period, completed in rows
        ),
    )


def reached(
    kind: MilestoneKind, products: Sequence[str], milestone: UUID | None = None
) -> MilestoneReached:
    return MilestoneReached(
        milestone_id=milestone or uuid4(),
        subproject_id=uuid4(),
        kind=kind,
        reached_on=GO_LIVE,
        affects=tuple(
            AffectedProduct(product=product, channels=(Channel.WEB,)) for product in products
        ),
    )


@pytest.fixture(autouse=True)
async def catalogue(engine: AsyncEngine) -> None:
    await add_products(engine, MOVING, PASSPORT)
    await add_source(engine, "formulieren", (MOVING, "web"))
    await add_source(engine, "afspraken", (MOVING, "balie"))


async def test_deliveries_of_several_sources_in_a_batch_are_recorded_in_their_order(
    engine: AsyncEngine,
) -> None:
    await hear(
        engine,
        recorded("formulieren", (MOVING, Channel.WEB, "2026-W13", 8)),
        recorded("afspraken", (MOVING, Channel.BALIE, "2026-W13", 2)),
        recorded("formulieren", (MOVING, Channel.WEB, "2026-W13", 6)),
    )
    await settle_all(engine)

    (completed,) = await told(engine, "period.completed")
    assert completed["figures"]["uptake"]["numerator"] == 6
    async with transaction(engine) as connection:
        assert await rows_of(connection, "SELECT completed FROM metrics.transaction_history") == [
            (8,)
        ]


async def test_a_delivery_is_dated_by_the_services_clock(engine: AsyncEngine) -> None:
    await hear(engine, recorded("formulieren", (MOVING, Channel.WEB, "2026-W13", 8)))

    async with transaction(engine) as connection:
        assert await rows_of(
            connection, "SELECT last_delivery_at FROM metrics.sources WHERE name = 'formulieren'"
        ) == [(NOW,)]


async def test_a_delivery_of_an_unknown_source_is_refused_so_that_it_can_be_tried_again(
    engine: AsyncEngine,
) -> None:
    with pytest.raises(Refusal):
        await hear(engine, recorded("onbekend", (MOVING, Channel.WEB, "2026-W13", 8)))

    async with transaction(engine) as connection:
        assert await rows_of(connection, "SELECT * FROM metrics.transactions") == []


async def test_targets_come_with_a_programme_and_are_replaced(engine: AsyncEngine) -> None:
    def target(share: float) -> UptakeTarget:
        return UptakeTarget(
            product=MOVING,
            from_date=GO_LIVE - timedelta(days=100),
            from_share=share,
            to_date=GO_LIVE + timedelta(days=100),
            to_share=share,
        )

    await hear(
        engine,
        ProgrammeStarted(
            programme_id=PROGRAMME,
            name="Zelfbediening",
            starts_on=GO_LIVE,
            ends_on=GO_LIVE + timedelta(days=300),
            targets=(target(0.5),),
        ),
        ProgrammeRetargeted(programme_id=PROGRAMME, targets=(target(0.75),)),
        recorded("formulieren", (MOVING, Channel.WEB, "2026-W13", 8)),
        recorded("afspraken", (MOVING, Channel.BALIE, "2026-W13", 2)),
    )
    await settle_all(engine)

    (completed,) = await told(engine, "period.completed")
    assert completed["figures"]["target"] == 0.75


async def test_only_a_go_live_starts_the_wait_for_a_baseline(engine: AsyncEngine) -> None:
    milestone = uuid4()

    await hear(
        engine,
        reached(MilestoneKind.KICK_OFF, [PASSPORT]),
        reached(MilestoneKind.GO_LIVE, [MOVING, "nog-niet-in-de-catalogus"], milestone),
        reached(MilestoneKind.GO_LIVE, [MOVING], milestone),
    )

    async with transaction(engine) as connection:
        assert await rows_of(
            connection, "SELECT product, reached_on FROM metrics.go_lives ORDER BY product"
        ) == [("nog-niet-in-de-catalogus", GO_LIVE), (MOVING, GO_LIVE)]


async def test_the_organisation_is_replaced_as_a_whole(engine: AsyncEngine) -> None:
    def organisation(*products: str) -> OrganisationUpdated:
        return OrganisationUpdated(
            teams=(Team(team_id=TEAM, name="Balie", headcount=9),),
            function_groups=(),
            product_teams=tuple(ProductTeam(product=product, team_id=TEAM) for product in products),
        )

    await hear(engine, organisation(MOVING, PASSPORT), organisation(MOVING))

    async with transaction(engine) as connection:
        assert await rows_of(connection, "SELECT product, team_id FROM metrics.product_teams") == [
            (MOVING, TEAM)
        ]
        assert await rows_of(connection, "SELECT team_id, name FROM metrics.teams") == [
            (TEAM, "Balie")
        ]
