"""What operators see of the messaging; every alert in deploy/prometheus rests on one of these."""

from collections import Counter as Counts
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from shared.contracts.envelope import Audience
from shared.messaging.inbox_rows import Entry, State
from shared.messaging.relay_log import Backlog


class MessagingTelemetry:
    """The instruments of all services in a process, by service."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.pending = Gauge(
            "draagvlak_event_log_pending_events",
            "Events in the log that the broker has not confirmed",
            ["service", "audience"],
            registry=registry,
        )
        self.oldest_age = Gauge(
            "draagvlak_event_log_oldest_unpublished_age_seconds",
            "Age of the oldest event that the broker has not confirmed",
            ["service", "audience"],
            registry=registry,
        )
        self.leader = Gauge(
            "draagvlak_relay_leader",
            "1 when this process has the service's relay",
            ["service"],
            registry=registry,
        )
        self.published = Counter(
            "draagvlak_event_log_published_events_total",
            "Events confirmed by the broker",
            ["service"],
            registry=registry,
        )
        self.publish_failures = Counter(
            "draagvlak_event_log_publish_failures_total",
            "Times that publishing had to be taken up again",
            ["service"],
            registry=registry,
        )
        self.handled = Counter(
            "draagvlak_inbox_events_total",
            "Events received, by what came of them",
            ["service", "outcome"],
            registry=registry,
        )
        self.latency = Histogram(
            "draagvlak_event_latency_seconds",
            "From logged at the producer to applied here",
            ["service"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30, 300, 3600),
            registry=registry,
        )
        self.parked = Gauge(
            "draagvlak_inbox_parked_events",
            "Events that failed and will be tried again, or wait for an earlier one",
            ["service"],
            registry=registry,
        )
        self.dead = Gauge(
            "draagvlak_inbox_dead_events",
            "Events that will not be tried again unless an operator says so",
            ["service"],
            registry=registry,
        )
        self.consumer = Gauge(
            "draagvlak_consumer_active",
            "1 when this process consumes the queue or stands by, 0 when its consumer is gone",
            ["service", "queue"],
            registry=registry,
        )


class RelayTelemetry:
    """The instruments of one relay."""

    def __init__(self, instruments: MessagingTelemetry, service: str) -> None:
        self._instruments = instruments
        self._service = service
        self.failing = False
        self.confirmed = 0
        instruments.leader.labels(service).set(0)

    def leads(self, leads: bool) -> None:
        """This relay became the leader, or is it no more: then it does not know the backlog."""
        self._instruments.leader.labels(self._service).set(leads)
        self.failing = False
        if not leads:
            for audience in Audience:
                for gauge in (self._instruments.pending, self._instruments.oldest_age):
                    gauge.remove(self._service, audience.value)

    def published(self, events: int) -> None:
        """The broker confirmed so many events."""
        self.failing = False
        self.confirmed += events
        self._instruments.published.labels(self._service).inc(events)

    def failed(self) -> None:
        """Publishing failed and will be taken up again."""
        self.failing = True
        self._instruments.publish_failures.labels(self._service).inc()

    def observe(self, backlogs: Iterable[Backlog]) -> None:
        """Show what is still to be published."""
        for backlog in backlogs:
            labels = (self._service, backlog.audience.value)
            self._instruments.pending.labels(*labels).set(backlog.pending)
            self._instruments.oldest_age.labels(*labels).set(backlog.oldest_age_seconds)


class ConsumerTelemetry:
    """The instruments of one consumer."""

    def __init__(self, instruments: MessagingTelemetry, service: str, queue: str) -> None:
        self._instruments = instruments
        self._service = service
        self._queue = queue
        self.consuming = False
        instruments.consumer.labels(service, queue).set(0)

    def active(self, active: bool) -> None:
        """The consumer is registered with the broker, or is gone."""
        self.consuming = active
        self._instruments.consumer.labels(self._service, self._queue).set(active)

    def handled(self, entries: Sequence[Entry], *, duplicates: int, now: datetime) -> None:
        """A group was committed: what became of its events, and how long they were on their way."""
        handled = self._instruments.handled
        if duplicates:
            handled.labels(self._service, "duplicate").inc(duplicates)
        latency = self._instruments.latency.labels(self._service)
        for state, count in Counts(entry.state for entry in entries).items():
            handled.labels(self._service, state.value).inc(count)
        for entry in entries:
            if entry.state is State.APPLIED and entry.arrival.time is not None:
                latency.observe(max(0.0, (now - entry.arrival.time).total_seconds()))

    def unfinished(self, counts: Mapping[State, int]) -> None:
        """How many events of the service's inbox are unfinished."""
        waiting = counts.get(State.PARKED, 0) + counts.get(State.WAITING, 0)
        self._instruments.parked.labels(self._service).set(waiting)
        self._instruments.dead.labels(self._service).set(counts.get(State.DEAD, 0))
