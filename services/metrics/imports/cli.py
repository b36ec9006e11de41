"""`draagvlak metrics import`: the command line of the file import."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.metrics.imports.importing import Imported, import_transactions
from services.metrics.imports.profile import Profile
from services.metrics.imports.profile_files import load_profile
from services.metrics.imports.report import as_json, outcome_lines
from services.metrics.settings import MetricsDatabase
from shared.database import create_engine, is_unavailable
from shared.refusal import Refusal
from shared.runtime.clock import system_clock
from shared.tabular.cli import INVALID_INPUT, error_file, refused
from shared.tabular.faults import FaultLog
from shared.tabular.progress import ProgressLine
from shared.tabular.report import fault_lines

DATABASE_AWAY = 1


def import_file(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help="CSV- of XLSX-bestand.")],
    profile: Annotated[
        str, typer.Option(help="Naam van een meegeleverd profiel, of het pad van een YAML-bestand.")
    ],
    source: Annotated[
        str | None, typer.Option(help="Bron van de cijfers, als het profiel er geen noemt.")
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
    """Lees transacties uit een bestand. Een bestand met een fout verandert niets."""
    try:
        chosen = load_profile(profile)
        named = _source(chosen, source)
        with error_file(errors) as opened:
            faults = FaultLog(opened)
            imported = asyncio.run(_import(file, chosen, named, faults, dry_run=dry_run))
    except Refusal as refusal:
        raise refused(refusal) from None
    except Exception as error:
        if not is_unavailable(error):
            raise
        typer.echo("De database is niet bereikbaar. Er is niets veranderd.", err=True)
        raise typer.Exit(DATABASE_AWAY) from None
    if as_json_object:
        typer.echo(as_json(imported, faults, named, dry_run=dry_run))
    else:
        for line in outcome_lines(imported, named, dry_run=dry_run):
            typer.echo(line)
    if faults:
        for line in fault_lines(faults):
            typer.echo(line, err=True)
        if errors:
            typer.echo(f"Alle fouten staan in {errors}.", err=True)
        raise typer.Exit(INVALID_INPUT)


async def _import(
    file: Path, profile: Profile, source: str, faults: FaultLog, *, dry_run: bool
) -> Imported:
    engine = create_engine(MetricsDatabase().app_url.get_secret_value(), pool_size=1)
    progress = ProgressLine(sys.stderr)
    try:
        return await import_transactions(
            engine,
            file,
            profile,
            source=source,
            now=system_clock(),
            faults=faults,
            on_progress=progress,
            dry_run=dry_run,
        )
    finally:
        progress.end()
        await engine.dispose()


def _source(profile: Profile, source: str | None) -> str:
    named = source or profile.source
    if named is None:
        raise typer.BadParameter("Het profiel noemt geen bron. Geef er een met --source.")
    return named
