"""Turns the rows of a file into columns ready to be loaded, and tells every flaw of every row.

A million rows hold few different words. Each word is converted once and remembered, and rows go
through as whole columns, so that no line of Python runs per row. Only the rows with a flaw are
looked at one by one.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from operator import not_
from typing import Generic, TypeVar

from services.metrics.imports.attributes import Attributes, Cells, Combination
from services.metrics.imports.profile import Profile
from shared.tabular.cells import Cell, Wrong
from shared.tabular.faults import FaultLog
from shared.tabular.rows import Block
from shared.tabular.selection import Selection, locate, split_header

UNKNOWN = r"\N"
"""How COPY spells a value that is not known."""

_FLAWED = -1
_REMEMBERED = 100_000

Thing = TypeVar("Thing", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Batch:
    """Sound rows by column, and how much of the file has been read.

    `combinations` and `periods` are indexes into the lists of the intake; `completed` is the text
    that COPY takes.
    """

    combinations: Sequence[int]
    periods: Sequence[int]
    completed: Sequence[str]
    lines: Sequence[int]
    share: float


class Intake:
    """Reads one file by a profile. Faults go to the log; what is sound comes out in batches."""

    def __init__(
        self, profile: Profile, products: Collection[str], today: date, faults: FaultLog
    ) -> None:
        self.combinations: list[Combination] = []
        self.periods: list[str] = []
        self.rows = 0
        self._profile = profile
        self._products = products
        self._today = today
        self._faults = faults

    def batches(self, blocks: Iterable[Block]) -> Iterator[Batch]:
        """The sound rows of the file, in order.

        Raises:
            Refusal: the file has no header, or columns of the profile are not in it.
        """
        header, data = split_header(blocks)
        positions = locate(header, self._profile.columns())
        select = Selection(self._profile, positions, len(header), self._faults)
        attributes = Attributes(self._profile, positions, self._products, self._today)
        combination_column = _Column(
            attributes.combination_positions,
            _Numbered(self.combinations, attributes.combination),
            flawed=_FLAWED,
        )
        period_column = _Column(
            attributes.period.positions,
            _Numbered(self.periods, attributes.period.read),
            flawed=_FLAWED,
        )
        completed_column = _Column(
            attributes.completed.positions,
            lambda *cells: _copy_text(attributes.completed.read(*cells)),
            flawed="",
        )
        for block in data:
            rows, lines = select(block)
            if not rows:
                continue
            self.rows += len(rows)
            cells = list(zip(*rows, strict=True))
            combinations = combination_column.values(cells, len(rows))
            periods = period_column.values(cells, len(rows))
            completed = completed_column.values(cells, len(rows))
            if _FLAWED in combinations or _FLAWED in periods or "" in completed:
                sound = [
                    combination != _FLAWED and period != _FLAWED and number != ""
                    for combination, period, number in zip(
                        combinations, periods, completed, strict=True
                    )
                ]
                for row, line in compress(zip(rows, lines, strict=True), map(not_, sound)):
                    self._faults.add(line, attributes.flaws(row))
                combinations = list(compress(combinations, sound))
                periods = list(compress(periods, sound))
                completed = list(compress(completed, sound))
                lines = list(compress(lines, sound))
            yield Batch(combinations, periods, completed, lines, block.share)


class _Column(Generic[Value]):
    """Converts the cells of some columns, all rows at once; `flawed` stands for what is wrong."""

    def __init__(
        self, positions: tuple[int, ...], convert: Callable[..., Value], *, flawed: Value
    ) -> None:
        self._positions = positions
        self._memory = _Memory(convert, flawed)

    def values(self, columns: Sequence[tuple[Cell, ...]], count: int) -> list[Value]:
        if not self._positions:
            return [self._memory[()]] * count
        cells = zip(*(columns[position] for position in self._positions), strict=True)
        return list(map(self._memory.__getitem__, cells))


class _Memory(dict[Cells, Value]):
    """Remembers what cells mean; forgets all when it is too much, so that any file fits."""

    def __init__(self, convert: Callable[..., Value], flawed: Value) -> None:
        super().__init__()
        self._convert = convert
        self._flawed = flawed

    def __missing__(self, cells: Cells) -> Value:
        if len(self) >= _REMEMBERED:
            self.clear()
        try:
            self[cells] = self._convert(*cells)
        except Wrong:
            self[cells] = self._flawed
        return self[cells]


class _Numbered(Generic[Thing]):
    """Numbers different things from 0 in the order in which they come, and lists them."""

    def __init__(self, listed: list[Thing], read: Callable[..., Thing]) -> None:
        self._listed = listed
        self._read = read
        self._numbers: dict[Thing, int] = {}

    def __call__(self, *cells: Cell) -> int:
        thing = self._read(*cells)
        number = self._numbers.setdefault(thing, len(self._listed))
        if number == len(self._listed):
            self._listed.append(thing)
        return number


def _copy_text(completed: int | None) -> str:
    return UNKNOWN if completed is None else str(completed)
