"""What every profile can say of a file: how its text is written, where its rows are.

A profile is data: a municipality writes one for every export that it has.
"""

import codecs
import re
from abc import abstractmethod
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

ColumnName = Annotated[str, Field(min_length=1, max_length=200)]


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(
            f"de codering {name!r} bestaat niet, wel bijvoorbeeld utf-8 of cp1252"
        ) from None
    return name


def _valid_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is geen geldig patroon: {error}") from None
    return pattern


class Part(BaseModel):
    """A part of a profile: nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Csv(Part):
    """How the text of a CSV file is written."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ";"
    quote: Annotated[str, Field(min_length=1, max_length=1)] = '"'
    encoding: Annotated[str, BeforeValidator(_known_encoding)] = "utf-8-sig"


class Rows(Part):
    """What is not data: lines above the header, and rows whose first cell matches a pattern."""

    skip_first: Annotated[int, Field(ge=0, le=1000)] = 0
    skip_matching: tuple[Annotated[str, BeforeValidator(_valid_pattern)], ...] = ()


class Filter(Part):
    """Only rows with one of these values in the column are read."""

    column: ColumnName
    values: Annotated[frozenset[str], Field(min_length=1)]


class FileProfile(Part):
    """How the rows of a file are found; a service's profile adds what stands in them."""

    csv: Csv = Csv()
    sheet: str | None = None
    rows: Rows = Rows()
    filters: tuple[Filter, ...] = ()

    @abstractmethod
    def columns(self) -> frozenset[str]:
        """The names of all columns that the profile reads."""

    def filter_columns(self) -> frozenset[str]:
        """The names of the columns by which rows are chosen."""
        return frozenset(rule.column for rule in self.filters)
