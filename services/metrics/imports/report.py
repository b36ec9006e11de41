"""Tells what an import did, in Dutch for people or in JSON for programs."""

import json
from collections.abc import Iterator

from services.metrics.imports.importing import Imported
from shared.tabular.faults import FaultLog
from shared.tabular.report import faults_as_json, whole


def outcome_lines(imported: Imported, source: str, *, dry_run: bool) -> Iterator[str]:
    """The outcome as a table."""
    if imported.outcome is None:
        return
    yield f"{'Bron':<22}{source:>12}"
    yield f"{'Rijen gelezen':<22}{whole(imported.rows):>12}"
    yield f"{'Nieuw':<22}{whole(imported.outcome.new):>12}"
    yield f"{'Gewijzigd':<22}{whole(imported.outcome.changed):>12}"
    yield f"{'Ongewijzigd':<22}{whole(imported.outcome.unchanged):>12}"
    yield f"{'Producten':<22}{whole(imported.products):>12}"
    yield f"{'Perioden':<22}{whole(imported.periods):>12}"
    if dry_run:
        yield "Dit was een proef: er is niets veranderd."


def as_json(imported: Imported, faults: FaultLog, source: str, *, dry_run: bool) -> str:
    """Outcome and faults as one JSON object."""
    outcome = imported.outcome
    return json.dumps(
        {
            "source": source,
            "dryRun": dry_run,
            "rows": imported.rows,
            "products": imported.products,
            "periods": imported.periods,
            "outcome": outcome
            and {"new": outcome.new, "changed": outcome.changed, "unchanged": outcome.unchanged},
            "faults": faults_as_json(faults),
        }
    )
