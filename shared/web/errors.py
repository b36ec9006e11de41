"""Every exception that a request can end in, as the answer it gets."""

import re
from collections.abc import Iterable

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from shared.database import is_unavailable
from shared.refusal import NotFound, Reason, Refusal
from shared.web.pages import problem_page, wants_page
from shared.web.problems import Problem, problem_response
from shared.web.routes import path_in_service
from shared.web.validation import invalid_input

RETRY_AFTER_SECONDS = 5


def install(app: FastAPI) -> None:
    """Let the app answer all its failures as problems; pages as a page that says the same."""
    app.add_exception_handler(HTTPException, _answer)
    app.add_exception_handler(RequestValidationError, _answer)
    app.add_exception_handler(Refusal, _answer)
    for away in (SQLAlchemyError, ConnectionError, TimeoutError):
        app.add_exception_handler(away, _answer_when_away)


def as_problem(error: Exception) -> Problem:
    """What to tell about an error. Nothing of an unexpected one gets out."""
    match error:
        case Problem():
            return error
        case NotFound():
            return Problem(
                404, error.reasons[0].code, _sentences(error.reasons), reasons=error.reasons
            )
        case Refusal():
            return _refused(error)
        case RequestValidationError():
            return invalid_input(error.errors())
        case HTTPException():
            return _of_framework(error)
        case _ if is_unavailable(error):
            return Problem(
                503,
                "unavailable",
                "De gegevens zijn nu niet bereikbaar. Probeer het zo weer.",
                headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
            )
        case _:
            return Problem(500, "unexpected", "Er ging iets mis. De beheerder kan het terugvinden.")


def respond(request: Request, problem: Problem) -> Response:
    """The problem as JSON, or as a page for somebody with a browser."""
    if wants_page(request):
        return problem_page(request, problem)
    return problem_response(problem)


def _answer(request: Request, error: Exception) -> Response:
    problem = as_problem(error)
    if problem.status_code == 405:
        problem.headers = {"Allow": ", ".join(_allowed_methods(request))}
    return respond(request, problem)


def _answer_when_away(request: Request, error: Exception) -> Response:
    if not is_unavailable(error):
        raise error
    return respond(request, as_problem(error))


def _refused(refusal: Refusal) -> Problem:
    """400 when every reason names a field, for then the input is wrong; else 409: the state is."""
    about_input = all(reason.field is not None for reason in refusal.reasons)
    return Problem(
        400 if about_input else 409,
        "invalid-input" if about_input else refusal.reasons[0].code,
        _sentences(refusal.reasons),
        reasons=refusal.reasons,
    )


def _sentences(reasons: Iterable[Reason]) -> str:
    return " ".join(reason.message for reason in reasons)


def _of_framework(error: HTTPException) -> Problem:
    match error.status_code:
        case 404:
            return Problem(404, "no-such-address", "Dit adres bestaat niet.")
        case 405:
            return Problem(405, "method-not-allowed", "Deze methode kan niet op dit adres.")
        case 400:
            return Problem(400, "invalid-body", "De inhoud kan niet gelezen worden.")
        case status:
            return Problem(status, "refused", "Dit verzoek kan niet.", headers=error.headers)


def _allowed_methods(request: Request) -> list[str]:
    """All methods of all routes at this path; the framework tells of the first route only."""
    path = path_in_service(request)
    allowed: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        pattern: re.Pattern[str] | None = getattr(context, "path_regex", None)
        if pattern is not None and pattern.match(path):
            allowed |= context.methods or set()
    return sorted(allowed)
