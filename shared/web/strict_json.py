"""Reading a request body: not too big, real JSON, unambiguous, fit for PostgreSQL."""

import json
import math
from collections.abc import AsyncGenerator
from typing import Any, NoReturn

from starlette.requests import Request
from starlette.types import Receive, Scope

from shared.web.problems import Problem


class StrictRequest(Request):
    """A request whose body is refused over `body_limit` bytes, announced or not."""

    def __init__(self, scope: Scope, receive: Receive, body_limit: int) -> None:
        super().__init__(scope, receive)
        self._body_limit = body_limit
        self._parsed: Any = None

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body in the pieces in which it arrives.

        Raises:
            Problem: 413 as soon as it is known to be too big.
        """
        announced = self.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._body_limit:
            raise self._too_big()
        size = 0
        async for chunk in super().stream():
            size += len(chunk)
            if size > self._body_limit:
                raise self._too_big()
            yield chunk

    async def json(self) -> Any:
        """The parsed body; parsed once.

        Raises:
            Problem: 400 when it is not JSON in the strict sense.
        """
        if self._parsed is None:
            self._parsed = parse_json(await self.body())
        return self._parsed

    def _too_big(self) -> Problem:
        kibibytes = self._body_limit // 1024
        return Problem(
            413,
            "body-too-large",
            f"De inhoud mag hoogstens {kibibytes} KiB zijn.",
            headers={"Connection": "close"},
        )


def parse_json(body: bytes) -> Any:
    """JSON without NaN or Infinity, duplicate names, NUL characters or broken surrogates.

    Raises:
        Problem: 400 that says which of these it is.
    """
    try:
        text = body.decode("utf-8")
        document = json.loads(
            text,
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except UnicodeDecodeError:
        raise Problem(400, "invalid-encoding", "De inhoud is geen UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Problem(
            400,
            "invalid-json",
            f"De inhoud is geen geldige JSON: regel {error.lineno}, teken {error.colno}.",
        ) from None
    except RecursionError:
        raise Problem(400, "json-too-deep", "De JSON heeft te veel niveaus.") from None
    except ValueError:
        # Python refuses to convert integers of thousands of digits.
        raise _too_large() from None
    if "\\u" in text:
        _refuse_unstorable(document)
    return document


def refuse_nul(text: str) -> None:
    """Refuse a NUL character, which no text column can hold.

    Raises:
        Problem: 400.
    """
    if "\x00" in text:
        raise _invalid_character()


def _object_without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(400, "duplicate-name", "Een naam staat dubbel in een JSON-object.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise Problem(400, "not-a-number", f"{name} is geen getal in JSON.")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _too_large()
    return number


def _too_large() -> Problem:
    return Problem(400, "number-too-large", "De JSON bevat een te groot getal.")


def _refuse_unstorable(document: Any) -> None:
    """Look at every text in the document, by a list of what is left: depth is no matter."""
    left = [document]
    while left:
        match left.pop():
            case str() as text:
                if "\x00" in text or not _has_only_whole_characters(text):
                    raise _invalid_character()
            case dict() as members:
                left += [*members.keys(), *members.values()]
            case list() as items:
                left += items


def _has_only_whole_characters(text: str) -> bool:
    """Whether there is no half of a surrogate pair in it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _invalid_character() -> Problem:
    return Problem(400, "invalid-character", "De invoer bevat een teken dat niet mag.")
