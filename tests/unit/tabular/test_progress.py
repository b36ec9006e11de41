"""Progress is shown at once on a terminal, and elsewhere only when it takes long."""

from io import StringIO

from shared.tabular.progress import ProgressLine


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_log_shows_a_line_only_when_it_takes_long() -> None:
    stream, clock = StringIO(), Clock()
    with ProgressLine(stream, clock) as progress:
        for clock.now in (1.0, 2.0, 6.0, 7.0):
            progress(120_000, 0.25)

    assert stream.getvalue() == "     120.000 rijen      20.000 rijen/s   25%\n"


def test_a_terminal_shows_one_line_that_changes() -> None:
    stream, clock = Terminal(), Clock()
    with ProgressLine(stream, clock) as progress:
        for clock.now in (0.1, 0.5, 1.0):
            progress(1_000, clock.now)

    assert stream.getvalue().count("\r") == 2
    assert stream.getvalue().endswith("100%\n")
