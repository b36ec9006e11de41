"""Changes that do not overwrite each other: the ETag is the version of the row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from shared.refusal import Reason
from shared.web.problems import Problem
from shared.web.validation import IF_MATCH

_TAG = r'(W/)?"[!#-~]*"'
_TAGS = rf"^(\*|{_TAG}( *, *{_TAG})*)$"


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


def _well_formed(if_match: str) -> str:
    if re.fullmatch(_TAGS, if_match) is None:
        raise PydanticCustomError("invalid_etag", "not a list of entity tags")
    return if_match


def _if_match(
    if_match: Annotated[
        str,
        AfterValidator(_well_formed),
        Header(
            alias=IF_MATCH,
            description="De ETag van de versie die u wijzigt.",
            json_schema_extra={"pattern": _TAGS},
        ),
    ],
) -> IfMatchHeader:
    if if_match == "*":
        return IfMatchHeader(None)
    return IfMatchHeader(frozenset(found[0] for found in re.finditer(_TAG, if_match)))


IfMatch = Annotated[IfMatchHeader, Depends(_if_match)]
"""Makes If-Match required: 428 without it, 400 when malformed; `check` gives the 412."""
