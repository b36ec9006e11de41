"""What a chart shows, and where that comes on the drawing. The macros of charts.html draw it.

A drawing is 640 wide and 240 high; browsers scale it. Unknown values leave a gap: they are not
zero.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from shared.web.areas import Area, Ink
from shared.web.figures import FigureTable, Format, Standing

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 12, 32
MOST_LABELS = 9
NOTE_ROOM = 0.1
"""The part of a bar's height that its note needs above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartText:
    """The words and the table around a chart. `key` is unique on its page; `title` says the
    conclusion.

    `definition_id` names the definition everywhere; `csv` is the address of the same table.
    `standing` says how complete the figures are, `warnings` why they may be behind.
    """

    key: str
    title: str
    definition: str
    definition_id: str
    table: FigureTable
    csv: str
    format: Format = "number"
    decimals: int = 0
    updated: str | None = None
    standing: str | None = None
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A period with its value and its target; None is unknown."""

    label: str
    value: float | None
    target: float | None = None
    standing: Standing = Standing.COMPLETE


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on the vertical axis and its height on the drawing."""

    value: float
    y: float


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high`, both multiples of `step`, over the height of the drawing."""

    low: float
    high: float
    step: float

    @classmethod
    def over(cls, values: Sequence[float]) -> "Axis":
        """The axis that holds 0 and all values, in about four steps of 1, 2 or 5 × 10ⁿ."""
        low, high = min([0.0, *values]), max([0.0, *values])
        if low == high:
            high = low + 1
        rough = (high - low) / 4
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
        return cls(math.floor(low / step) * step, math.ceil(high / step - 1e-9) * step, step)

    def y(self, value: float) -> float:
        """The height of a value, from the top of the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    @property
    def ticks(self) -> list[Tick]:
        """The values to write beside the axis."""
        count = round((self.high - self.low) / self.step)
        values = (round(self.low + n * self.step, 9) for n in range(count + 1))
        return [Tick(value, self.y(value)) for value in values]


@dataclass(frozen=True, slots=True)
class LineChart:
    """A series against its target path. The axis reaches at least `reach`, so that charts beside
    each other have the same scale.
    """

    text: ChartText
    points: Sequence[LinePoint]
    value_name: str
    target_name: str = "Streefpad"
    reach: float = 0

    @property
    def axis(self) -> Axis:
        """The vertical axis."""
        known = [v for p in self.points for v in (p.value, p.target) if v is not None]
        return Axis.over([*known, self.reach])

    @property
    def value_lines(self) -> list[str]:
        """The series as lines of points, one for each stretch without unknowns."""
        return list(self._lines([point.value for point in self.points]))

    @property
    def target_lines(self) -> list[str]:
        """The target path likewise."""
        return list(self._lines([point.target for point in self.points]))

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Where a value stands alone, and no line would show it."""
        values = [None, *(point.value for point in self.points), None]
        axis = self.axis
        return [
            (_middle(n, len(self.points)), axis.y(value))
            for n, (before, value, after) in enumerate(
                zip(values, values[1:], values[2:], strict=False)
            )
            if value is not None and before is None and after is None
        ]

    @property
    def corrected(self) -> list[tuple[float, float]]:
        """Where a value was restated."""
        axis = self.axis
        return [
            (_middle(n, len(self.points)), axis.y(point.value))
            for n, point in enumerate(self.points)
            if point.standing is Standing.CORRECTED and point.value is not None
        ]

    @property
    def provisional(self) -> list[Area]:
        """The areas behind the provisional periods."""
        return _provisional([point.standing for point in self.points])

    @property
    def labels(self) -> list[tuple[float, str]]:
        """The periods to write under the axis."""
        return _labels([point.label for point in self.points])

    def _lines(self, values: Sequence[float | None]) -> Iterator[str]:
        axis = self.axis
        for is_known, stretch in groupby(enumerate(values), lambda item: item[1] is not None):
            if is_known:
                yield " ".join(
                    f"{_middle(n, len(values))},{axis.y(v)}" for n, v in stretch if v is not None
                )


@dataclass(frozen=True, slots=True)
class Bar:
    """A category with the value of each part; negative parts go below zero, None is unknown.

    `mark` is a value to compare with, drawn as a line across the bar; `note` is written above it.
    """

    label: str
    values: Sequence[float | None]
    mark: float | None = None
    note: str | None = None
    standing: Standing = Standing.COMPLETE


@dataclass(frozen=True, slots=True)
class BarChart:
    """Stacked bars; diverging when some parts are negative. `inks` tell the parts apart. With
    `fills_marks` what the marks hold is filled behind the bars.
    """

    text: ChartText
    part_names: Sequence[str]
    bars: Sequence[Bar]
    mark_name: str | None = None
    note_name: str | None = None
    inks: Sequence[Ink] = tuple(Ink)
    fills_marks: bool = False

    @property
    def axis(self) -> Axis:
        """The vertical axis; it holds each stack, and leaves room for a note above it."""
        heights = [
            value * (1 if bar.note is None else 1 + NOTE_ROOM)
            for bar in self.bars
            for value in (*self._ends(bar), bar.mark or 0)
        ]
        return Axis.over(heights)

    @property
    def rectangles(self) -> list[Area]:
        """The parts of all bars."""
        return [part for n, bar in enumerate(self.bars) for part in self._stack(n, bar)]

    @property
    def legend(self) -> list[tuple[str, Area]]:
        """Each part with a piece of its ink."""
        pieces = [Area(0, 0, 24, 12, ink) for ink in self.inks]
        return list(zip(self.part_names, pieces, strict=False))

    @property
    def marks(self) -> list[tuple[float, float, float]]:
        """The lines to compare with: from x, to x, at height y."""
        step, axis = _step(len(self.bars)), self.axis
        return [
            (round(LEFT + n * step, 1), round(LEFT + (n + 1) * step, 1), axis.y(bar.mark))
            for n, bar in enumerate(self.bars)
            if bar.mark is not None
        ]

    @property
    def filled(self) -> list[tuple[float, float, float, float]]:
        """What lies below the marks: x, y, width and height."""
        if not self.fills_marks:
            return []
        return [
            (left, y, round(right - left, 1), round(self.zero - y, 1))
            for left, right, y in self.marks
        ]

    @property
    def notes(self) -> list[tuple[float, float, str]]:
        """What is written above the bars: x, y and text."""
        axis = self.axis
        return [
            (
                _middle(n, len(self.bars)),
                axis.y(max(self._ends(bar)[1], bar.mark or 0)) - 6,
                bar.note,
            )
            for n, bar in enumerate(self.bars)
            if bar.note is not None
        ]

    @property
    def provisional(self) -> list[Area]:
        """The areas behind the provisional bars."""
        return _provisional([bar.standing for bar in self.bars])

    @property
    def zero(self) -> float:
        """The height of zero."""
        return self.axis.y(0)

    @property
    def labels(self) -> list[tuple[float, str]]:
        """The categories to write under the axis."""
        return _labels([bar.label for bar in self.bars])

    def _ends(self, bar: Bar) -> tuple[float, float]:
        known = [value for value in bar.values if value is not None]
        return sum(v for v in known if v < 0), sum(v for v in known if v > 0)

    def _stack(self, position: int, bar: Bar) -> Iterator[Area]:
        step, axis = _step(len(self.bars)), self.axis
        below = above = 0.0
        for kind, value in enumerate(bar.values):
            if not value:
                continue
            start = above if value > 0 else below
            end = start + value
            top, bottom = axis.y(max(start, end)), axis.y(min(start, end))
            yield Area(
                round(LEFT + (position + 0.15) * step, 1),
                top,
                round(step * 0.7, 1),
                round(bottom - top, 1),
                self.inks[kind],
            )
            if value > 0:
                above = end
            else:
                below = end


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A share of a group; None is unknown. `value` says it in words, `notes` say more."""

    label: str
    share: float | None
    value: str
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ShareChart:
    """Shares of groups below each other, each as a bar that is full at 1."""

    text: ChartText
    rows: Sequence[ShareRow]


def _provisional(standings: Sequence[Standing]) -> list[Area]:
    step = _step(len(standings))
    return [
        Area(round(LEFT + n * step, 1), TOP, round(step, 1), HEIGHT - TOP - BOTTOM)
        for n, standing in enumerate(standings)
        if standing is Standing.PROVISIONAL
    ]


def _step(count: int) -> float:
    return (WIDTH - LEFT - RIGHT) / max(count, 1)


def _middle(position: int, count: int) -> float:
    return round(LEFT + (position + 0.5) * _step(count), 1)


def _labels(texts: Sequence[str]) -> list[tuple[float, str]]:
    every = math.ceil(len(texts) / MOST_LABELS)
    return [(_middle(n, len(texts)), text) for n, text in enumerate(texts) if n % every == 0]
