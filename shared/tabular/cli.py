"""What every command that reads a file of rows says in the same way."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, TextIO

import typer

from shared.refusal import Refusal
from shared.tabular.faults import FaultLog
from shared.tabular.report import fault_lines

INVALID_INPUT = 2

File = Annotated[Path, typer.Argument(metavar="BESTAND", help="CSV- of XLSX-bestand.")]
ProfileName = Annotated[
    str, typer.Option(help="Naam van een meegeleverd profiel, of het pad van een YAML-bestand.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Toon de uitkomst, maar verander niets.")]
ErrorFile = Annotated[
    Path | None, typer.Option(metavar="BESTAND", help="CSV-bestand voor alle fouten.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Toon de uitkomst als JSON.")]


def error_file(path: Path | None) -> AbstractContextManager[TextIO | None]:
    """The file for all faults, open; None when none is asked.

    Raises:
        BadParameter: it cannot be written.
    """
    if path is None:
        return nullcontext()
    try:
        return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError:
        raise typer.BadParameter(f"{path} is niet te schrijven.", param_hint="--errors") from None


def refused(refusal: Refusal) -> typer.Exit:
    """Say every reason of a refusal; answer how to end."""
    for reason in refusal.reasons:
        typer.echo(reason.message, err=True)
    return typer.Exit(INVALID_INPUT)


def tell(outcome: Iterable[str], faults: FaultLog, errors: Path | None) -> None:
    """Say what was done, and every fault, of which all are in the file `errors`.

    Raises:
        Exit: there were faults.
    """
    for line in outcome:
        typer.echo(line)
    if faults:
        for line in fault_lines(faults):
            typer.echo(line, err=True)
        if errors:
            typer.echo(f"Alle fouten staan in {errors}.", err=True)
        raise typer.Exit(INVALID_INPUT)
