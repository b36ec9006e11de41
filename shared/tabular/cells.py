"""The cells of a file, and how a cell is refused."""

from datetime import date

Cell = str | float | date
"""CSV gives text; XLSX also gives fractions and days. Whole numbers are text in both."""


class Wrong(ValueError):
    """A cell cannot be read: a code, and a Dutch clause to follow "regel 7, kolom aantal:"."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class UnknownWord(Wrong):
    """A word that is not known; it is wrong everywhere it stands."""


def text_of(cell: Cell) -> str:
    """What a cell says, without the spaces around it."""
    if isinstance(cell, str):
        return cell.strip()
    return cell.isoformat() if isinstance(cell, date) else repr(cell)
