"""`draagvlak planning roster`: what people can give, from the roster's own export."""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from services.planning.roster.importing import Imported, import_roster
from services.planning.roster.profile import RosterProfile
from services.planning.roster.report import as_json, outcome_lines
from services.planning.settings import PlanningDatabase
from shared.database.cli import on_database
from shared.refusal import Reason, Refusal
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
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="CSV-bestand met per regel de sleutel van het rooster en het id van de "
            "medewerker (sleutel;id). Draagvlak bewaart het niet.",
        ),
    ] = None,
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


def read_keys(path: Path) -> Mapping[str, str]:
    """The ids of people by the keys of a roster, from a file with `key;id` on each line.

    Raises:
        Refusal: there is no such file, or a line has another form.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            pairs = [row for row in csv.reader(lines, delimiter=";") if row]
    except (OSError, UnicodeDecodeError):
        raise Refusal(Reason("keys-not-readable", f"{path} is niet te lezen.")) from None
    wrong = [number for number, pair in enumerate(pairs, start=1) if len(pair) != 2]
    if wrong:
        where = ", ".join(map(str, wrong))
        raise Refusal(
            Reason("keys-not-pairs", f"{path}: regel {where} heeft niet de vorm sleutel;id.")
        )
    return {key.strip(): staff_id.strip() for key, staff_id in pairs}


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
