"""What the services of one process share, made once from its settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version

import httpx
from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    Info,
    PlatformCollector,
    ProcessCollector,
)

from shared.messaging.telemetry import MessagingTelemetry
from shared.runtime.clock import Clock, system_clock
from shared.runtime.settings import ProcessSettings
from shared.web.exchange import HttpTelemetry
from shared.web.keys import JwksFile, JwksUrl, KeySource
from shared.web.token import TokenVerifier


@dataclass(frozen=True, slots=True)
class Process:
    """The clock, the instruments and the token check that all services of a process use."""

    settings: ProcessSettings
    clock: Clock
    registry: CollectorRegistry
    messaging: MessagingTelemetry
    http: HttpTelemetry
    tokens: TokenVerifier


@asynccontextmanager
async def open_process(
    settings: ProcessSettings, clock: Clock = system_clock
) -> AsyncIterator[Process]:
    """Make what is shared; the connection to the identity provider closes at the end."""
    registry = CollectorRegistry()
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    Info("draagvlak_build", "The running version", registry=registry).info(
        {"version": version("draagvlak")}
    )
    async with httpx.AsyncClient(timeout=5) as client:
        yield Process(
            settings=settings,
            clock=clock,
            registry=registry,
            messaging=MessagingTelemetry(registry),
            http=HttpTelemetry(registry),
            tokens=TokenVerifier(
                _keys(settings, client, clock),
                issuer=settings.token_issuer,
                audience=settings.token_audience,
                clock=clock,
            ),
        )


def _keys(settings: ProcessSettings, client: httpx.AsyncClient, clock: Clock) -> KeySource:
    if settings.jwks_file is not None:
        return JwksFile(settings.jwks_file)
    return JwksUrl(str(settings.jwks_url), client=client, clock=clock)
