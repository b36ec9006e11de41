"""Errors as RFC 9457 problems: Dutch for people, a stable English code for programs."""

from collections.abc import Iterable, Mapping

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from shared.refusal import Reason
from shared.runtime.tracing import current_traceparent

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:draagvlak:problem:"

TITLES: Mapping[int, str] = {
    400: "De invoer klopt niet",
    401: "U bent niet aangemeld",
    403: "U hebt hier geen toegang toe",
    404: "Niet gevonden",
    405: "Deze bewerking bestaat hier niet",
    406: "Deze vorm van antwoord is er niet",
    409: "Dit kan nu niet",
    412: "Iemand anders was u voor",
    413: "De invoer is te groot",
    415: "Deze soort inhoud kan niet",
    428: "De versie ontbreekt",
    500: "Er ging iets mis",
    503: "Tijdelijk niet beschikbaar",
}


class Problem(HTTPException):
    """An error with all that its answer says; `code` ends the problem's type."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        reasons: Iterable[Reason] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status_code=status, detail=detail, headers=dict(headers or {}))
        self.code = code
        self.reasons = tuple(reasons)

    @property
    def title(self) -> str:
        """What kind of problem it is, in Dutch; the same for every problem with this status."""
        return TITLES.get(self.status_code, TITLES[400 if self.status_code < 500 else 500])


def problem_response(problem: Problem) -> JSONResponse:
    """The answer to a request that failed.

    `instance` names the trace, by which the log line is found.
    """
    return JSONResponse(
        {
            "type": TYPE_PREFIX + problem.code,
            "title": problem.title,
            "status": problem.status_code,
            "detail": problem.detail,
            "instance": _instance(),
            "errors": [_error(reason) for reason in problem.reasons],
        },
        status_code=problem.status_code,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


def _instance() -> str:
    traceparent = current_traceparent.get()
    return f"urn:trace:{traceparent.split('-')[1]}" if traceparent else "urn:trace:none"


def _error(reason: Reason) -> dict[str, object]:
    error: dict[str, object] = {
        "code": reason.code,
        "field": reason.field,
        "message": reason.message,
    }
    return error if reason.figures is None else error | {"figures": dict(reason.figures)}
