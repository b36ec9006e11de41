"""Rounds of requests to a running service, until there were enough."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER

from shared.runtime.clock import MUNICIPALITY
from tests.fuzz import checks as checks
from tests.fuzz.callers import Callers
from tests.fuzz.knowledge import Knowledge

CONFIG = Path(__file__).with_name("schemathesis.toml")
SERIES = 10
"""The most walks in a series: later ones in it are more and more like each other."""

PATIENCE = 60
"""Seconds to wait for the document: it is made when it is first asked for."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What a round does: whether it tries each operation at its limits first, how many requests it
    makes up for each operation, and how many walks from one answer to the next it takes.
    """

    limits: bool
    per_operation: int
    walks: int


@dataclass
class Findings:
    """How many requests were answered, by status, and each thing that was wrong, once. `links` is
    how many the document has, `steps` how often one was followed, `walked` which of them led to a
    success.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    succeeded: set[str] = field(default_factory=set)
    links: int = 0
    steps: int = 0
    walked: set[str] = field(default_factory=set)
    violations: dict[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """All requests that were answered."""
        return self.statuses.total()

    @property
    def failures(self) -> int:
        """Answers of 500 or above."""
        return sum(count for status, count in self.statuses.items() if status >= 500)

    @property
    def is_walked(self) -> bool:
        """Whether some link led to a success, where there are links."""
        return bool(self.walked) or self.links == 0


@dataclass(frozen=True, slots=True)
class Campaign:
    """A service at an address, who calls it, and how to tell what happens."""

    service: str
    address: str
    callers: Callers
    seed: int
    told: Callable[[Findings], None]

    def run(self, first: Effort, then: Effort, *, cases: int, until: float) -> Findings:
        """Send at least so many requests, in whole rounds, unless the clock says `until` before
        that.
        """
        findings = Findings()
        seeds = Random(self.seed)
        knowledge = Knowledge(self.seed, datetime.now(MUNICIPALITY).date())
        effort = first
        while findings.cases < cases and monotonic() < until:
            self._try_operations(effort, seeds, findings, until)
            self._walk(effort, seeds, findings, until, knowledge)
            effort = then
        return findings

    def _try_operations(
        self, effort: Effort, seeds: Random, findings: Findings, until: float
    ) -> None:
        schema = self._schema()
        phases = schema.config.phases
        phases.coverage.enabled = effort.limits
        phases.fuzzing.generation.max_examples = effort.per_operation
        phases.stateful.enabled = False
        self._send(schema, seeds, findings, until)

    def _walk(
        self,
        effort: Effort,
        seeds: Random,
        findings: Findings,
        until: float,
        knowledge: Knowledge,
    ) -> None:
        """Take so many walks along the links of the document, in as many series as it needs:
        Hypothesis ends one when a walk that it takes again goes otherwise, as it does when the
        service has changed in between.
        """
        schema = self._schema(knowledge)
        phases = schema.config.phases
        phases.coverage.enabled = phases.fuzzing.enabled = False
        findings.links = schema.statistic.transitions.total
        left = effort.walks if findings.links else 0
        with _asked_with(knowledge):
            while left > 0 and monotonic() < until:
                phases.stateful.generation.max_examples = min(left, SERIES)
                left -= max(1, self._send(schema, seeds, findings, until))

    def _send(self, schema: Any, seeds: Random, findings: Findings, until: float) -> int:
        """Go through the phases that are enabled; how many scenarios that were."""
        schema.config.seed = seeds.randrange(2**32)
        stream = from_schema(schema).execute()
        scenarios = 0
        for event in stream:
            if isinstance(event, events.ScenarioFinished):
                scenarios += 1
                _take(event.recorder, findings)
                self.told(findings)
                if monotonic() >= until:
                    stream.stop()
            elif isinstance(event, (events.NonFatalError, events.FatalError)):
                findings.violations.setdefault(*_error(event))
        return scenarios

    def _schema(self, knowledge: Knowledge | None = None) -> Any:
        address = f"{self.address}/{self.service}/v1/openapi.json"
        config = SchemathesisConfig.from_path(CONFIG)
        schema = schemathesis.openapi.from_url(address, config=config, timeout=PATIENCE)
        callers = self.callers

        class Authorisation:
            """What schemathesis makes one of, to ask it for tokens."""

            get, set = callers.get, callers.set

        def after_call(context: Any, case: Any, response: Any) -> None:
            callers.learn(case, response)
            if knowledge is not None:
                knowledge.learn(case, response)

        schema.auth(refresh_interval=None)(Authorisation)
        schema.hooks.register_hook_with_name(after_call, "after_call")
        return schema


@contextmanager
def _asked_with(knowledge: Knowledge) -> Iterator[None]:
    """Meanwhile every request is filled in with what is known."""

    def before_call(context: Any, case: Any, kwargs: Any) -> None:
        knowledge.fill(case)

    GLOBAL_HOOK_DISPATCHER.register_hook_with_name(before_call, "before_call")
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)


def _take(recorder: Any, findings: Findings) -> None:
    for case_id, exchange in recorder.interactions.items():
        if exchange.response is None:
            continue
        findings.statuses[exchange.response.status_code] += 1
        node = recorder.cases[case_id]
        is_success = exchange.response.status_code < 300
        is_step = node.is_transition_applied and not node.transition.is_inferred
        findings.steps += is_step
        if is_success:
            findings.succeeded.add(node.value.operation.label)
        if is_step and is_success:
            findings.walked.add(node.transition.id)
    for label, text in _failures(recorder):
        findings.violations.setdefault(label, text)


def _failures(recorder: Any) -> Iterator[tuple[str, str]]:
    for case_id, checked in recorder.checks.items():
        for check in checked:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                operation = recorder.cases[case_id].value.operation.label
                text = f"{failure.title}\n{failure.message}\n{check.failure_info.code_sample}"
                yield f"{operation}: {check.name}", text


def _error(event: events.NonFatalError | events.FatalError) -> tuple[str, str]:
    if isinstance(event, events.NonFatalError):
        return f"{event.label}: {event.info.title}", event.info.message
    return type(event.exception).__name__, str(event.exception)
