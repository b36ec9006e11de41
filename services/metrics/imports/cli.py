"""`draagvlak metrics import`: the command line of the file import."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.imports.importing import Imported, import_transactions
from services.metrics.imports.profile import Profile
from services.metrics.imports.profile_files import load_profile
from services.metrics.imports.report import as_json, outcome_lines
from services.metrics.settings import MetricsDatabase
from shared.database import is_unavailable
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
from shared.tabular.progress import ProgressLine

DATABASE_AWAY = 1


def import_file(
    file: File,
    profile: ProfileName,
    source: Annotated[
        str | None, typer.Option(help="Bron van de cijfers, als het profiel er geen noemt.")
    ] = None,
    dry_run: DryRun = False,
    errors: ErrorFile = None,
    as_json_object: AsJson = False,
) -> None:
    """Lees transacties uit een bestand. Een bestand met een fout verandert niets."""
    try:
        chosen = load_profile(profile)
        named = _source(chosen, source)
        with error_file(errors) as opened:
            faults = FaultLog(opened)
            imported = on_database(
                MetricsDatabase().app_url.get_secret_value(),
                lambda engine: _import(engine, file, chosen, named, faults, dry_run=dry_run),
            )
    except Refusal as refusal:
        raise refused(refusal) from None
    except Exception as error:
        if not is_unavailable(error):
            raise
        typer.echo("De database is niet bereikbaar. Er is niets veranderd.", err=True)
        raise typer.Exit(DATABASE_AWAY) from None
    lines = (
        [as_json(imported, faults, named, dry_run=dry_run)]
        if as_json_object
        else outcome_lines(imported, named, dry_run=dry_run)
    )
    tell(lines, faults, errors)


async def _import(
    engine: AsyncEngine,
    file: Path,
    profile: Profile,
    source: str,
    faults: FaultLog,
    *,
    dry_run: bool,
) -> Imported:
    with ProgressLine(sys.stderr) as progress:
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


def _source(profile: Profile, source: str | None) -> str:
    named = source or profile.source
    if named is None:
        raise typer.BadParameter("Het profiel noemt geen bron. Geef er een met --source.")
    return named
