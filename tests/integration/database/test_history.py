"""Every version of a row, with the moments between which it was known."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise

import asyncpg
import pytest

from tests.support.installations import Database

TEAM = "INSERT INTO planning.teams (id, name) VALUES (gen_random_uuid(), $1)"


@pytest.fixture
async def planning(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection of planning's own application."""
    async with _connected(database) as connection:
        yield connection


async def test_a_row_is_known_from_its_change_until_its_next(planning: asyncpg.Connection) -> None:
    await planning.execute(TEAM, "Balie")
    await planning.execute("UPDATE planning.teams SET name = 'Burgerzaken'")
    await planning.execute("DELETE FROM planning.teams")
    first, second = await _versions(planning)
    assert (first["name"], second["name"]) == ("Balie", "Burgerzaken")
    assert first["known_from"] < first["known_until"] == second["known_from"]
    assert second["known_until"] is not None


async def test_changes_of_one_transaction_become_known_together(
    planning: asyncpg.Connection,
) -> None:
    async with planning.transaction():
        await planning.execute(TEAM, "Balie")
        await planning.execute(TEAM, "Telefonie")
        await planning.execute(
            "INSERT INTO planning.expertises (id, name) VALUES (gen_random_uuid(), 'Inrichting')"
        )
    moments = await planning.fetch(
        "SELECT known_from FROM planning_history.teams_versions"
        " UNION SELECT known_from FROM planning_history.expertises_versions"
    )
    assert len(moments) == 1


async def test_what_stood_only_within_a_transaction_was_never_known(
    planning: asyncpg.Connection,
) -> None:
    await planning.execute(TEAM, "Balie")
    async with planning.transaction():
        await planning.execute("UPDATE planning.teams SET name = 'Even niet'")
        await planning.execute("UPDATE planning.teams SET name = 'Burgerzaken'")
        await planning.execute(TEAM, "Nooit geweest")
        await planning.execute("DELETE FROM planning.teams WHERE name = 'Nooit geweest'")
    assert [row["name"] for row in await _versions(planning)] == ["Balie", "Burgerzaken"]


async def test_a_change_that_changes_nothing_is_no_version(planning: asyncpg.Connection) -> None:
    await planning.execute(TEAM, "Balie")
    await planning.execute("UPDATE planning.teams SET name = name")
    assert len(await _versions(planning)) == 1


async def test_a_rolled_back_change_was_never_known(planning: asyncpg.Connection) -> None:
    begun = planning.transaction()
    await begun.start()
    await planning.execute(TEAM, "Balie")
    await begun.rollback()
    assert await _versions(planning) == []


async def test_a_change_that_waited_for_another_is_later_though_it_began_earlier(
    planning: asyncpg.Connection, database: Database
) -> None:
    await planning.execute(TEAM, "Balie")
    async with _connected(database) as early:
        begun = early.transaction()
        await begun.start()
        await early.execute(TEAM, "Telefonie")
        await planning.execute("UPDATE planning.teams SET name = 'Tussenin' WHERE name = 'Balie'")
        await early.execute("UPDATE planning.teams SET name = 'Laatst' WHERE name = 'Tussenin'")
        await begun.commit()
    rows = await planning.fetch(
        "SELECT name, known_from, known_until FROM planning_history.teams_versions"
        " WHERE name <> 'Telefonie' ORDER BY known_from"
    )
    assert [row["name"] for row in rows] == ["Balie", "Tussenin", "Laatst"]
    assert all(a["known_until"] == b["known_from"] for a, b in pairwise(rows))


async def test_concurrent_changes_of_a_row_leave_no_gap_and_no_overlap(
    planning: asyncpg.Connection, database: Database
) -> None:
    await planning.execute(TEAM, "Balie")

    async def change(writer: int) -> None:
        async with _connected(database) as connection:
            for turn in range(10):
                await connection.execute("UPDATE planning.teams SET name = $1", f"{writer}-{turn}")

    await asyncio.gather(*(change(writer) for writer in range(8)))
    rows = await _versions(planning)
    assert len(rows) == 81
    assert all(a["known_until"] == b["known_from"] for a, b in pairwise(rows))


async def test_the_application_cannot_change_what_was_known(planning: asyncpg.Connection) -> None:
    await planning.execute(TEAM, "Balie")
    for statement in (
        "DELETE FROM planning_history.teams_versions",
        "UPDATE planning_history.teams_versions SET name = 'Anders'",
        "INSERT INTO planning_history.teams_versions SELECT * FROM planning_history.teams_versions",
        "ALTER TABLE planning.teams DISABLE TRIGGER ALL",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await planning.execute(statement)


async def test_the_past_has_the_columns_of_the_present(planning: asyncpg.Connection) -> None:
    missing = await planning.fetch(
        """
        SELECT now.table_name, now.column_name
        FROM information_schema.columns now
        JOIN information_schema.views kept
            ON kept.table_schema = 'planning_history' AND kept.table_name = now.table_name
        LEFT JOIN information_schema.columns past
            ON past.table_schema = 'planning_history' AND past.table_name = now.table_name
            AND past.column_name = now.column_name AND past.data_type = now.data_type
        WHERE now.table_schema = 'planning' AND past.column_name IS NULL
        """
    )
    assert missing == []


@asynccontextmanager
async def _connected(database: Database) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.app_url("planning"))
    try:
        yield connection
    finally:
        await connection.close()


async def _versions(connection: asyncpg.Connection) -> Sequence[asyncpg.Record]:
    return list(
        await connection.fetch(
            "SELECT name, known_from, known_until FROM planning_history.teams_versions"
            " ORDER BY known_from"
        )
    )
