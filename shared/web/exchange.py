"""Around every request: trace, headers, access log, figures, and the net under errors."""

import hashlib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter

import structlog
from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.runtime.tracing import current_traceparent, traceparent_of
from shared.web.access import COOKIE, Caller
from shared.web.errors import as_problem, respond

SECURITY_HEADERS: Mapping[str, str] = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET_ROUTES = ("/health/", "/static/")
PERSONAL_PARAMETERS = frozenset({"staff_id", "person_id", "subject"})

log = structlog.get_logger("draagvlak.web")


class HttpTelemetry:
    """Figures about requests.

    Labels are route templates and methods from a closed list, never addresses or people.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.seconds = Histogram(
            "draagvlak_http_request_seconds",
            "Duration of HTTP requests",
            ("service", "method", "route", "status"),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=registry,
        )


@dataclass(slots=True)
class _Outcome:
    """How a request went, filled in while it goes."""

    started: float = field(default_factory=perf_counter)
    status: int | None = None


class Exchange:
    """ASGI middleware of one service, outside its exception handlers."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        service: str,
        version: str,
        unlogged: tuple[str, ...] = (),
        telemetry: HttpTelemetry,
    ) -> None:
        self._app = app
        self._service = service
        self._version = version
        self._unlogged = (*QUIET_ROUTES, *unlogged)
        self._telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on in its trace, and never without an answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outcome = _Outcome()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                outcome.status = message["status"]
                self._add_headers(MutableHeaders(scope=message))
            await send(message)

        trace = current_traceparent.set(traceparent_of(Headers(scope=scope).get("traceparent")))
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if outcome.status is not None:
                raise
            _log_unexpected(error, self._service)
            request = Request(scope, receive)
            await respond(request, as_problem(error))(scope, receive, send_with_headers)
        finally:
            self._record(scope, outcome)
            current_traceparent.reset(trace)

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers["API-Version"] = self._version
        is_page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else API_POLICY)
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)

    def _record(self, scope: Scope, outcome: _Outcome) -> None:
        seconds = perf_counter() - outcome.started
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = self._template(scope)
        status = str(outcome.status or 499)
        self._telemetry.seconds.labels(self._service, method, route, status).observe(seconds)
        if route.startswith(self._unlogged):
            return
        log.info(
            "request",
            service=self._service,
            action=f"{method} {route}",
            object=_object(scope),
            result=int(status),
            actor=_actor(scope),
            origin=_origin(Headers(scope=scope)),
            milliseconds=round(seconds * 1000, 1),
        )

    def _template(self, scope: Scope) -> str:
        templates: Mapping[object, str] = getattr(scope["app"].state, "route_templates", {})
        return templates.get(scope.get("endpoint"), "none")


def _log_unexpected(error: Exception, service: str) -> None:
    """Where it went wrong, without the error's own words: those may quote somebody's data."""
    causes = [type(cause).__qualname__ for cause in (error, error.__cause__) if cause is not None]
    log.error(
        "unexpected error",
        service=service,
        error=causes,
        stack="".join(traceback.format_tb(error.__traceback__)),
    )


def _actor(scope: Scope) -> str | None:
    """Who did it, under a pseudonym that is the same every time."""
    caller: Caller | None = scope.get("state", {}).get("caller")
    return hashlib.sha256(caller.subject.encode()).hexdigest()[:16] if caller else None


def _origin(headers: Headers) -> str:
    """From where it was done: our pages or a program. The gateway logs the network address."""
    return "pages" if COOKIE in headers.get("cookie", "") else "program"


def _object(scope: Scope) -> dict[str, str]:
    """What it was done to; the identifiers in the address, except a person's."""
    parameters: Mapping[str, object] = scope.get("path_params", {})
    return {
        name: str(value) for name, value in parameters.items() if name not in PERSONAL_PARAMETERS
    }
