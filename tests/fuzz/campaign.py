"""Rounds of requests to a running service, until there were enough."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from tests.fuzz import checks as checks
from tests.fuzz.callers import Callers

CONFIG = Path(__file__).with_name("schemathesis.toml")


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
    """How many requests were answered, by status, and each thing that was wrong, once."""

    statuses: Counter[int] = field(default_factory=Counter)
    succeeded: set[str] = field(default_factory=set)
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


@dataclass(frozen=True, slots=True)
class Campaign:
    """A service at an address, who calls it, and how to tell what happens."""

    service: str
    address: str
    callers: Callers
    seed: int
    told: Callable[[Findings], None]

    def run(self, first: Effort, then: Effort, *, cases: int, until: float) -> Findings:
        """Send at least so many requests, unless the clock says `until` before that."""
        findings = Findings()
        effort, seed = first, self.seed
        while findings.cases < cases and monotonic() < until:
            self._round(effort, seed, findings, cases=cases, until=until)
            effort, seed = then, seed + 1
        return findings

    def _round(
        self, effort: Effort, seed: int, findings: Findings, *, cases: int, until: float
    ) -> None:
        stream = from_schema(self._schema(effort, seed)).execute()
        for event in stream:
            if isinstance(event, events.ScenarioFinished):
                _take(event.recorder, findings)
                self.told(findings)
                if monotonic() >= until or (findings.cases >= cases and not effort.limits):
                    stream.stop()
            elif isinstance(event, (events.NonFatalError, events.FatalError)):
                findings.violations.setdefault(str(event), _error_text(event))

    def _schema(self, effort: Effort, seed: int) -> Any:
        config = SchemathesisConfig.from_path(CONFIG)
        project = config.projects.get_default()
        project.seed = seed
        project.phases.coverage.enabled = effort.limits
        project.phases.fuzzing.enabled = effort.per_operation > 0
        project.phases.fuzzing.generation.max_examples = effort.per_operation
        project.phases.stateful.generation.max_examples = effort.walks
        address = f"{self.address}/{self.service}/v1/openapi.json"
        schema = schemathesis.openapi.from_url(address, config=config)
        callers = self.callers

        class Authorisation:
            """What schemathesis makes one of, to ask it for tokens."""

            get, set = callers.get, callers.set

        def after_call(context: Any, case: Any, response: Any) -> None:
            callers.learn(case, response)

        schema.auth(refresh_interval=None)(Authorisation)
        schema.hooks.register_hook_with_name(after_call, "after_call")
        return schema


def _take(recorder: Any, findings: Findings) -> None:
    for case_id, exchange in recorder.interactions.items():
        if exchange.response is None:
            continue
        findings.statuses[exchange.response.status_code] += 1
        node = recorder.cases.get(case_id)
        if node is not None and exchange.response.status_code < 300:
            findings.succeeded.add(node.value.operation.label)
            if node.is_transition_applied:
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


def _error_text(event: Any) -> str:
    info: Mapping[str, Any] | Any = getattr(event, "info", None)
    return str(getattr(event, "exception", None) or getattr(info, "message", event))
