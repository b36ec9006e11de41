"""A municipality of 500 subprojects, 2,000 people and 5 years, or a smaller one like it, the same
for the same seed: written by COPY, because one that is planned request by request takes hours.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from uuid import UUID

import asyncpg

from tests.support.large_municipality_asked import Asked
from tests.support.large_municipality_heard import Heard
from tests.support.large_municipality_plan import Planned
from tests.support.large_municipality_staff import Staffed
from tests.support.town import LARGE, Row, Size, Tables, Town


async def write_large_municipality(
    admin_url: str, today: date, *, size: Size = LARGE, seed: int = 2026
) -> None:
    """Fill an empty database of planning with it; the balance has yet to be computed."""
    connection = await asyncpg.connect(admin_url)
    try:
        for table, (columns, values) in _tables(today, Random(seed), size).items():
            await connection.copy_records_to_table(
                table, schema_name="planning", columns=columns, records=values
            )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


def _tables(today: date, rng: Random, size: Size) -> Tables:
    """Columns and rows per table, in the order in which they point to each other."""
    town = Town(today, rng, size)
    return {
        "expertises": (("id", "name"), _named(town.expertises, "Expertise")),
        "teams": (("id", "name"), _named(town.teams, "Team")),
        "function_groups": (("id", "name"), _named(town.groups, "Functie")),
        "consents": (
            ("id", "decision_reference", "valid_until"),
            [(town.id(), "OR-2026-12", town.day(1_000))],
        ),
        **Staffed(town, rng).tables(),
        **Planned(town, rng).tables(),
        **Asked(town, rng).tables(),
        **Heard(town, rng).tables(),
    }


def _named(ids: Sequence[UUID], what: str) -> Sequence[Row]:
    return [(each, f"{what} {number:03d}") for number, each in enumerate(ids)]
