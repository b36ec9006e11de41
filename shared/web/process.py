"""One port for the services of a process: one of them, or all three."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from shared.web.problems import Problem, problem_response

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def compose(
    services: Mapping[str, FastAPI],
    *,
    registry: CollectorRegistry,
    home: str | None = None,
    lifespan: Lifespan | None = None,
) -> Starlette:
    """Each service under its name, the figures of the process at /metrics; the root leads home."""

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    async def to_home(_request: Request) -> Response:
        return RedirectResponse(str(home), status_code=303)

    routes: list[BaseRoute] = [Mount(f"/{name}", app) for name, app in services.items()]
    routes.append(Route("/metrics", metrics))
    if home is not None:
        routes.append(Route("/", to_home))
    handlers: Mapping[Any, Any] = {HTTPException: _no_such_address}
    process = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    process.router.redirect_slashes = False
    return process


async def _no_such_address(_request: Request, error: HTTPException) -> Response:
    if error.status_code == 405:
        return Response(status_code=405, headers=error.headers)
    return problem_response(Problem(404, "no-such-address", "Dit adres bestaat niet."))
