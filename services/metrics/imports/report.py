"""Tells what an import did, in Dutch for people or in JSON for programs."""

import json
from collections.abc import Iterator
from typing import Any

from services.metrics.imports.faults import Fault, FaultLog
from services.metrics.imports.importing import Imported


def outcome_lines(imported: Imported, source: str, *, dry_run: bool) -> Iterator[str]:
    """The outcome as a table."""
    if imported.outcome is None:
        return
    yield f"{'Bron':<22}{source:>12}"
    yield f"{'Rijen gelezen':<22}{_number(imported.rows):>12}"
    yield f"{'Nieuw':<22}{_number(imported.outcome.new):>12}"
    yield f"{'Gewijzigd':<22}{_number(imported.outcome.changed):>12}"
    yield f"{'Ongewijzigd':<22}{_number(imported.outcome.unchanged):>12}"
    yield f"{'Producten':<22}{_number(imported.products):>12}"
    yield f"{'Perioden':<22}{_number(imported.periods):>12}"
    if dry_run:
        yield "Dit was een proef: er is niets veranderd."


def fault_lines(faults: FaultLog) -> Iterator[str]:
    """The first faults in full, unknown words once with their lines, and how many of each."""
    yield f"Het bestand heeft {_number(faults.total)} fouten. Er is niets veranderd."
    for flaw, repeated in faults.repeated.items():
        more = repeated.count - len(repeated.lines)
        where = ", ".join(map(str, repeated.lines)) + (f" en {_number(more)} meer" if more else "")
        yield f"  kolom {flaw.column}: {flaw.reason}: regel {where}"
    for fault in sorted(faults.first, key=lambda fault: fault.line):
        yield f"  {fault}"
    for code, count in faults.counts.most_common():
        yield f"  {_number(count)} x {code}"


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
            "faults": {
                "total": faults.total,
                "byCode": dict(faults.counts),
                "first": [_fault(fault) for fault in faults.first],
                "unknown": [
                    {"column": flaw.column, "value": flaw.value, "code": flaw.code}
                    | {"lines": repeated.lines, "count": repeated.count}
                    for flaw, repeated in faults.repeated.items()
                ],
            },
        }
    )


def _fault(fault: Fault) -> dict[str, Any]:
    flaw = fault.flaw
    return {
        "line": fault.line,
        "column": flaw.column,
        "value": flaw.value,
        "code": flaw.code,
        "reason": flaw.reason,
    }


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")
