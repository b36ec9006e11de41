"""Attendance lists over HTTP."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field

from services.engagement.attendance.importing import faults_refused, tell_list
from services.engagement.attendance.profile import OWN_FORM, load_profile
from services.engagement.attendance.reading import AttendanceList, read_attendance
from services.engagement.http.dependencies import MunicipalNorms
from services.engagement.http.moments import Moment, moment_answer
from services.engagement.http.participation import Recorder, require_own_staff
from services.engagement.tables import idempotency
from shared.database import transaction
from shared.refusal import Refusal
from shared.tabular.faults import FaultLog
from shared.tabular.rows import csv_rows_of
from shared.web.answers import Body
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import RequestKey
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Deelname"])

MOST_CHARACTERS = 200_000
_PROFILE = load_profile(OWN_FORM)


class AttendanceFileBody(Body):
    """A CSV file with a header: `medewerker` (a staff id), `aanwezig` and, where it is known,
    `bijgedragen` (ja, nee or nothing), with semicolons between them.
    """

    content: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MOST_CHARACTERS,
            pattern=r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]+$",
        ),
    ]


@router.post(
    "/subprojects/{subproject_id}/moments/{moment_id}/attendance-files",
    response_model=Moment,
    summary="Presentielijst inlezen",
)
async def post_attendance_file(
    subproject_id: UUID,
    moment_id: UUID,
    body: AttendanceFileBody,
    key: RequestKey,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Recorder,
) -> Response:
    """Record who was invited and there by a list, under consent: all of it, or nothing and every
    fault with its line.
    """
    faults = FaultLog(shown=MOST_CHARACTERS)
    found = _read(body.content, faults)
    async with transaction(engine) as connection:
        await require_own_staff(connection, caller, (told.staff_id for told in found.persons))

        async def effect() -> Response:
            await tell_list(
                connection, subproject_id, moment_id, found, faults=faults, norms=norms, now=now
            )
            if faults:
                raise faults_refused(faults)
            return await moment_answer(connection, subproject_id, moment_id, norms)

        return await idempotency.once(connection, key, now, effect)


def _read(content: str, faults: FaultLog) -> AttendanceList:
    try:
        return read_attendance(csv_rows_of(content, _PROFILE), _PROFILE, {}, faults)
    except Refusal as refusal:
        raise Refusal(*(replace(reason, field="content") for reason in refusal.reasons)) from None
