"""A code is good for one answer, whoever tries what."""

import asyncio
from datetime import timedelta
from uuid import uuid4

from services.engagement.commands.rounds import close_due_rounds
from services.engagement.domain.rounds.ballots import BallotKey
from shared.database import transaction
from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality, at
from tests.support.opinion_round import (
    EMPLOYEE,
    MANAGER,
    OpinionRound,
    answer,
    open_round,
    planned_round,
)
from tests.support.service_api import ServiceApi
from tests.support.service_apps import BALLOT_KEY


async def unknown(asked: OpinionRound, code: str) -> list[str]:
    """Why a code is not accepted."""
    cast = await asked.cast(code, answer())
    assert cast.status_code == 400, cast.text
    return [reason["code"] for reason in cast.json()["errors"]]


async def test_a_code_counts_once(api: ServiceApi, municipality: Municipality) -> None:
    asked = await open_round(api, municipality)
    code = await asked.code(municipality.staff[0])
    await asked.answer(*municipality.staff)
    again = await asked.cast(code, answer())
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "ballot-cast")
    (attitude, *_) = (await asked.close())["items"]
    assert attitude["answers"] == 14


async def test_of_fifty_answers_at_once_with_one_code_one_counts(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff[1:])
    code = await asked.code(municipality.staff[0])
    answers = await asyncio.gather(*(asked.cast(code, answer(place)) for place in range(50)))
    assert sorted(each.status_code for each in answers) == [204, *(49 * [409])]
    (attitude, *_) = (await asked.close())["items"]
    assert attitude["answers"] == 14


async def test_a_code_that_is_made_up_or_of_another_municipality_is_not_known(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    for code in ("AAAA-BBBB-CCCC-DDDD", "x", str(municipality.staff[0]), "é" * 20):
        assert await unknown(asked, code) == ["ballot-code-unknown"]


async def test_after_the_last_day_and_after_the_closing_a_code_is_not_known(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    codes = [await asked.code(staff_id) for staff_id in municipality.staff[:2]]
    api.now = at(T0 + timedelta(days=12))
    assert await unknown(asked, codes[0]) == ["ballot-code-unknown"]
    await asked.close()
    assert await unknown(asked, codes[1]) == ["ballot-code-unknown"]


async def test_while_a_round_is_being_closed_answers_count_or_come_too_late(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff[1:])
    code = await asked.code(municipality.staff[0])
    closing, cast = await asyncio.gather(
        api.ask(MANAGER, "POST", f"{asked.address}/closings"), asked.cast(code, answer())
    )
    assert closing.status_code == 200
    known = await api.ok(MANAGER, "GET", f"{asked.address}/opinions")
    counted = {204: 14, 400: 13}[cast.status_code]
    assert known["items"][0]["answers"] == counted


async def test_once_the_consent_has_run_out_no_answer_counts_and_the_round_tells_nothing(
    api: ServiceApi, municipality: Municipality
) -> None:
    """Also before it was cancelled for that, which happens within the hour."""
    address = await planned_round(api, municipality, valid_until=T0 + timedelta(days=2))
    await api.ok(MANAGER, "POST", f"{address}/openings")
    asked = OpinionRound(api, address, municipality.staff)
    late = await asked.code(municipality.staff[0])
    await asked.answer(*municipality.staff[1:])
    api.now = at(T0 + timedelta(days=3))
    cast = await asked.cast(late, answer())
    assert cast.json()["errors"][0]["code"] == "round-consent-missing"
    closing = f"{address}/closings"
    assert await api.refused(409, MANAGER, "POST", closing) == ["round-consent-missing"]
    async with transaction(municipality.engine) as connection:
        key = BallotKey(BALLOT_KEY.encode())
        await close_due_rounds(connection, key, now=at(T0 + timedelta(days=30)))
    assert (await api.ok(MANAGER, "GET", address))["state"] == "cancelled"
    assert (await api.ok(MANAGER, "GET", f"{address}/opinions"))["items"] == []


async def test_everybody_sees_their_own_invitation_and_whether_it_was_used(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    me, other = municipality.staff[:2]
    await asked.answer(me)
    own = await api.ask(EMPLOYEE, "GET", "/own-rounds", subject=me)
    assert own.headers["cache-control"] == "no-store"
    (mine,) = own.json()["items"]
    assert (mine["subproject"], mine["answered"]) == ("Verhuizing online", True)
    (theirs,) = (await api.ok(EMPLOYEE, "GET", "/own-rounds", subject=other))["items"]
    assert theirs["answered"] is False
    assert theirs["code"] != mine["code"]
    for stranger in (str(uuid4()), "iemand"):
        assert await api.ok(EMPLOYEE, "GET", "/own-rounds", subject=stranger) == {"items": []}
    for role in (Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, Role.PRIVACY_OFFICER):
        assert await api.refused(403, role, "GET", "/own-rounds") == ["role-missing"]


async def test_all_that_is_wrong_with_an_answer_is_told_at_once(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    wrong = {"attitude": "boos", "stage": "", "motive": "geld", "remark": 501 * "x"}
    cast = await asked.cast("", wrong)
    assert cast.status_code == 400
    assert {reason["field"] for reason in cast.json()["errors"]} == {
        "code",
        "attitude",
        "stage",
        "motive",
        "remark",
    }
