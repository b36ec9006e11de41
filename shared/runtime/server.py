"""Serving services: HTTP and the work beside it in one event loop, stopped together."""

import asyncio
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import structlog
import uvicorn
import uvloop
from starlette.applications import Starlette

from shared.runtime.logging import configure_logging
from shared.runtime.process import Process, open_process
from shared.runtime.service import Service
from shared.runtime.settings import InvalidSettings, ProcessSettings
from shared.web.process import compose

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

GRACEFUL_SECONDS = 15

Build = Callable[[Process], Sequence[Service]]


def run(build: Build, *, home: str | None = None) -> None:
    """The whole life of a process: settings from the environment, services built, served, stopped.

    `home` is where the root leads. Settings that are missing or wrong are named and end it with
    exit code 2.
    """
    configure_logging()
    try:
        uvloop.run(_run_process(build, ProcessSettings(), home))
    except InvalidSettings as error:
        log.error("settings_invalid", faults=error.faults)  # noqa: TRY400
        sys.exit(2)


async def _run_process(build: Build, settings: ProcessSettings, home: str | None) -> None:
    async with open_process(settings) as process:
        services = build(process)
        web = compose(
            {service.name: service.app for service in services},
            registry=process.registry,
            home=home,
        )
        # What is there by now stays: the collector, which stops everything, need not look again.
        gc.collect()
        gc.freeze()
        await serve(web, services, host=settings.host, port=settings.port)


async def serve(web: Starlette, services: Sequence[Service], *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, or until a service fails; then stop all, requests in hand
    first.

    Raises:
        ExceptionGroup: a service failed beyond its own remedies.
        SystemExit: the port cannot be had.
    """
    server = _Server(
        uvicorn.Config(
            web,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACEFUL_SECONDS,
        )
    )
    async with asyncio.TaskGroup() as tasks:
        background = [tasks.create_task(_run_beside(service, server)) for service in services]
        await server.serve()
        for task in background:
            task.cancel()
    log.info("stopped", services=[service.name for service in services])


class _Server(uvicorn.Server):
    """Uvicorn, for which a signal ends the serving and no more.

    As it comes, it raises the signal again once HTTP has stopped. That would kill the process with
    the work beside HTTP still in hand.
    """

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            yield
            self._captured_signals.clear()


async def _run_beside(service: Service, server: uvicorn.Server) -> None:
    try:
        await service.run()
    finally:
        server.should_exit = True
