"""What every command that reads a file of rows says in the same way."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TextIO

import typer

from shared.refusal import Refusal

INVALID_INPUT = 2


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
