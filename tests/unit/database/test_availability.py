"""What counts as a database that is away."""

import errno

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from shared.database import is_unavailable


def wrapped(error: BaseException, *, invalidated: bool = False) -> DBAPIError:
    """An error as SQLAlchemy hands it on."""
    outer = DBAPIError("SELECT 1", {}, error, connection_invalidated=invalidated)
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
        OSError("Multiple exceptions: [Errno 111] Connect call failed"),
        TimeoutError(),
        PoolTimeoutError(),
        asyncpg.CannotConnectNowError("starting up"),
        wrapped(asyncpg.AdminShutdownError("terminating")),
        wrapped(asyncpg.InterfaceError("connection is closed"), invalidated=True),
        asyncpg.DiskFullError("no space"),
        asyncpg.InternalClientError("cannot switch to state 12; another operation is in progress"),
        wrapped(asyncpg.LockNotAvailableError("lock timeout")),
        wrapped(asyncpg.DeadlockDetectedError("deadlock")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_is_away(error: BaseException) -> None:
    """The same work may succeed later."""
    assert is_unavailable(error)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.UniqueViolationError("duplicate key"),
        wrapped(asyncpg.DataError("invalid input for query argument")),
        wrapped(asyncpg.UndefinedTableError("no such table")),
        FileNotFoundError(errno.ENOENT, "no such file", "catalogue.csv"),
        ArithmeticError("planted"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_is_not_away(error: BaseException) -> None:
    """Waiting would help nobody."""
    assert not is_unavailable(error)
