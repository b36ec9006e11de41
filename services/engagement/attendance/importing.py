"""Records an attendance list: all of it, or, when anything in it is wrong, nothing."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.attendance.reading import AttendanceList
from services.engagement.commands.participation import TellPersons, tell_persons
from services.engagement.domain.involvement import Norms
from shared.refusal import Reason, Refusal
from shared.tabular.faults import FaultLog, Flaw

_STAFF = "staff."


async def tell_list(
    connection: AsyncConnection,
    subproject_id: UUID,
    moment_id: UUID,
    found: AttendanceList,
    *,
    faults: FaultLog,
    norms: Norms,
    now: datetime,
) -> None:
    """Record who was invited to a moment and was there, by a list. What a rule refuses of a row
    goes to the faults. With any fault the caller rolls back: what is sound may be recorded.

    Raises:
        NotFound: the subproject has no such moment.
        Refusal: no consent in force; the moment was cancelled; heads were counted.
    """
    command = TellPersons(subproject_id, moment_id, tuple(found.persons))
    try:
        await tell_persons(connection, command, norms=norms, now=now)
    except Refusal as refusal:
        if not all(_of_a_row(reason) for reason in refusal.reasons):
            raise
        for line, flaw in _flaws(found, refusal):
            faults.add(line, [flaw])


def faults_refused(faults: FaultLog) -> Refusal:
    """Every fault of a list as a reason, by line."""
    return Refusal(
        *(
            Reason(
                fault.flaw.code,
                f"{str(fault)[:1].upper()}{str(fault)[1:]}.",
                "content",
                {"line": fault.line},
            )
            for fault in sorted(faults.first, key=lambda fault: fault.line)
        )
    )


def _of_a_row(reason: Reason) -> bool:
    return (reason.field or "").startswith(_STAFF)


def _flaws(found: AttendanceList, refusal: Refusal) -> Iterator[tuple[int, Flaw]]:
    """What the rules refuse, on the line that told it: `staff.3.attended` is the fourth row."""
    for reason in refusal.reasons:
        place = int(str(reason.field).removeprefix(_STAFF).partition(".")[0])
        clause = reason.message[:1].lower() + reason.message[1:].rstrip(".")
        yield found.lines[place], Flaw(reason.code, "", "", clause)
