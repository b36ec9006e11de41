"""How the servers tell what they are doing: one Dutch line at a time."""

import sys
from collections.abc import Callable

Progress = Callable[[str], None]


def to_stderr(line: str) -> None:
    """Show the line to the person at the terminal."""
    print(line, file=sys.stderr, flush=True)
