"""`draagvlak planning roster`: what people can give, from the roster's own export."""

import asyncio
import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from services.planning.roster.importing import Imported, import_roster
from services.planning.roster.profile import RosterProfile
from services.planning.roster.report import as_json, outcome_lines
from services.planning.settings import PlanningDatabase
from shared.database import create_engine
from shared.refusal import Reason, Refusal
from shared.runtime.clock import system_clock, today
from shared.tabular.cli import INVALID_INPUT, error_file, refused
from shared.tabular.faults import FaultLog
from shared.tabular.profile_files import load_profile_of
from shared.tabular.progress import ProgressLine
from shared.tabular.report import fault_lines

SHIPPED = Path(__file__).parent / "profiles"

app = typer.Typer(no_args_is_help=True, help="Wat medewerkers kunnen geven, uit het rooster.")


@app.callback()
def roster() -> None:
    """Wat medewerkers kunnen geven, uit het rooster."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="CSV- of XLSX-bestand.")],
    profile: Annotated[
        str, typer.Option(help="Naam van een meegeleverd profiel, of het pad van een YAML-bestand.")
    ],
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="CSV-bestand met per regel de sleutel van het rooster en het id van de "
            "medewerker (sleutel;id). Draagvlak bewaart het niet.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Toon de uitkomst, maar verander niets.")
    ] = False,
    errors: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="CSV-bestand voor alle fouten.")
    ] = None,
    as_json_object: Annotated[bool, typer.Option("--json", help="Toon de uitkomst als JSON.")] = (
        False
    ),
) -> None:
    """Lees wat een rooster over medewerkers zegt. Een bestand met een fout verandert niets."""
    try:
        chosen = load_profile_of(RosterProfile, SHIPPED, profile)
        known = read_keys(keys) if keys else {}
        with error_file(errors) as opened:
            faults = FaultLog(opened)
            imported = asyncio.run(_import(file, chosen, known, faults, dry_run=dry_run))
    except Refusal as refusal:
        raise refused(refusal) from None
    if as_json_object:
        typer.echo(as_json(imported, faults, dry_run=dry_run))
    else:
        for line in outcome_lines(imported, dry_run=dry_run):
            typer.echo(line)
    if faults:
        for line in fault_lines(faults):
            typer.echo(line, err=True)
        if errors:
            typer.echo(f"Alle fouten staan in {errors}.", err=True)
        raise typer.Exit(INVALID_INPUT)


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
    file: Path,
    profile: RosterProfile,
    keys: Mapping[str, str],
    faults: FaultLog,
    *,
    dry_run: bool,
) -> Imported:
    engine = create_engine(PlanningDatabase().app_url.get_secret_value(), pool_size=1)
    progress = ProgressLine(sys.stderr)
    try:
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
    finally:
        progress.end()
        await engine.dispose()
