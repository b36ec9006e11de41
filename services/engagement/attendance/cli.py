"""`draagvlak engagement attendance`: who was at a moment, from a list."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from services.engagement.attendance.importing import tell_list
from services.engagement.attendance.profile import OWN_FORM, AttendanceProfile, load_profile
from services.engagement.attendance.reading import AttendanceList, read_attendance
from services.engagement.queries.moments import subproject_of
from services.engagement.settings import EngagementDatabase
from shared.database.cli import on_database
from shared.refusal import Refusal
from shared.runtime.clock import system_clock
from shared.tabular.cli import (
    AsJson,
    DryRun,
    ErrorFile,
    File,
    ProfileName,
    error_file,
    refused,
    tell,
)
from shared.tabular.faults import FaultLog
from shared.tabular.keys import Keys, read_keys
from shared.tabular.report import faults_as_json, whole
from shared.tabular.rows import open_rows

app = typer.Typer(no_args_is_help=True, help="Wie er bij een moment was, uit een presentielijst.")


@app.callback()
def attendance() -> None:
    """Wie er bij een moment was, uit een presentielijst."""


@app.command("import")
def import_file(
    file: File,
    moment: Annotated[UUID, typer.Option(help="Het id van het moment.")],
    profile: ProfileName = OWN_FORM,
    keys: Keys = None,
    dry_run: DryRun = False,
    errors: ErrorFile = None,
    as_json_object: AsJson = False,
) -> None:
    """Lees wie er bij een moment was. Een bestand met een fout verandert niets."""
    try:
        chosen = load_profile(profile)
        known = read_keys(keys) if keys else {}
        settings = EngagementDatabase()
        with error_file(errors) as opened:
            faults = FaultLog(opened)
            found = on_database(
                settings.app_url.get_secret_value(),
                lambda engine: _import(
                    engine, file, moment, chosen, known, settings, faults, dry_run=dry_run
                ),
            )
    except Refusal as refusal:
        raise refused(refusal) from None
    lines = (
        [_as_json(found, faults, dry_run=dry_run)]
        if as_json_object
        else _outcome(found, faults, dry_run=dry_run)
    )
    tell(lines, faults, errors)


async def _import(
    engine: AsyncEngine,
    file: Path,
    moment_id: UUID,
    profile: AttendanceProfile,
    keys: Mapping[str, str],
    settings: EngagementDatabase,
    faults: FaultLog,
    *,
    dry_run: bool,
) -> AttendanceList:
    found = read_attendance(open_rows(file, profile), profile, keys, faults)
    async with engine.connect() as connection, connection.begin() as changes:
        subproject_id = await subproject_of(connection, moment_id)
        await tell_list(
            connection,
            subproject_id,
            moment_id,
            found,
            faults=faults,
            norms=settings.norms,
            now=system_clock(),
        )
        if faults or dry_run:
            await changes.rollback()
    return found


def _outcome(found: AttendanceList, faults: FaultLog, *, dry_run: bool) -> Iterator[str]:
    if faults:
        return
    there = sum(person.attended is True for person in found.persons)
    yield f"{'Uitgenodigd':<22}{whole(len(found.persons)):>12}"
    yield f"{'Aanwezig':<22}{whole(there):>12}"
    if dry_run:
        yield "Dit was een proef: er is niets veranderd."


def _as_json(found: AttendanceList, faults: FaultLog, *, dry_run: bool) -> str:
    return json.dumps({"dryRun": dry_run, "rows": found.rows, "faults": faults_as_json(faults)})
