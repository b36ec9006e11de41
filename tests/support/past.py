"""A past for planning: the tests' own changes are made within a second."""

from datetime import timedelta

import asyncpg

from tests.support.installations import Database


async def as_if_days_ago(database: Database, days: int) -> None:
    """Let all that planning knows, and ever knew, be known for so many days longer."""
    connection = await asyncpg.connect(database.admin_url)
    try:
        kept = await connection.fetch(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'planning_history' AND table_type = 'BASE TABLE'"
        )
        for row in kept:
            await connection.execute(
                f"UPDATE planning_history.{row['table_name']}"  # noqa: S608
                " SET known_from = known_from - $1::interval,"
                " known_until = known_until - $1::interval",
                timedelta(days=days),
            )
    finally:
        await connection.close()
