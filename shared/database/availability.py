"""Telling a database that is away from a statement that is wrong."""

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

_AWAY = (
    OSError,
    TimeoutError,
    PoolTimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
    asyncpg.DiskFullError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InternalClientError,  # a connection lost in the middle of an operation
    # Others hold what the work needs: nothing is wrong with the work.
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)


def is_unavailable(error: BaseException) -> bool:
    """Whether the error says that the database cannot be used now, so that the same work may
    succeed later.

    Looks through SQLAlchemy's wrappers at what the driver raised. A wrong statement, a broken
    constraint or an argument the driver cannot encode is not it.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, DBAPIError) and seen.connection_invalidated:
            return True
        if isinstance(seen, _AWAY) and not _is_about_a_file(seen):
            return True
        seen = seen.__cause__
    return False


def _is_about_a_file(error: BaseException) -> bool:
    """A missing or unreadable file is an OSError too, and the only kind that names one."""
    return isinstance(error, OSError) and error.filename is not None
