"""Doe mee: what an employee is asked, to answer in a minute on a phone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.engagement.commands.casting import cast
from services.engagement.commands.own_rounds import OwnRound, own_rounds
from services.engagement.domain.rounds.questions import LONGEST_REMARK
from services.engagement.http.ballots import Anybody, BallotBody
from services.engagement.http.dependencies import Ballots, Own, staff_id_of
from services.engagement.pages.question_words import WORDS
from shared.database import transaction
from shared.refusal import Reason, Refusal
from shared.web.access import Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import FilledIn, Form, checked
from shared.web.pages import NavigationItem, PageRouter, page

router = PageRouter()

NAVIGATION = NavigationItem("Doe mee", "/engagement/doe-mee", frozenset({Role.EMPLOYEE}))


@router.get("/doe-mee")
async def show_invitations(
    request: Request,
    engine: Engine,
    now: Now,
    ballots: Ballots,
    caller: Own,
    peiling: Annotated[UUID | None, Query()] = None,
) -> Response:
    """The rounds that the caller can answer; the questions of one, when it is chosen or the only
    one.
    """
    staff_id = staff_id_of(caller)
    async with transaction(engine) as connection:
        own = await own_rounds(connection, ballots, staff_id, now=now) if staff_id else []
    waiting = [each for each in own if not each.answered]
    chosen = [each for each in waiting if peiling in (None, each.round_id)]
    asked = chosen[0] if len(chosen) == 1 else None
    form = Form(begins={"code": asked.code} if asked else {})
    return _page(request, form, own=own, asked=asked)


@router.get("/doe-mee/code")
async def show_questions(request: Request, caller: Anybody) -> Response:
    """The questions for who has a code and does not sign in."""
    return _page(request, Form())


@router.post("/doe-mee/code")
async def answer(
    request: Request, filled: FilledIn, engine: Engine, now: Now, ballots: Ballots, caller: Anybody
) -> Response:
    """Count the answer, whoever it is from; or show what is wrong with it."""
    try:
        body = checked(BallotBody, filled.given("code", "attitude", "stage", "motive", "remark"))
        async with transaction(engine) as connection:
            await cast(connection, ballots, body.code, body.answer, now=now)
    except Refusal as refusal:
        reasons = [_in_words(reason) for reason in refusal.reasons]
        return _page(request, Form(filled, reasons=reasons), status_code=400)
    base = request.scope.get("root_path", "")
    return RedirectResponse(f"{base}/doe-mee/bedankt", status_code=303)


@router.get("/doe-mee/bedankt")
async def show_thanks(request: Request, caller: Anybody) -> Response:
    """That the answer counts, and what becomes of it."""
    return page(request, "thanks.html", title="Bedankt")


def _page(
    request: Request,
    form: Form,
    *,
    own: Sequence[OwnRound] = (),
    asked: OwnRound | None = None,
    **more: Any,
) -> Response:
    base = request.scope.get("root_path", "")
    return page(
        request,
        "taking_part.html",
        title="Doe mee",
        form=form,
        own=own,
        asked=asked,
        questions=[(question.value, words) for question, words in WORDS.items()],
        longest_remark=LONGEST_REMARK,
        code_address=str(request.url.replace(path=f"{base}/doe-mee/code", query="")),
        **more,
    )


def _in_words(reason: Reason) -> Reason:
    """The same reason, naming the question that was not answered."""
    asked = {question.value: words.question for question, words in WORDS.items()}
    if reason.code != "missing" or reason.field not in asked:
        return reason
    return replace(reason, message=f"Kies een antwoord bij: {asked[reason.field]}")
