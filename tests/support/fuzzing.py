"""The whole API of a service under requests that a machine makes up from its own description, one
following from the answer to another.
"""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
import uvicorn
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shared.web.access import Role
from shared.web.token import sign
from tests.support.service_api import service_api
from tests.support.service_apps import AUDIENCE, ISSUER

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
STEPS = 25
"""Requests that follow from one another in one scenario."""

SCENARIOS = 8
"""In one run."""


@dataclass
class Findings:
    """How many requests were answered, by status, and what was wrong with which answers."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """All that were answered."""
        return self.statuses.total()


def fuzz(service: str, app_url: str, folder: Path, *, cases: int, seed: int = 1) -> Findings:
    """Ask a service so many things, or a few more, and say what was wrong with its answers."""
    findings = Findings()
    with _served(service, app_url, folder) as (address, token):
        schema = schemathesis.openapi.from_url(f"{address}/{service}/v1/openapi.json")
        machine = _machine(schema, token, findings)
        while findings.requests < cases:
            # What a service answers depends on what was asked before, so one scenario said again
            # goes otherwise; that is no fault, and ends a run.
            with suppress(Flaky):
                hypothesis.seed(seed + findings.requests)(machine)
                run_state_machine_as_test(machine, settings=_settings())
    return findings


def _settings() -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=SCENARIOS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def _machine(schema: Any, token: str, findings: Findings) -> Any:
    class Caller(schema.as_state_machine()):  # type: ignore[misc]
        """Somebody with every role, who writes down what is wrong and goes on."""

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {token}"}}

        def validate_response(self, response: Any, case: Any, **_more: Any) -> None:
            findings.statuses[response.status_code] += 1
            try:
                case.validate_response(response, checks=CHECKS)
            except Exception as fault:
                label = f"{case.operation.label} {response.status_code}"
                findings.faults.setdefault(label, f"{fault}\n{case.as_curl_command()}")

    return Caller


@contextmanager
def _served(service: str, app_url: str, folder: Path) -> Iterator[tuple[str, str]]:
    """The service behind a port of this machine, and a token for it."""
    ready, stop = threading.Event(), threading.Event()
    found: dict[str, str] = {}

    async def serve() -> None:
        now = datetime.now(UTC)
        async with service_api(service, app_url, folder, now) as api:
            found["token"] = sign(
                api.key,
                issuer=ISSUER,
                audience=AUDIENCE,
                subject="00000000-0000-4000-8000-000000000001",
                roles=list(Role),
                now=now,
                lifetime=timedelta(days=1),
            )
            with socket.socket() as listening:
                listening.bind(("127.0.0.1", 0))
                found["address"] = f"http://127.0.0.1:{listening.getsockname()[1]}"
                config = uvicorn.Config(api.served, log_level="critical", lifespan="off")
                server = uvicorn.Server(config)
                serving = asyncio.create_task(server.serve(sockets=[listening]))
                while not server.started:  # noqa: ASYNC110 - it tells of no event
                    await asyncio.sleep(0.01)
                ready.set()
                await asyncio.to_thread(stop.wait)
                server.should_exit = True
                await serving

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        ready.wait(60)
        yield found["address"], found["token"]
    finally:
        stop.set()
        thread.join()
