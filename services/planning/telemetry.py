"""What operators see of planning. No label names a person, a team or an expertise."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.queries.workload import workload
from shared.runtime.clock import today


class PlanningTelemetry:
    """The instruments of planning."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requested = Gauge(
            "draagvlak_planning_requested_reservations",
            "Requested reservations that no team leader decided upon",
            registry=registry,
        )
        self.waitlisted = Gauge(
            "draagvlak_planning_waitlisted_reservations",
            "Requested reservations that wait until there is room",
            registry=registry,
        )
        self.counter_offers = Gauge(
            "draagvlak_planning_open_counter_offers",
            "Counter-offers that no programme manager answered",
            registry=registry,
        )
        self.overdue = Gauge(
            "draagvlak_planning_overdue_reservations",
            "Requested and waiting reservations of which the last day to decide in time has passed",
            registry=registry,
        )
        self.proposals = Gauge(
            "draagvlak_planning_open_freed_hours_proposals",
            "Proposals for freed counter hours that no team leader decided upon",
            registry=registry,
        )
        self.failed_proposals = Gauge(
            "draagvlak_planning_failed_proposals",
            "Staffing proposals that could not be made in the last day",
            registry=registry,
        )
        self.short_hours = Gauge(
            "draagvlak_planning_short_hours",
            "Hours that all expertises together are short in the coming 12 weeks",
            registry=registry,
        )
        self.over_allocated_hours = Gauge(
            "draagvlak_planning_over_allocated_hours",
            "Confirmed hours that nobody has, over all expertises, in the coming 12 weeks",
            registry=registry,
        )

    async def observe(self, connection: AsyncConnection, now: datetime) -> None:
        """Read the figures anew."""
        found = await workload(connection, today(now), now)
        self.requested.set(found.requested)
        self.waitlisted.set(found.waitlisted)
        self.counter_offers.set(found.counter_offers)
        self.overdue.set(found.overdue)
        self.proposals.set(found.proposals)
        self.failed_proposals.set(found.failed_proposals)
        self.short_hours.set(found.short_hours)
        self.over_allocated_hours.set(found.over_allocated_hours)
