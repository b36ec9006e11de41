"""Shows how far an import is: at once on a terminal, elsewhere only when it takes long."""

from collections.abc import Callable
from time import monotonic
from typing import Self, TextIO

_TERMINAL_SECONDS = 0.2
_LOG_SECONDS = 5.0


class ProgressLine:
    """Writes rows, rows per second and the share of the file; `clock` counts seconds."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._terminal = stream.isatty()
        self._pause = _TERMINAL_SECONDS if self._terminal else _LOG_SECONDS
        self._started = self._last = clock()
        self._shown = False

    def __call__(self, rows: int, share: float) -> None:
        """Tell how many rows were read, and the share of the file."""
        now = self._clock()
        if now - self._last < self._pause:
            return
        self._last = now
        self._shown = True
        speed = rows / (now - self._started)
        line = f"{rows:>12,} rijen  {speed:>10,.0f} rijen/s  {share:>4.0%}".replace(",", ".")
        self._stream.write(f"\r{line}" if self._terminal else f"{line}\n")
        self._stream.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal on a fresh line."""
        if self._shown and self._terminal:
            self._stream.write("\n")
