"""The migrations and the tables say the same."""

from services.engagement.tables import metadata
from services.engagement.tables.ballots import envelope
from tests.support.installations import Database
from tests.support.migrations import differences


async def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    """No column, type, default, key or index is in one and not in the other."""
    assert await differences(database, metadata) == []
    assert await differences(database, envelope.metadata) == []
