"""What operators see of planning."""

from prometheus_client import CollectorRegistry

from services.planning.telemetry import PlanningTelemetry
from shared.database import transaction
from tests.support.planning_world import TownHall


async def test_what_waits_for_a_decision_is_counted_without_a_name(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(12, 1, 3))
    await town.request(subproject, counter, team, town.weeks(5, 1, 2))
    await town.request(subproject, counter, team, town.weeks(5, 20, 20))

    registry = CollectorRegistry()
    async with transaction(town.api.engine) as connection:
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
        "short_hours": (6, {}),
        "over_allocated_hours": (0, {}),
    }
