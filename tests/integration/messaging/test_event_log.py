"""The event log: the versions of a subject follow its events, also of one transaction."""

from sqlalchemy import text

from shared.database import transaction
from tests.support.wire import Wire, new_subjects


async def test_versions_go_on_when_a_transaction_tells_a_subject_twice(wire: Wire) -> None:
    one, other = new_subjects(2)
    await wire.record(one, other)
    await wire.record(one, other, one)
    await wire.record(one)

    async with transaction(wire.planning) as connection:
        rows = await connection.execute(
            text("SELECT subject, subject_version FROM planning.event_log ORDER BY entry")
        )
    recorded = [f"{subject} {version}" for subject, version in rows]
    assert recorded == [
        f"subproject/{one} 1",
        f"subproject/{other} 1",
        f"subproject/{one} 2",
        f"subproject/{other} 2",
        f"subproject/{one} 3",
        f"subproject/{one} 4",
    ]
