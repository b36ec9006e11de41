"""What planning does when it hears the others: consent rules what it may keep, freed hours become
proposals, a barrier becomes draft demand, and figures are kept for Koers.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.consent import uphold_consent
from services.planning.commands.drafts import draft_training
from services.planning.commands.freed_hours import propose_freed_hours
from services.planning.domain.hours import to_minutes
from services.planning.tables import (
    consents,
    coverage,
    late_involvement,
    relief_levels,
    stale_sources,
    uptake,
)
from shared.contracts.engagement_v1 import (
    BarrierDetected,
    ConsentRecorded,
    ConsentScope,
    ConsentWithdrawn,
    CoverageUpdated,
    InvolvementLate,
)
from shared.contracts.metrics_v1 import (
    CounterHoursRelieved,
    PeriodCompleted,
    PeriodCorrected,
    PeriodFigures,
    SourceRecovered,
    SourceStale,
)
from shared.isoweek import IsoWeek
from shared.messaging.reactions import Reactions, Received
from shared.runtime.clock import Clock, today


def build_reactions(clock: Clock) -> Reactions:
    """The reactions of planning; what an event changes holds from the day of this clock, not of the
    event: an old event that is replayed changes what holds today.
    """
    reactions = Reactions()

    async def withdrawn(connection: AsyncConnection, event: Received[ConsentWithdrawn]) -> None:
        await consent_withdrawn(connection, event, today(clock()))

    async def relieved(
        connection: AsyncConnection, events: Sequence[Received[CounterHoursRelieved]]
    ) -> None:
        await counter_hours_relieved(connection, events, today(clock()))

    reactions.on(ConsentRecorded)(consent_recorded)
    reactions.on(ConsentWithdrawn)(withdrawn)
    reactions.on_batch(CounterHoursRelieved)(relieved)
    reactions.on(PeriodCompleted)(period_completed)
    reactions.on(PeriodCorrected)(period_corrected)
    reactions.on(CoverageUpdated)(coverage_updated)
    reactions.on(InvolvementLate)(involvement_late)
    reactions.on(BarrierDetected)(barrier_detected)
    reactions.on(SourceStale)(source_stale)
    reactions.on(SourceRecovered)(source_recovered)
    return reactions


async def consent_recorded(connection: AsyncConnection, event: Received[ConsentRecorded]) -> None:
    """Know that hours per person may be kept, when that is what the works council consented to."""
    if ConsentScope.PERSON_LEVEL_CAPACITY not in event.data.scope:
        return
    kept = {
        "decision_reference": event.data.decision_reference,
        "valid_until": event.data.valid_until,
    }
    await connection.execute(
        insert(consents)
        .values(id=event.data.consent_id, **kept)
        .on_conflict_do_update(index_elements=["id"], set_=kept)
    )


async def consent_withdrawn(
    connection: AsyncConnection, event: Received[ConsentWithdrawn], today: date
) -> None:
    """Remove person-level data once nothing allows it any more."""
    await connection.execute(
        update(consents)
        .where(consents.c.id == event.data.consent_id)
        .values(withdrawn_on=event.data.withdrawn_on)
    )
    await uphold_consent(connection, today)


async def counter_hours_relieved(
    connection: AsyncConnection, events: Sequence[Received[CounterHoursRelieved]], today: date
) -> None:
    """Keep the newest level of each team's week, and put what stands before the team leaders."""
    newest = {(event.data.team_id, event.data.week): event for event in events}
    rows = insert(relief_levels).values([_level(event) for event in newest.values()])
    await connection.execute(
        rows.on_conflict_do_update(
            index_elements=["team_id", "monday"],
            set_={
                column.name: rows.excluded[column.name]
                for column in relief_levels.c
                if not column.primary_key
            },
        )
    )
    await propose_freed_hours(connection, {team_id for team_id, _ in newest}, today)


async def period_completed(connection: AsyncConnection, event: Received[PeriodCompleted]) -> None:
    """Keep the uptake of a product's period."""
    await _keep_uptake(connection, event, 0)


async def period_corrected(connection: AsyncConnection, event: Received[PeriodCorrected]) -> None:
    """Keep the uptake as it was restated."""
    await _keep_uptake(connection, event, event.data.revision)


async def coverage_updated(connection: AsyncConnection, event: Received[CoverageUpdated]) -> None:
    """Keep the first-moment coverage of a subproject."""
    kept = {
        "t0": event.data.t0,
        "frozen": event.data.frozen,
        "definition": event.data.coverage.definition,
        "numerator": event.data.coverage.numerator,
        "denominator": event.data.coverage.denominator,
        "median_lead_days": event.data.coverage.median_lead_days,
        "joiners_after_t0": event.data.coverage.joiners_after_t0,
        "told_at": event.time,
    }
    await connection.execute(
        insert(coverage)
        .values(subproject_id=event.data.subproject_id, **kept)
        .on_conflict_do_update(index_elements=["subproject_id"], set_=kept)
    )


async def involvement_late(connection: AsyncConnection, event: Received[InvolvementLate]) -> None:
    """Keep that too few are involved before a decision."""
    kept = {"subproject_id": event.data.subproject_id, "norm": event.data.norm}
    await connection.execute(
        insert(late_involvement)
        .values(milestone_id=event.data.milestone_id, **kept)
        .on_conflict_do_update(index_elements=["milestone_id"], set_=kept)
    )


async def barrier_detected(connection: AsyncConnection, event: Received[BarrierDetected]) -> None:
    """Suggest training to the programme manager where that is what a group lacks."""
    await draft_training(connection, event.data, event.time)


async def source_stale(connection: AsyncConnection, event: Received[SourceStale]) -> None:
    """Keep that a source is silent."""
    kept = {
        "last_delivery_at": event.data.last_delivery_at,
        "norm_days": event.data.norm_days,
    }
    await connection.execute(
        insert(stale_sources)
        .values(source=event.data.source, **kept)
        .on_conflict_do_update(index_elements=["source"], set_=kept)
    )


async def source_recovered(connection: AsyncConnection, event: Received[SourceRecovered]) -> None:
    """Forget that a source was silent."""
    await connection.execute(
        delete(stale_sources).where(stale_sources.c.source == event.data.source)
    )


def _level(event: Received[CounterHoursRelieved]) -> dict[str, object]:
    data = event.data
    return {
        "team_id": data.team_id,
        "monday": IsoWeek.parse(data.week).monday,
        "minutes": to_minutes(data.p50),
        "p10_minutes": None if data.p10 is None else to_minutes(data.p10),
        "p90_minutes": None if data.p90 is None else to_minutes(data.p90),
        "volume_minutes": to_minutes(data.parts.volume),
        "channel_minutes": to_minutes(data.parts.channel),
        "handling_minutes": to_minutes(data.parts.minutes),
        "completeness": data.completeness.value,
        "told_at": event.time,
    }


async def _keep_uptake(
    connection: AsyncConnection,
    event: Received[PeriodCompleted] | Received[PeriodCorrected],
    revision: int,
) -> None:
    data = event.data
    figures: PeriodFigures = data.figures
    kept = {
        "starts_on": data.starts_on,
        "ends_on": data.ends_on,
        "definition": figures.uptake.definition,
        "numerator": figures.uptake.numerator,
        "denominator": figures.uptake.denominator,
        "share": figures.uptake.value,
        "share_with_assisted": figures.uptake_with_assisted.value,
        "revision": revision,
        "told_at": event.time,
    }
    await connection.execute(
        insert(uptake)
        .values(product=data.product, period=data.period, **kept)
        .on_conflict_do_update(index_elements=["product", "period"], set_=kept)
    )
