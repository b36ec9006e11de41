"""`draagvlak planning roster`: what people can give, from the roster's own export."""

import sys
from collections.abc import Mapping
from pathlib import Path

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from services.planning.roster.importing import Imported, import_roster
from services.planning.roster.profile import RosterProfile
from services.planning.roster.report import as_json, outcome_lines
from services.planning.settings import PlanningDatabase
from shared.database.cli import on_database
from shared.refusal import Refusal
from shared.runtime.clock import system_clock, today
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
from shared.tabular.profile_files import load_profile_of
from shared.tabular.progress import ProgressLine

SHIPPED = Path(__file__).parent / "profiles"

app = typer.Typer(no_args_is_help=True, help="Wat medewerkers kunnen geven, uit het rooster.")


@app.callback()
def roster() -> None:
    """Wat medewerkers kunnen geven, uit het rooster."""


@app.command("import")
def import_file(
    file: File,
    profile: ProfileName,
    keys: Keys = None,
    dry_run: DryRun = False,
    errors: ErrorFile = None,
    as_json_object: AsJson = False,
) -> None:
    """Lees wat een rooster over medewerkers zegt. Een bestand met een fout verandert niets."""
    try:
        chosen = load_profile_of(RosterProfile, SHIPPED, profile)
        known = read_keys(keys) if keys else {}
        with error_file(errors) as opened:
            faults = FaultLog(opened)
            imported = on_database(
                PlanningDatabase().app_url.get_secret_value(),
                lambda engine: _import(engine, file, chosen, known, faults, dry_run=dry_run),
            )
    except Refusal as refusal:
        raise refused(refusal) from None
    lines = (
        [as_json(imported, faults, dry_run=dry_run)]
        if as_json_object
        else outcome_lines(imported, dry_run=dry_run)
    )
    tell(lines, faults, errors)


async def _import(
    engine: AsyncEngine,
    file: Path,
    profile: RosterProfile,
    keys: Mapping[str, str],
    faults: FaultLog,
    *,
    dry_run: bool,
) -> Imported:
    with ProgressLine(sys.stderr) as progress:
        return await import_roster(
            engine,
            file,
            profile,
            keys,
            today=today(system_clock()),
            faults=faults,
            on_progress=progress,
            dry_run=dry_run,
        )
