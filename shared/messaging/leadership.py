"""One relay per service: the one whose database session holds the advisory lock."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg

from shared.messaging.event_log import wake_channel

# A leader that stops talking loses its session, and with it the lock.
# It speaks at least once a second.
SILENCE_SECONDS = 10


class LeaderSession:
    """A database session that holds the lock of a service's relay; all the relay's writes go
    through it.

    That fences the relay without tokens: who lost the session can neither give positions nor move
    the cursor.
    """

    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self.connection = connection

    @classmethod
    async def acquire(
        cls, dsn: str, schema: str, wake: Callable[[], None]
    ) -> "LeaderSession | None":
        """Try to become the leader; None while another is. `wake` is called whenever something was
        logged.

        Raises:
            OSError, asyncpg.PostgresError: the database cannot be reached.
        """
        connection: asyncpg.Connection[Any] = await asyncpg.connect(
            dsn,
            timeout=5,
            command_timeout=30,
            server_settings={
                "application_name": f"draagvlak-{schema}-relay",
                "idle_session_timeout": f"{SILENCE_SECONDS}s",
                "timezone": "UTC",
            },
        )
        try:
            leads = await connection.fetchval(
                "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", f"{schema}.relay"
            )
            if leads:
                await connection.add_listener(wake_channel(schema), lambda *_: wake())
                return cls(connection)
        except BaseException:
            connection.terminate()
            raise
        await connection.close(timeout=5)
        return None

    async def close(self) -> None:
        """Give the lock back; a session that does not answer is cut."""
        with suppress(
            OSError,
            TimeoutError,
            asyncpg.PostgresError,
            asyncpg.InterfaceError,
            asyncpg.InternalClientError,
        ):
            async with asyncio.timeout(5):
                await self.connection.close()
        if not self.connection.is_closed():
            self.connection.terminate()
