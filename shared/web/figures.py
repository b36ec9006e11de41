"""Figures in rows: what stands in the table beside a chart is what is in its CSV file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from shared.web import dutch

Format = Literal["text", "period", "number", "percent", "hours"]
Cell = str | int | float | date | None


class Standing(StrEnum):
    """How far the figures of a period can be trusted, in the word that a reader sees."""

    PROVISIONAL = "voorlopig"
    COMPLETE = "compleet"
    CORRECTED = "gecorrigeerd"

    @property
    def is_final(self) -> bool:
        """Whether the period was complete at some time."""
        return self is not Standing.PROVISIONAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `name` stands in the file, `title` on the page; without title it is not there.

    `absent` is what the page says where there is no value: unknown, which is not zero.
    """

    name: str
    title: str | None = None
    format: Format = "text"
    decimals: int = 0
    absent: str = dutch.UNKNOWN

    @property
    def is_numeric(self) -> bool:
        """Whether its values are compared by their digits."""
        return self.format not in ("text", "period")


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Rows of values, as many in each as there are columns."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def shown_columns(self) -> list[Column]:
        """The columns of the page."""
        return [column for column in self.columns if column.title is not None]

    @property
    def shown_rows(self) -> list[list[str]]:
        """The rows of the page, as a Dutch reader writes them."""
        return [
            [
                shown(value, column.format, column.decimals, column.absent)
                for column, value in zip(self.columns, row, strict=True)
                if column.title is not None
            ]
            for row in self.rows
        ]

    @property
    def file_header(self) -> list[str]:
        """The names of all columns."""
        return [column.name for column in self.columns]

    @property
    def file_rows(self) -> list[list[str | float | None]]:
        """The rows of the file: numbers as they are, days and moments by ISO 8601."""
        return [[_in_file(value) for value in row] for row in self.rows]


def shown(value: Cell, kind: Format, decimals: int = 0, absent: str = dutch.UNKNOWN) -> str:
    """A value with its unit. Shares run from 0 to 1."""
    if value is None:
        return absent
    if isinstance(value, str):
        return dutch.period(value) if kind == "period" else value
    if isinstance(value, date):
        return dutch.day(value)
    if kind == "percent":
        return dutch.percent(value, decimals)
    number = dutch.number(value, decimals)
    return f"{number} uur" if kind == "hours" else number


def _in_file(value: Cell) -> str | float | None:
    if isinstance(value, datetime):
        return value.astimezone(dutch.AMSTERDAM).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
