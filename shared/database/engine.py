"""Engines on asyncpg."""

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_SECONDS = 5


def asyncpg_url(url: str) -> URL:
    """Any PostgreSQL URL, for the one driver this product uses."""
    return make_url(url).set(drivername="postgresql+asyncpg")


def create_engine(url: str, *, pool_size: int = 5, application: str = "draagvlak") -> AsyncEngine:
    """An engine whose connections are tested before use, so that a restarted database is noticed,
    not suffered.

    At most `pool_size` connections; a sixth caller waits instead of opening one more.
    """
    return create_async_engine(
        asyncpg_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "server_settings": {"application_name": application, "timezone": "UTC"},
        },
    )
