"""The kind of route every service has: a rule, strict input, the statuses of the ADR."""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any

from fastapi import APIRouter, params
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from shared.web.access import rule_of
from shared.web.problems import Problem
from shared.web.strict_json import StrictRequest, refuse_nul
from shared.web.validation import unreadable_input

BODY_LIMIT = 256 * 1024
JSON = "application/json"
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class RuledRoute(APIRoute):
    """A route that cannot exist without an access rule, applied before the body is read."""

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        max_body_size: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.body_limit = BODY_LIMIT if max_body_size is None else max_body_size
        super().__init__(path, endpoint, **kwargs)
        rule = rule_of(self.dependant)
        if rule.is_scoped and all(
            dependency.name is None
            for dependency in self.dependant.dependencies
            if dependency.call is rule
        ):
            raise TypeError(
                f"{path}: a handler whose rule is narrower than municipality takes its Caller"
            )

    def get_route_handler(self) -> Handler:
        """FastAPI's handler, with the checks that come before it."""
        handle = super().get_route_handler()
        rule = rule_of(self.dependant)

        async def checked(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive, self.body_limit)
            await rule.authorise(strict)
            _refuse_nul_in_address(strict)
            await self.check(strict)
            return self.finish(strict, await handle(strict))

        return checked

    async def check(self, request: StrictRequest) -> None:
        """What else must hold before the handler runs; nothing here."""

    def finish(self, request: Request, response: Response) -> Response:
        """The last word about the answer; as it is here."""
        return response


class ApiRoute(RuledRoute):
    """A route of the API: JSON in, JSON out."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **kwargs: Any) -> None:
        if not kwargs.get("summary"):
            raise TypeError(f"{path}: the interface needs a Dutch summary")
        super().__init__(path, endpoint, **kwargs)

    async def check(self, request: StrictRequest) -> None:
        """The client takes JSON, and sends JSON when it sends something.

        Raises:
            Problem: 406, 415 or 400.
        """
        if not accepts(request.headers.get("accept"), JSON):
            raise Problem(406, "not-acceptable", f"Het antwoord is er alleen als {JSON}.")
        if self.body_field is None or isinstance(self.body_field.field_info, params.Form):
            return
        if await request.body():
            if media_type(request.headers.get("content-type", "")) != JSON:
                raise Problem(415, "unsupported-media-type", f"Stuur de inhoud als {JSON}.")
            try:
                await request.json()
            except Problem as unreadable:
                beside = list(_faults_beside_the_body(self.dependant, request))
                raise unreadable_input(unreadable, beside) from None

    def finish(self, request: Request, response: Response) -> Response:
        """Turn the Location of something new into a reference relative to the address asked for."""
        location = response.headers.get("location")
        if response.status_code == 201 and location is not None:
            collection = request.url.path.rsplit("/", 1)[-1]
            response.headers["location"] = f"{collection}/{location}"
        return response


class ApiRouter(APIRouter):
    """Routes of one subject. Paths start after /v1."""

    def __init__(self, *, tags: list[str]) -> None:
        super().__init__(tags=list(tags), route_class=ApiRoute, redirect_slashes=False)


def path_in_service(request: Request) -> str:
    """The path below the service's own address, and below what a gateway put before that."""
    return request.url.path.removeprefix(str(request.scope.get("root_path", "")))


def media_type(header: str) -> str:
    """A Content-Type without its parameters, in lower case."""
    return header.partition(";")[0].strip().lower()


def accepts(header: str | None, offered: str) -> bool:
    """Whether an Accept header takes this media type. The most specific range decides."""
    if header is None or not header.strip():
        return True
    best = (-1, False)
    for part in header.split(","):
        matched, *parameters = (piece.strip().lower() for piece in part.split(";"))
        for specificity, pattern in enumerate(("*/*", offered.split("/")[0] + "/*", offered)):
            if matched == pattern:
                best = max(best, (specificity, not _has_zero_quality(parameters)))
    return best[1]


def _has_zero_quality(parameters: list[str]) -> bool:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value) == 0
            except ValueError:
                return False
    return False


def _faults_beside_the_body(dependant: Dependant, request: Request) -> Iterator[Mapping[str, Any]]:
    """What is wrong with the address and the headers, as pydantic finds it."""
    for fields, received in (
        (dependant.path_params, request.path_params),
        (dependant.query_params, request.query_params),
        (dependant.header_params, request.headers),
    ):
        yield from request_params_to_args(fields, received)[1]
    for each in dependant.dependencies:
        yield from _faults_beside_the_body(each, request)


def _refuse_nul_in_address(request: Request) -> None:
    refuse_nul(request.url.path)
    for name, value in request.query_params.multi_items():
        refuse_nul(name)
        refuse_nul(value)
    for value in request.path_params.values():
        refuse_nul(str(value))
