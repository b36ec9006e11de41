"""Pages of a collection by cursor: where the last page ended, not how many rows to skip."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from shared.refusal import Reason
from shared.web.answers import Resource
from shared.web.problems import Problem

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
CursorKey = tuple[str, ...]
ItemT = TypeVar("ItemT")


class Page(Resource, Generic[ItemT]):
    """Part of a collection, and the cursor of the part that follows."""

    items: Sequence[ItemT]
    next: str | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """A name that is PascalCase in the OpenAPI document."""
        return f"PageOf{params[0].__name__}"


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a collection is asked for: up to `limit` items after a cursor."""

    limit: int
    _cursor: str | None
    _request: Request
    _response: Response

    def after(self, *parsers: Callable[[str], Any]) -> tuple[Any, ...] | None:
        """The sort key of the last item seen, each part read by its parser; None at the start.

        Raises:
            Problem: 400, the cursor is not one of this collection.
        """
        if self._cursor is None:
            return None
        key = decode_cursor(self._cursor)
        try:
            return tuple(parse(part) for parse, part in zip(parsers, key, strict=True))
        except ValueError:
            raise _invalid_cursor() from None

    def page(self, items: Sequence[ItemT], *, key: Callable[[ItemT], CursorKey]) -> Page[ItemT]:
        """The page of these items.

        One more than the limit tells that there is a next page, which the Link header then names.
        """
        shown = items[: self.limit]
        following = encode_cursor(key(shown[-1])) if len(items) > self.limit else None
        if following is not None:
            self._response.headers["Link"] = f'<{self._address(following)}>; rel="next"'
        return Page[Any](items=shown, next=following)

    def _address(self, cursor: str) -> str:
        """Relative, because a gateway may put a prefix before our address."""
        kept = [pair for pair in self._request.query_params.multi_items() if pair[0] != "cursor"]
        return "?" + urlencode([*kept, ("cursor", cursor)])


def encode_cursor(key: CursorKey) -> str:
    """The cursor of a sort key. It hides nothing: a key is something the caller just saw."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> CursorKey:
    """The sort key of a cursor.

    Raises:
        Problem: 400, it is not a cursor.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise _invalid_cursor() from None
    if not isinstance(key, list) or not all(_is_storable(part) for part in key):
        raise _invalid_cursor()
    return tuple(key)


def _is_storable(part: object) -> bool:
    return isinstance(part, str) and part.isprintable()


def _invalid_cursor() -> Problem:
    message = "Deze cursor is niet geldig. Begin bij de eerste pagina."
    return Problem(
        400, "invalid-input", message, reasons=[Reason("invalid-cursor", message, "cursor")]
    )


def _paging(
    request: Request,
    response: Response,
    limit: Annotated[
        int,
        Query(ge=1, le=LARGEST_LIMIT, description="Hoeveel er hoogstens in het antwoord staan."),
    ] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=1000, description="De waarde van next in het vorige antwoord.")
    ] = None,
) -> PageRequest:
    return PageRequest(limit, cursor, request, response)


Paging = Annotated[PageRequest, Depends(_paging)]
"""The query parameters `limit` and `cursor`."""
