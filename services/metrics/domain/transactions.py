"""What makes a delivery of transactions acceptable. One checker for events, HTTP and files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from services.metrics.domain.periods import Period
from shared.refusal import Reason, refuse_when

LARGEST_COUNT = 2_147_483_647
Column = Literal["product", "channel", "period", "completed", "assisted"]


@dataclass(frozen=True, slots=True)
class Columns:
    """A delivery of one source by column; every column has one entry per row.

    `completed` None says: the source does not know; 0 says: none.
    """

    product: Sequence[str]
    channel: Sequence[str]
    period: Sequence[str]
    completed: Sequence[int | None]
    assisted: Sequence[bool]

    def __post_init__(self) -> None:
        if len({len(getattr(self, name)) for name in self.__slots__}) != 1:
            raise ValueError("columns of different lengths")

    def __len__(self) -> int:
        return len(self.product)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value; `row` counts from 0, `message` is for people."""

    row: int
    column: Column
    code: str
    message: str
    value: str

    def as_reason(self) -> Reason:
        """The same, as a reason to refuse the whole delivery."""
        return Reason(self.code, self.message, f"rows.{self.row}.{self.column}")


class Checker:
    """Finds every problem in a delivery that may come in pieces; it remembers what it saw.

    `today` is the municipality's day. With `unique` false it does not look for rows that come
    twice, which for a long file takes memory.
    """

    def __init__(
        self,
        *,
        products: frozenset[str],
        channels: frozenset[str],
        digital: frozenset[str],
        today: date,
        unique: bool = True,
    ) -> None:
        self._products = products
        self._channels = channels
        self._digital = digital
        self._today = today
        self._periods: dict[str, tuple[str, str] | None] = {}
        self._seen: set[tuple[str, str, str, bool]] | None = set() if unique else None

    def check(self, columns: Columns, *, offset: int = 0) -> list[Problem]:
        """All problems of a piece, in the order of its rows; `offset` is added to their row."""
        found = [
            *self._unlisted(
                "product",
                columns.product,
                self._products,
                "Dit product staat niet in de productcatalogus.",
            ),
            *self._unlisted("channel", columns.channel, self._channels, "Dit kanaal bestaat niet."),
            *self._bad_periods(columns.period),
            *_bad_counts(columns.completed),
            *self._bad_assistance(columns),
            *self._repeated(columns),
        ]
        found.sort(key=lambda problem: problem.row)
        return [replace(problem, row=problem.row + offset) for problem in found]

    def _unlisted(
        self, column: Column, values: Sequence[str], listed: frozenset[str], message: str
    ) -> Iterator[Problem]:
        if not listed.issuperset(values):
            for row, value in enumerate(values):
                if value not in listed:
                    yield Problem(row, column, f"unknown-{column}", message, value)

    def _bad_periods(self, names: Sequence[str]) -> Iterator[Problem]:
        verdicts = self._periods
        for row, name in enumerate(names):
            if name not in verdicts:
                verdicts[name] = self._verdict(name)
            if (verdict := verdicts[name]) is not None:
                yield Problem(row, "period", *verdict, name)

    def _verdict(self, name: str) -> tuple[str, str] | None:
        try:
            period = Period.parse(name)
        except ValueError:
            return (
                "unknown-period-form",
                "Dit is geen periode. Gebruik 2026-W14, 2026-03, 2026 of 2025-2026.",
            )
        if period.ends_on > self._today:
            return "period-not-over", "Deze periode is nog niet voorbij."
        return None

    def _bad_assistance(self, columns: Columns) -> Iterator[Problem]:
        if True in columns.assisted:
            for row, (assisted, channel) in enumerate(
                zip(columns.assisted, columns.channel, strict=True)
            ):
                if assisted and channel in self._channels and channel not in self._digital:
                    yield Problem(
                        row,
                        "assisted",
                        "assisted-not-digital",
                        "Hulp bij online kan alleen bij een digitaal kanaal.",
                        channel,
                    )

    def _repeated(self, columns: Columns) -> Iterator[Problem]:
        seen = self._seen
        if seen is None:
            return
        keys = zip(columns.product, columns.channel, columns.period, columns.assisted, strict=True)
        for row, key in enumerate(keys):
            if key in seen:
                yield Problem(
                    row,
                    "period",
                    "duplicate-row",
                    "Dit product, kanaal en deze periode staan al in deze levering.",
                    key[2],
                )
            seen.add(key)


def _bad_counts(counts: Sequence[int | None]) -> Iterator[Problem]:
    for row, count in enumerate(counts):
        if count is None:
            continue
        if count < 0:
            message = "Een aantal kan niet onder nul zijn."
            yield Problem(row, "completed", "negative-count", message, str(count))
        elif count > LARGEST_COUNT:
            message = "Dit aantal is te groot."
            yield Problem(row, "completed", "count-too-large", message, str(count))


def refuse(problems: Iterable[Problem]) -> None:
    """Refuse the delivery with every problem at once; return quietly when there are none."""
    refuse_when(problem.as_reason() for problem in problems)
