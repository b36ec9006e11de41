"""Tells what is wrong with a file, in Dutch for people or in JSON for programs."""

from collections.abc import Iterator
from typing import Any

from shared.tabular.faults import Fault, FaultLog


def fault_lines(faults: FaultLog) -> Iterator[str]:
    """The first faults in full, unknown words once with their lines, and how many of each."""
    many = "1 fout" if faults.total == 1 else f"{whole(faults.total)} fouten"
    yield f"Het bestand heeft {many}. Er is niets veranderd."
    for flaw, repeated in faults.repeated.items():
        more = repeated.count - len(repeated.lines)
        where = ", ".join(map(str, repeated.lines)) + (f" en {whole(more)} meer" if more else "")
        yield f"  kolom {flaw.column}: {flaw.reason}: regel {where}"
    for fault in sorted(faults.first, key=lambda fault: fault.line):
        yield f"  {fault}"
    for code, count in faults.counts.most_common():
        yield f"  {whole(count)} x {code}"


def faults_as_json(faults: FaultLog) -> dict[str, Any]:
    """The faults as the value of a JSON object."""
    return {
        "total": faults.total,
        "byCode": dict(faults.counts),
        "first": [_fault(fault) for fault in faults.first],
        "unknown": [
            {"column": flaw.column, "value": flaw.value, "code": flaw.code}
            | {"lines": repeated.lines, "count": repeated.count}
            for flaw, repeated in faults.repeated.items()
        ],
    }


def whole(number: int) -> str:
    """A whole number as Dutch readers write it: `1.234`."""
    return f"{number:,}".replace(",", ".")


def _fault(fault: Fault) -> dict[str, Any]:
    flaw = fault.flaw
    return {
        "line": fault.line,
        "column": flaw.column,
        "value": flaw.value,
        "code": flaw.code,
        "reason": flaw.reason,
    }
