"""What operators see of planning."""

from prometheus_client import CollectorRegistry
from sqlalchemy import update

from services.planning.domain.proposal.jobs import State
from services.planning.tables import proposals
from services.planning.telemetry import PlanningTelemetry
from shared.database import transaction
from tests.support.planning_world import TownHall


async def test_what_waits_for_a_decision_is_counted_without_a_name(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    programme = await town.programme()
    subproject = await town.subproject(programme)
    await town.demand(subproject, counter, town.weeks(12, 1, 3))
    await town.request(subproject, counter, team, town.weeks(5, 1, 2))
    await town.request(subproject, counter, team, town.weeks(5, 20, 20))

    await town.plans("POST", "/proposals", {"programmeId": programme})

    registry = CollectorRegistry()
    async with transaction(town.api.engine) as connection:
        failed = {"state": State.FAILED.value, "ended_at": town.api.now}
        await connection.execute(update(proposals).values(failed))
        await PlanningTelemetry(registry).observe(connection, town.api.now)

    seen = {
        sample.name.removeprefix("draagvlak_planning_"): (sample.value, sample.labels)
        for metric in registry.collect()
        for sample in metric.samples
    }
    assert seen == {
        "requested_reservations": (2, {}),
        "waitlisted_reservations": (0, {}),
        "open_counter_offers": (0, {}),
        "overdue_reservations": (1, {}),
        "open_freed_hours_proposals": (0, {}),
        "failed_proposals": (1, {}),
        "short_hours": (6, {}),
        "over_allocated_hours": (0, {}),
    }
