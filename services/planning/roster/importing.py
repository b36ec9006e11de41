"""Imports one roster: all of it in one transaction, or, when anything in it is wrong, nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.planning.commands.roster import (
    Recorded,
    open_roster,
    record_roster,
    roster_reasons,
)
from services.planning.queries.catalogue import expertise_words
from services.planning.queries.staff import staff_ids
from services.planning.roster.profile import RosterProfile
from services.planning.roster.reading import KINDS, Roster, Vocabulary, read_roster
from shared.refusal import Reason
from shared.tabular.faults import FaultLog, Flaw
from shared.tabular.rows import open_rows

Progress = Callable[[int, float], None]
"""Hears how many rows were read, and the share of the file."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or on a dry run would do. Without an outcome the file was faulty."""

    rows: int
    outcome: Recorded | None


async def import_roster(
    engine: AsyncEngine,
    path: Path,
    profile: RosterProfile,
    keys: Mapping[str, str],
    *,
    today: date,
    faults: FaultLog,
    on_progress: Progress,
    dry_run: bool = False,
) -> Imported:
    """Read a roster and record what it tells about people; `keys` are the ids of people by the keys
    that the roster has for them, and are not kept.

    Every fault goes to `faults`; with any fault, or on a dry run, nothing is changed.

    Raises:
        Refusal: the file cannot be read at all, or the works council did not consent.
    """
    rows = open_rows(path, profile)
    async with engine.connect() as connection, connection.begin() as changes:
        await open_roster(connection, today)
        vocabulary = await _vocabulary(connection, keys)
        roster = read_roster(rows.blocks(), profile, vocabulary, faults, on_progress)
        for line, flaw in _flaws(roster, await roster_reasons(connection, roster.told, today)):
            faults.add(line, [flaw])
        outcome = None
        if not faults:
            kind = KINDS[type(profile.thing)]
            outcome = await record_roster(connection, roster.told, kind, today=today)
        if faults or dry_run:
            await changes.rollback()
    return Imported(roster.rows, outcome)


async def _vocabulary(connection: AsyncConnection, keys: Mapping[str, str]) -> Vocabulary:
    people = {str(each): each for each in await staff_ids(connection)}
    by_key = {
        key.casefold(): people[staff_id.casefold()]
        for key, staff_id in keys.items()
        if staff_id.casefold() in people
    }
    return Vocabulary(people | by_key, await expertise_words(connection))


def _flaws(roster: Roster, reasons: Iterable[tuple[UUID, Reason]]) -> Iterator[tuple[int, Flaw]]:
    """What rules refuse, on the line that told it."""
    for staff_id, reason in reasons:
        clause = reason.message[:1].lower() + reason.message[1:].rstrip(".")
        yield roster.lines[staff_id][_place(reason)], Flaw(reason.code, "", "", clause)


def _place(reason: Reason) -> int:
    """Which of the things about a person a reason is about: `absences.3.endsOn` is the fourth."""
    _, _, place = (reason.field or "").partition(".")
    return int(place.partition(".")[0] or 0)
