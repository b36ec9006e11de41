"""From a person to an answer there is no way through the database, the log, or the figures for
operators.
"""

import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, UUID, uuid5

import asyncpg
import pytest

from tests.support.engagement_world import Municipality
from tests.support.installations import Database
from tests.support.opinion_round import OpinionRound, open_round
from tests.support.service_api import ServiceApi

BALLOTS = "engagement_ballots.envelope"
REMARK = "Ik vind het spannend."


@dataclass(frozen=True)
class Row:
    """A row as whoever has the whole database sees it: where it lies, who wrote it last, all of
    it as text.
    """

    table: str
    written_by: int
    text: str


@dataclass(frozen=True)
class Seen:
    """All rows of all tables of the services, and where every sequence stands."""

    rows: frozenset[Row]
    sequences: dict[str, int | None] = field(hash=False)

    def of(self, table: str) -> list[Row]:
        """The rows of one table."""
        return [row for row in self.rows if row.table == table]


async def look(database: Database) -> Seen:
    """What an administrator of the server can see."""
    connection = await asyncpg.connect(database.admin_url)
    try:
        tables = await connection.fetch(
            "SELECT schemaname || '.' || quote_ident(tablename) AS name FROM pg_tables"
            " WHERE schemaname !~ '^(pg_|information_schema)'"
        )
        rows = [
            Row(table["name"], int(row["xmin"]), row["text"])
            for table in tables
            for row in await connection.fetch(
                f"SELECT xmin::text, t::text AS text FROM {table['name']} t"  # noqa: S608
            )
        ]
        sequences = await connection.fetch(
            "SELECT schemaname || '.' || sequencename AS name, last_value FROM pg_sequences"
        )
        return Seen(frozenset(rows), {each["name"]: each["last_value"] for each in sequences})
    finally:
        await connection.close()


def traces(staff_id: UUID) -> set[str]:
    """Forms in which somebody who knows a staff id would look for it without the key."""
    forms: Iterable[bytes] = (staff_id.bytes, str(staff_id).encode(), staff_id.hex.encode())
    found = {str(staff_id), staff_id.hex, str(uuid5(NAMESPACE_OID, str(staff_id)))}
    for form, algorithm in itertools.product(forms, ("md5", "sha1", "sha256", "sha512")):
        found.add(hashlib.new(algorithm, form).hexdigest())
    return found


@pytest.fixture
async def asked(api: ServiceApi, municipality: Municipality) -> OpinionRound:
    """An open round for all fourteen people."""
    return await open_round(api, municipality)


async def test_answering_writes_one_envelope_and_nothing_else_at_all(
    database: Database, asked: OpinionRound
) -> None:
    """No row, no sequence, no transaction that touches both a person and an envelope."""
    before = await look(database)
    await asked.answer(*asked.people[:6], remark=REMARK)
    after = await look(database)

    changed = {row.table for row in before.rows ^ after.rows}
    assert changed == {BALLOTS}
    assert after.sequences == before.sequences
    filled = {row.written_by for row in set(after.of(BALLOTS)) - before.rows}
    assert len(filled) == 6
    assert not filled & {row.written_by for row in after.rows if row.table != BALLOTS}


async def test_looking_at_the_own_invitation_leaves_no_trace(
    database: Database, asked: OpinionRound
) -> None:
    before = await look(database)
    await asked.code(asked.people[0])
    assert await look(database) == before


async def test_an_envelope_shows_neither_whose_it_is_nor_whether_it_is_filled(
    database: Database, asked: OpinionRound
) -> None:
    codes = [await asked.code(staff_id) for staff_id in asked.people]
    await asked.answer(*asked.people[:6], remark=REMARK)
    envelopes = [row.text.lower() for row in (await look(database)).of(BALLOTS)]

    assert len(envelopes) == len(asked.people)
    assert len({len(each) for each in envelopes}) == 1
    everything = " ".join(envelopes)
    for staff_id in asked.people:
        assert not [trace for trace in traces(staff_id) if trace in everything]
    for code in codes:
        plain = code.replace("-", "").encode()
        assert plain.hex() not in everything
        assert hashlib.sha256(plain).hexdigest() not in everything
    assert REMARK.encode().hex() not in everything


async def test_envelopes_lie_in_an_order_that_is_of_nobody(
    database: Database, asked: OpinionRound
) -> None:
    """All were written in one transaction, sorted by what only the key makes of a person."""
    envelopes = (await look(database)).of(BALLOTS)
    assert len({row.written_by for row in envelopes}) == 1
    connection = await asyncpg.connect(database.admin_url)
    try:
        lying = await connection.fetch(
            "SELECT serial FROM engagement_ballots.envelope ORDER BY ctid"
        )
    finally:
        await connection.close()
    assert [row["serial"] for row in lying] == sorted(row["serial"] for row in lying)


async def test_after_the_closing_no_table_has_a_person_and_an_answer(
    database: Database, asked: OpinionRound
) -> None:
    await asked.answer(*asked.people, remark=REMARK)
    before = await look(database)
    await asked.close()
    seen = await look(database)

    assert seen.of(BALLOTS) == []
    assert seen.of("engagement.round_member") == []
    new = " ".join(row.text.lower() for row in seen.rows - before.rows)
    assert REMARK.lower() in new
    for staff_id in asked.people:
        assert not [trace for trace in traces(staff_id) if trace in new]


async def test_neither_log_nor_figures_for_operators_tell_who_or_what(
    api: ServiceApi, asked: OpinionRound, capfd: pytest.CaptureFixture[str]
) -> None:
    codes = [await asked.code(staff_id) for staff_id in asked.people]
    await asked.answer(*asked.people, remark=REMARK)
    await asked.cast("AAAA-BBBB-CCCC-DDDD", {"attitude": REMARK})
    await asked.close()
    figures = (await api.client.get("/metrics")).text
    written = capfd.readouterr()
    told = f"{figures} {written.out} {written.err}".lower()

    assert "ballots" in figures
    assert "/closings" in told
    assert "/own-rounds" not in f"{written.out} {written.err}"
    assert "/ballots" not in f"{written.out} {written.err}"
    for secret in (*codes, *map(str, asked.people), REMARK):
        assert secret.lower() not in told


async def test_the_role_of_ballots_sees_no_person_and_engagement_no_ballot(
    database: Database, asked: OpinionRound
) -> None:
    """So no query joins them, whatever it says."""
    envelopes = "SELECT * FROM engagement_ballots.envelope"
    take_role = "SELECT set_config('role', left(session_user, -3) || 'ballots', false)"
    connection = await asyncpg.connect(database.app_url("engagement"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch(envelopes)
        await connection.execute(take_role)
        assert len(await connection.fetch(envelopes)) == len(asked.people)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("SELECT * FROM engagement.round_member")
    finally:
        await connection.close()
