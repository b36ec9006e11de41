"""Changes that do not overwrite each other: the ETag is the version of the row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from shared.refusal import Reason
from shared.web.problems import Problem

_TAGS = re.compile(r'\s*(?:W/)?"[^"]*"\s*(?:,\s*(?:W/)?"[^"]*"\s*)*')
_TAG = re.compile(r'(?:W/)?"[^"]*"')


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


@dataclass(frozen=True, slots=True)
class IfMatchHeader:
    """The versions that the client knows; None means any that exists."""

    tags: frozenset[str] | None

    def check(self, current_version: int, *, changed: Iterable[Reason] = ()) -> None:
        """Go on only when the client knows the current version. Call it with the row locked.
        `changed` says what is other than the client knows, where that is known.

        Raises:
            Problem: 412.
        """
        if self.tags is not None and etag(current_version) not in self.tags:
            raise Problem(
                412,
                "version-changed",
                "De gegevens zijn intussen gewijzigd. Haal ze opnieuw op en probeer het weer.",
                reasons=changed,
            )


def _if_match(
    if_match: Annotated[
        str | None, Header(alias="If-Match", description="De ETag van de versie die u wijzigt.")
    ] = None,
) -> IfMatchHeader:
    if if_match is None:
        raise Problem(
            428, "if-match-missing", "Geef in If-Match de ETag mee van de versie die u wijzigt."
        )
    if if_match.strip() == "*":
        return IfMatchHeader(None)
    if _TAGS.fullmatch(if_match) is None:
        message = "If-Match heeft niet de vorm van een ETag."
        raise Problem(
            400, "invalid-input", message, reasons=[Reason("invalid-etag", message, "If-Match")]
        )
    return IfMatchHeader(frozenset(_TAG.findall(if_match)))


IfMatch = Annotated[IfMatchHeader, Depends(_if_match)]
"""Makes If-Match required: 428 without it, 400 when malformed; `check` gives the 412."""
