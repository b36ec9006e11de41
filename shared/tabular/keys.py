"""The keys by which a file of the municipality names people, and the random ids they stand for."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from shared.refusal import Reason, Refusal

Keys = Annotated[
    Path | None,
    typer.Option(
        metavar="BESTAND",
        help="CSV-bestand met per regel de sleutel van de medewerker in het bestand en het id "
        "(sleutel;id). Draagvlak bewaart het niet.",
    ),
]


def read_keys(path: Path) -> Mapping[str, str]:
    """The ids of people by the keys of a file, from a file with `key;id` on each line.

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
