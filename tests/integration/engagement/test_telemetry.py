"""What operators see tells nothing about a small group."""

from datetime import timedelta
from math import isnan

from prometheus_client import CollectorRegistry, generate_latest

from services.engagement.telemetry import EngagementTelemetry
from shared.database import transaction
from tests.support.engagement_world import SPOKEN, T0, Municipality

DAY = timedelta(days=1)


async def observed(municipality: Municipality) -> CollectorRegistry:
    """The instruments after a reading."""
    registry = CollectorRegistry()
    async with transaction(municipality.engine) as connection:
        await EngagementTelemetry(registry).observe(connection, SPOKEN)
    return registry


def value(registry: CollectorRegistry, name: str) -> float:
    """The value of an instrument without labels."""
    found = registry.get_sample_value(f"draagvlak_engagement_{name}")
    assert found is not None
    return found


async def involved(municipality: Municipality, heads: int, attended: int) -> None:
    """A subproject that affects so many heads, of which so many were at a moment."""
    await municipality.found()
    await municipality.affect_heads({municipality.team: heads})
    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.count(moment, municipality.team, heads, attended)


async def test_coverage_is_the_share_over_all_subprojects_that_have_figures(
    municipality: Municipality,
) -> None:
    assert isnan(value(await observed(municipality), "first_moment_coverage_ratio"))
    await involved(municipality, 12, 6)
    small = Municipality(municipality.engine)
    await involved(small, 4, 4)
    large = Municipality(municipality.engine)
    await involved(large, 8, 8)
    registry = await observed(municipality)
    assert value(registry, "first_moment_coverage_ratio") == 14 / 20


async def test_late_decisions_are_counted_and_no_figure_has_a_label(
    municipality: Municipality,
) -> None:
    await involved(municipality, 12, 6)
    await municipality.hear(municipality.decision(T0 + 20 * DAY))
    registry = await observed(municipality)
    assert value(registry, "late_involvements") == 1
    assert b"{" not in generate_latest(registry)
