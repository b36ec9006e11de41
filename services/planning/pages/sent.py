"""What becomes of a form that was sent: a page that says what was done, or why it was not."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.refusal import Reason, Refusal

DoneJustNow = Annotated[str, Query(max_length=20)]
"""The name of what was done just now, as the address carries it."""


def done_at(request: Request, path: str, done: str) -> Response:
    """To the page at a path of this service, which says what was done."""
    base = request.scope.get("root_path", "")
    return RedirectResponse(f"{base}{path}?gedaan={done}", status_code=303)


def check_version(present: int | str, shown: str | None, changed: str) -> None:
    """Go on only when the form showed the present version.

    Raises:
        Refusal: somebody changed it meanwhile, which `changed` says.
    """
    if str(present) != shown:
        raise Refusal(Reason("version-changed", changed))
