"""docs/benchmarks.md, written from what was measured."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path("docs/benchmarks.md")
LIMITS = Path("tests/benchmarks/limits.md")


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison or bound: what was measured, what it should be, whether it is."""

    figure: str
    ours: str
    against: str
    measured: str
    target: str
    reached: bool

    def row(self) -> str:
        """The line as a row of the table."""
        verdict = "yes" if self.reached else "**no**"
        return (
            f"| {self.figure} | {self.ours} | {self.against} | {self.measured} | {self.target}"
            f" | {verdict} |"
        )


def at_least(figure: str, ours: str, against: str, ratio: float, target: float) -> Line:
    """A ratio that should be at least so much."""
    return Line(figure, ours, against, f"{ratio:.2f} ×", f"≥ {target:g} ×", ratio >= target)


def write(lines: Sequence[Line]) -> None:
    """Write the page: the machine, the table, and what limits the figures that were not reached."""
    table = [
        "| figure | ours (median) | against (median) | ratio or figure | to reach | reached |",
        "|---|---|---|---|---|---|",
        *(line.row() for line in lines),
    ]
    PAGE.write_text(
        "\n".join(
            [
                "# Benchmarks",
                "",
                "Written by `make bench`. The candidates of a comparison take turns in one run; a"
                " ratio is the median of the ratios per round. Absolute figures are of this"
                " machine and this day, the ratios are what to compare.",
                "",
                f"Measured on {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} cores,"
                f" {platform.system()} {platform.machine()}, Python {platform.python_version()},"
                " private PostgreSQL and RabbitMQ on the same cores, PostgreSQL without fsync for"
                " all candidates alike.",
                "",
                *table,
                "",
                LIMITS.read_text().strip(),
                "",
            ]
        )
    )
