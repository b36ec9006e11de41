"""Tells what an import of a roster did, in Dutch for people or in JSON for programs."""

import json
from collections.abc import Iterator

from services.planning.roster.importing import Imported
from shared.tabular.faults import FaultLog
from shared.tabular.report import faults_as_json, whole


def outcome_lines(imported: Imported, *, dry_run: bool) -> Iterator[str]:
    """The outcome as a table."""
    if imported.outcome is None:
        return
    yield f"{'Rijen gelezen':<22}{whole(imported.rows):>12}"
    yield f"{'Medewerkers':<22}{whole(imported.outcome.people):>12}"
    yield f"{'Gewijzigd':<22}{whole(imported.outcome.changed):>12}"
    if dry_run:
        yield "Dit was een proef: er is niets veranderd."


def as_json(imported: Imported, faults: FaultLog, *, dry_run: bool) -> str:
    """Outcome and faults as one JSON object."""
    outcome = imported.outcome
    return json.dumps(
        {
            "dryRun": dry_run,
            "rows": imported.rows,
            "outcome": outcome and {"people": outcome.people, "changed": outcome.changed},
            "faults": faults_as_json(faults),
        }
    )
