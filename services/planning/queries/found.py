"""One row, or the refusal that it is not there."""

from collections.abc import Sequence
from typing import TypeVar

from shared.refusal import NotFound, Reason

RowT = TypeVar("RowT")


def only(rows: Sequence[RowT]) -> RowT:
    """The one row that was asked for.

    Raises:
        NotFound: there is none.
    """
    if not rows:
        raise NotFound(Reason("not-found", "Dit bestaat niet."))
    return rows[0]
