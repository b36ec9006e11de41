"""Binds the rules of a profile to one file: from which cells each attribute is read."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Generic, TypeVar

from services.metrics.imports.conversion import (
    AssistedReader,
    ChannelReader,
    CompletedReader,
    ProductReader,
)
from services.metrics.imports.periods import PeriodReader
from services.metrics.imports.profile import ChannelMeaning, Profile
from shared.contracts.channels import DIGITAL_CHANNELS
from shared.tabular.cells import Cell, UnknownWord, Wrong, text_of
from shared.tabular.faults import Flaw

T = TypeVar("T")
Row = Sequence[Cell]
Cells = tuple[Cell, ...]
Combination = tuple[str, str, bool]
"""Product, channel, and whether the citizen was helped."""


@dataclass(frozen=True, slots=True)
class Attribute(Generic[T]):
    """An attribute: the columns it is read from, and how. No columns: it is constant."""

    columns: tuple[str, ...]
    positions: tuple[int, ...]
    read: Callable[..., T]

    def cells(self, row: Row) -> Cells:
        """The cells of a row that it is read from."""
        return tuple(row[position] for position in self.positions)


class Attributes:
    """The attributes of the transactions in one file."""

    def __init__(
        self, profile: Profile, header: Mapping[str, int], products: Collection[str], today: date
    ) -> None:
        def bind(read: Callable[..., T], *columns: str | None) -> Attribute[T]:
            names = tuple(name for name in columns if name is not None)
            return Attribute(names, tuple(header[name] for name in names), read)

        self.product = bind(ProductReader(profile.product, products), profile.product.column)
        self.channel = bind(ChannelReader(profile.channel), profile.channel.column)
        self.assisted = bind(
            AssistedReader(profile.assisted), profile.assisted.column if profile.assisted else None
        )
        self.period = bind(
            PeriodReader(profile.period, today),
            profile.period.column,
            profile.period.number_column,
        )
        self.completed = bind(CompletedReader(profile.completed), profile.completed.column)

    @property
    def combination_positions(self) -> tuple[int, ...]:
        """Where the cells stand that `combination` takes."""
        return self.product.positions + self.channel.positions + self.assisted.positions

    def combination(self, *cells: Cell) -> Combination:
        """Product, channel and assistance, from the cells at `combination_positions`.

        Raises:
            Wrong: one of them cannot be read, or they do not go together.
        """
        rest = iter(cells)
        product = self.product.read(*islice(rest, len(self.product.positions)))
        meaning = self.channel.read(*islice(rest, len(self.channel.positions)))
        return product, *_together(meaning, self.assisted.read(*rest))

    def flaws(self, row: Row) -> Iterator[Flaw]:
        """Everything that is wrong in a row."""
        attributes = (self.product, self.channel, self.assisted, self.period, self.completed)
        for attribute in attributes:
            try:
                attribute.read(*attribute.cells(row))
            except Wrong as wrong:
                yield _flaw(attribute.columns, attribute.cells(row), wrong)
        try:
            meaning = self.channel.read(*self.channel.cells(row))
            _together(meaning, self.assisted.read(*self.assisted.cells(row)))
        except NotTogether as wrong:
            columns = self.assisted.columns or self.channel.columns
            yield _flaw(columns, self.channel.cells(row), wrong)
        except Wrong:
            pass  # told above


class NotTogether(Wrong):
    """Two attributes that can each be read do not go together."""


def _together(meaning: ChannelMeaning, assisted: bool) -> tuple[str, bool]:
    assisted = assisted or meaning.assisted
    if assisted and meaning.channel not in DIGITAL_CHANNELS:
        raise NotTogether(
            "assisted-not-digital", f"hulp bij online kan niet bij kanaal {meaning.channel}"
        )
    return str(meaning.channel), assisted


def _flaw(columns: tuple[str, ...], cells: Cells, wrong: Wrong) -> Flaw:
    value = " ".join(map(text_of, cells))
    if any("\ud800" <= character <= "\udfff" for character in value):
        return Flaw(
            "wrong-encoding",
            " en ".join(columns),
            value,
            f"{value!r} past niet bij de codering van het profiel",
        )
    everywhere = isinstance(wrong, UnknownWord)
    return Flaw(wrong.code, " en ".join(columns), value, wrong.reason, everywhere)
