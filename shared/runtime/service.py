"""A service: its parts put together, and its life from start to stop."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.database import create_engine, transaction
from shared.messaging.consumer import Consumer
from shared.messaging.event_log import EventLog
from shared.messaging.feed import Feed
from shared.messaging.inbox import Inbox, InboxApplier
from shared.messaging.processor import InboxProcessor
from shared.messaging.reactions import Reactions
from shared.messaging.relay import Relay, RelaySettings
from shared.messaging.retention import forget
from shared.messaging.telemetry import ConsumerTelemetry, RelayTelemetry
from shared.messaging.topology import Subscription
from shared.runtime.clock import Clock
from shared.runtime.periodic import Periodic, repeat
from shared.runtime.process import Process
from shared.runtime.settings import ServiceSettings
from shared.web.app import ApiDescription, create_app
from shared.web.feed import events_feed
from shared.web.health import Check
from shared.web.pages import NavigationItem, PageRouter
from shared.web.routes import ApiRouter

Worker = Callable[[AsyncEngine, Clock], Awaitable[None]]
"""Work of a service's own, beside its requests, until cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What makes a service this service; all else is the same for each."""

    description: ApiDescription
    event_log: EventLog
    inbox: Inbox
    reactions: Reactions
    hears: Sequence[Subscription]
    api: Sequence[ApiRouter]
    pages: Sequence[PageRouter] = ()
    templates: Path | None = None
    navigation: Sequence[NavigationItem] = ()
    periodic: Sequence[Periodic] = ()
    workers: Sequence[Worker] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A service ready to run: the app to serve, and the work to do beside it."""

    name: str
    app: FastAPI
    engine: AsyncEngine
    background: Sequence[Callable[[], Awaitable[None]]]

    async def run(self) -> None:
        """Relay, consume and do what time asks for, until cancelled; then close the connections.

        An error that none of them survives ends them all, and with them the process: a service half
        alive helps nobody.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                for work in self.background:
                    tasks.create_task(_awaited(work))
        finally:
            await self.engine.dispose()


def assemble(parts: Parts, settings: ServiceSettings, process: Process) -> Service:
    """Put a service together: one relay, a consumer per producer it hears, its API with feed and
    health, its pages.
    """
    name = parts.description.service
    engine = create_engine(
        settings.app_url.get_secret_value(),
        pool_size=settings.pool_size,
        application=f"draagvlak-{name}",
    )
    relaying = RelayTelemetry(process.messaging, name)
    relay = Relay(
        RelaySettings(
            service=name,
            oin=process.settings.oin,
            database_dsn=settings.app_url.get_secret_value(),
            broker_url=settings.broker_url.get_secret_value(),
        ),
        relaying,
    )
    consuming = {
        subscription: ConsumerTelemetry(process.messaging, name, subscription.queue)
        for subscription in parts.hears
    }
    consumers = [
        _consumer(subscription, telemetry, parts, settings, engine, process.clock)
        for subscription, telemetry in consuming.items()
    ]
    periodic = (*parts.periodic, _retention(name))
    return Service(
        name=name,
        app=create_app(
            parts.description,
            api=[*parts.api, events_feed(Feed(parts.event_log, process.settings.oin).read)],
            pages=parts.pages,
            templates=parts.templates,
            navigation=parts.navigation,
            municipality=process.settings.municipality,
            engine=engine,
            clock=process.clock,
            tokens=process.tokens,
            checks=_checks(engine, relaying, consuming),
            telemetry=process.http,
        ),
        engine=engine,
        background=[
            relay.run,
            *(consumer.run for consumer in consumers),
            *(partial(repeat, each, engine, process.clock) for each in periodic),
            *(partial(worker, engine, process.clock) for worker in parts.workers),
        ],
    )


def _consumer(
    subscription: Subscription,
    telemetry: ConsumerTelemetry,
    parts: Parts,
    settings: ServiceSettings,
    engine: AsyncEngine,
    clock: Clock,
) -> Consumer:
    applier = InboxApplier(engine, parts.inbox, subscription.producer, parts.reactions, clock)
    return Consumer(
        subscription,
        settings.broker_url.get_secret_value(),
        InboxProcessor(applier, telemetry, clock),
        telemetry,
    )


def _checks(
    engine: AsyncEngine,
    relaying: RelayTelemetry,
    consuming: Mapping[Subscription, ConsumerTelemetry],
) -> Mapping[str, Check]:
    """Ready: the database answers, publishing does not fail, and every consumer is registered with
    the broker.
    """

    async def database() -> None:
        async with transaction(engine) as connection:
            await connection.execute(text("SELECT 1"))

    async def relay() -> None:
        if relaying.failing:
            raise RuntimeError("the broker does not confirm")

    async def consumer(telemetry: ConsumerTelemetry) -> None:
        if not telemetry.consuming:
            raise RuntimeError("the consumer is gone")

    return {
        "database": database,
        "relay": relay,
        **{
            f"consumer-{subscription.producer}": partial(consumer, telemetry)
            for subscription, telemetry in consuming.items()
        },
    }


def _retention(schema: str) -> Periodic:
    async def work(connection: AsyncConnection, now: datetime) -> None:
        await forget(connection, schema, now)

    return Periodic("retention", timedelta(days=1), work)


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()
