"""Whether the process lives, and whether it can do its work."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.refusal import Reason
from shared.web.access import public
from shared.web.problems import Problem
from shared.web.routes import RuledRoute

Check = Callable[[], Awaitable[None]]
"""Returns when all is well, raises when it is not."""

CHECK_SECONDS = 2.0

router = APIRouter(
    prefix="/health", route_class=RuledRoute, redirect_slashes=False, include_in_schema=False
)


@router.get("/live", dependencies=[public()])
async def live() -> Response:
    """The event loop answers. Nothing else is asked, so that a broken neighbour restarts nobody."""
    return JSONResponse({"status": "live"})


@router.get("/ready", dependencies=[public()])
async def ready(request: Request) -> Response:
    """All checks pass.

    Raises:
        Problem: 503 that names the checks that do not.
    """
    checks: Mapping[str, Check] = request.app.state.checks
    passed = await asyncio.gather(*(_passes(check) for check in checks.values()))
    failed = [name for name, ok in zip(checks, passed, strict=True) if not ok]
    if failed:
        raise Problem(
            503,
            "not-ready",
            f"Nog niet klaar: {', '.join(failed)}.",
            reasons=[Reason("check-failed", "Deze controle slaagt niet.", name) for name in failed],
            headers={"Retry-After": "5"},
        )
    return JSONResponse({"status": "ready", "checks": list(checks)})


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check()
    except Exception:
        return False
    return True
