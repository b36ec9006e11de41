"""Answering a round over HTTP: a signed-in employee gets a code, and whoever has a code answers
without signing in.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field

from services.engagement.commands.casting import cast
from services.engagement.commands.own_rounds import own_rounds
from services.engagement.domain.rounds.questions import (
    LONGEST_REMARK,
    Answer,
    Attitude,
    Motive,
    Stage,
)
from services.engagement.http.dependencies import Ballots, Own, staff_id_of
from shared.contracts.vocabulary import Note, Text
from shared.database import transaction
from shared.web.access import Caller, public
from shared.web.answers import Body, Resource
from shared.web.dependencies import Engine, Now
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Peilingen"])

Anybody = Annotated[Caller | None, public()]


class OwnRound(Resource):
    """A round to which the caller is invited, with the code that is good for one answer."""

    round_id: UUID
    subproject_id: UUID
    subproject: str | None
    closes_on: date
    code: str
    answered: bool


class OwnRounds(Resource):
    """The open rounds to which the caller is invited."""

    items: list[OwnRound]


class BallotBody(Body):
    """An answer, with the code that it is good for. Free text names nobody; it is shown to the
    programme as it was written, once at least five people wrote something.
    """

    code: Text
    attitude: Attitude
    stage: Stage
    motive: Motive
    remark: Annotated[Note, Field(max_length=LONGEST_REMARK)] = ""

    @property
    def answer(self) -> Answer:
        """As the command takes it."""
        return Answer(self.attitude, self.stage, self.motive, self.remark)


@router.get("/own-rounds", summary="Eigen uitnodigingen opvragen")
async def list_own_rounds(
    engine: Engine, now: Now, ballots: Ballots, response: Response, caller: Own
) -> OwnRounds:
    """The caller's invitations; nothing when the token's subject is no staff id."""
    response.headers["Cache-Control"] = "no-store"
    staff_id = staff_id_of(caller)
    async with transaction(engine) as connection:
        rows = await own_rounds(connection, ballots, staff_id, now=now) if staff_id else []
    return OwnRounds(items=[OwnRound.model_validate(row) for row in rows])


@router.post("/ballots", status_code=204, summary="Anoniem antwoorden")
async def post_ballot(
    body: BallotBody, engine: Engine, now: Now, ballots: Ballots, caller: Anybody
) -> Response:
    """Count one answer for the code. There is no Idempotency-Key: it would leave a trace of when
    was answered, and the code counts once anyway.
    """
    async with transaction(engine) as connection:
        await cast(connection, ballots, body.code, body.answer, now=now)
    return Response(status_code=204)
