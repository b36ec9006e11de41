"""What metrics does when it hears something: from planning, and from the municipality's systems."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.baselines import note_go_live
from services.metrics.commands.organisation import set_organisation
from services.metrics.commands.targets import set_targets
from services.metrics.commands.transactions import record_transactions
from services.metrics.domain.targets import TargetPath
from services.metrics.domain.transactions import Columns
from shared.contracts.planning_v1 import (
    MilestoneKind,
    MilestoneReached,
    OrganisationUpdated,
    ProgrammeRetargeted,
    ProgrammeStarted,
    UptakeTarget,
)
from shared.contracts.source_v1 import TransactionRow, TransactionsRecorded
from shared.messaging.reactions import Reactions, Received
from shared.runtime.clock import Clock


def build_reactions(clock: Clock) -> Reactions:
    """The reactions of metrics; what is heard is dated by this clock."""
    reactions = Reactions()

    async def recorded(
        connection: AsyncConnection, events: Sequence[Received[TransactionsRecorded]]
    ) -> None:
        await transactions_recorded(connection, events, clock())

    async def reached(connection: AsyncConnection, event: Received[MilestoneReached]) -> None:
        await milestone_reached(connection, event, clock())

    reactions.on_batch(TransactionsRecorded)(recorded)
    reactions.on(ProgrammeStarted)(programme_started)
    reactions.on(ProgrammeRetargeted)(programme_retargeted)
    reactions.on(MilestoneReached)(reached)
    reactions.on(OrganisationUpdated)(organisation_updated)
    return reactions


async def transactions_recorded(
    connection: AsyncConnection, events: Sequence[Received[TransactionsRecorded]], now: datetime
) -> None:
    """Record what sources report, set-based; figures follow when the service settles."""
    deliveries: dict[str, list[Columns]] = defaultdict(list)
    for event in events:
        deliveries[event.data.source].append(_columns(event.data.rows))
    for source in sorted(deliveries):
        await record_transactions(connection, source, *deliveries[source], now=now)


async def programme_started(connection: AsyncConnection, event: Received[ProgrammeStarted]) -> None:
    """Know the target paths."""
    await _set_targets(connection, event.data.programme_id, event.data.targets)


async def programme_retargeted(
    connection: AsyncConnection, event: Received[ProgrammeRetargeted]
) -> None:
    """Know the target paths that replace the earlier ones."""
    await _set_targets(connection, event.data.programme_id, event.data.targets)


async def milestone_reached(
    connection: AsyncConnection, event: Received[MilestoneReached], now: datetime
) -> None:
    """Freeze the baseline of products that go live for the first time."""
    reached = event.data
    if reached.kind is MilestoneKind.GO_LIVE:
        await note_go_live(
            connection,
            reached.milestone_id,
            [affected.product for affected in reached.affects],
            reached.reached_on,
            now=now,
        )


async def organisation_updated(
    connection: AsyncConnection, event: Received[OrganisationUpdated]
) -> None:
    """Know which team handles which product."""
    await set_organisation(
        connection,
        {team.team_id: team.name for team in event.data.teams},
        {handled.product: handled.team_id for handled in event.data.product_teams},
    )


async def _set_targets(
    connection: AsyncConnection, programme_id: UUID, targets: Sequence[UptakeTarget]
) -> None:
    paths: dict[str, list[TargetPath]] = defaultdict(list)
    for target in targets:
        paths[target.product].append(
            TargetPath(
                target.from_date,
                Fraction(target.from_share),
                target.to_date,
                Fraction(target.to_share),
            )
        )
    await set_targets(connection, programme_id, paths)


def _columns(rows: Sequence[TransactionRow]) -> Columns:
    return Columns(
        product=[row.product for row in rows],
        channel=[row.channel.value for row in rows],
        period=[row.period for row in rows],
        completed=[row.completed for row in rows],
        assisted=[row.assisted for row in rows],
    )
