"""A round from its plan to what may be known of it."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.engagement.commands.rounds import close_due_rounds
from services.engagement.commands.rounds import open_round as open_round_under
from services.engagement.domain.consent import ConsentScope
from services.engagement.domain.rounds.ballots import BallotKey
from shared.database import transaction
from shared.refusal import Refusal
from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality, at
from tests.support.opinion_round import (
    CLOSES,
    MANAGER,
    PLAN,
    OpinionRound,
    open_round,
    planned_round,
)
from tests.support.service_api import ServiceApi
from tests.support.service_apps import BALLOT_KEY

OTHERS = [Role.TEAM_LEADER, Role.EMPLOYEE, Role.WORKS_COUNCIL, Role.PRIVACY_OFFICER]
NOTHING: dict[str, list[object]] = {"items": [], "remarks": []}


async def test_a_round_tells_what_may_be_known_once_it_has_closed(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff[:12])
    assert await api.ok(MANAGER, "GET", f"{asked.address}/opinions") == NOTHING

    known = await asked.close()
    everybody = {
        each["question"]: each
        for each in known["items"]
        if each["teamId"] is None and each["functionGroupId"] is None
    }
    assert set(everybody) == {"attitude", "stage", "motive"}
    assert (everybody["attitude"]["invited"], everybody["attitude"]["answers"]) == (14, 12)
    assert everybody["attitude"]["bands"] == [
        {"options": ["sceptical"], "answers": 3},
        {"options": ["doubtful"], "answers": 3},
        {"options": ["waiting"], "answers": 2},
        {"options": ["interested"], "answers": 2},
        {"options": ["positive"], "answers": 2},
    ]
    # Nine and five people: no team may be known, nor that the teams differ.
    assert {each["teamId"] for each in known["items"]} == {None}
    assert (await api.ok(MANAGER, "GET", asked.address))["state"] == "closed"


async def test_everybody_who_works_there_may_know_and_sees_the_same(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff)
    known = await asked.close()
    for role in OTHERS:
        assert await api.ok(role, "GET", f"{asked.address}/opinions") == known


async def test_events_tell_the_same_and_name_nobody(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff)
    known = await asked.close()
    (opened,) = await municipality.events("engagement.round.opened")
    assert (opened["invited"], opened["closesOn"]) == (14, CLOSES.isoformat())
    (closed,) = await municipality.events("engagement.round.closed")
    assert (closed["answers"], closed["cancelled"]) == (14, False)
    told = await municipality.events("engagement.support.measured")
    figures = {"question", "invited", "bands", "teamId", "functionGroupId"}
    assert sorted(str({name: each[name] for name in sorted(figures)}) for each in told) == sorted(
        str({name: each[name] for name in sorted(figures)}) for each in known["items"]
    )


async def test_where_a_function_group_is_stuck_is_told_to_planning(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff)
    await asked.close()
    (stuck,) = await municipality.events("engagement.barrier.detected")
    assert stuck["functionGroupId"] == str(municipality.function_group)
    assert stuck["stage"] == "able"
    assert stuck["evidence"]["answers"] == 14
    assert stuck["evidence"]["share"] == pytest.approx(9 / 14)


async def test_a_round_with_too_few_answers_looks_like_one_that_nobody_answered(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff[:4], remark="Dit gaat over mij.")
    assert await asked.close() == NOTHING
    (closed,) = await municipality.events("engagement.round.closed")
    assert closed["answers"] is None


async def test_free_text_is_told_in_another_order_from_five_people_on(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff[:5], remark="Graag meer oefenen.")
    await asked.answer(*municipality.staff[5:])
    assert (await asked.close())["remarks"] == 5 * ["Graag meer oefenen."]


async def test_free_text_of_four_people_is_forgotten(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff[:4], remark="Graag meer oefenen.")
    await asked.answer(*municipality.staff[4:])
    assert (await asked.close())["remarks"] == []


async def test_without_consent_to_it_nobody_is_asked(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff)
    rounds = f"/subprojects/{municipality.subproject_id}/rounds"
    planned = await api.ok(MANAGER, "POST", rounds, PLAN)
    opening = f"{rounds}/{planned['id']}/openings"
    assert await api.refused(409, MANAGER, "POST", opening) == ["round-consent-missing"]
    await municipality.consent(ConsentScope.OPINION_ROUNDS)
    assert (await api.ok(MANAGER, "POST", opening))["invited"] == 14


async def test_a_withdrawal_ends_an_open_round_and_nobody_learns_anything(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff)
    (consent,) = (await api.ok(Role.WORKS_COUNCIL, "GET", "/consents"))["items"]
    await api.ok(Role.WORKS_COUNCIL, "POST", f"/consents/{consent['id']}/withdrawals", {})
    assert (await api.ok(MANAGER, "GET", asked.address))["state"] == "cancelled"
    assert await api.ok(MANAGER, "GET", f"{asked.address}/opinions") == NOTHING
    (closed,) = await municipality.events("engagement.round.closed")
    assert (closed["answers"], closed["cancelled"]) == (None, True)


async def test_limits_and_days_stay_as_they_were_when_people_were_asked(
    api: ServiceApi, municipality: Municipality
) -> None:
    address = await planned_round(api, municipality)
    raised = PLAN | {"leastInvited": 12, "leastAnswers": 8}
    changed = await api.ok(MANAGER, "PUT", address, raised, If_Match='"1"')
    assert (changed["leastInvited"], changed["leastAnswers"]) == (12, 8)
    await api.ok(MANAGER, "POST", f"{address}/openings")
    assert await api.refused(409, MANAGER, "PUT", address, PLAN, If_Match="*") == [
        "round-not-planned"
    ]


async def test_the_floor_of_five_answers_and_ten_invited_cannot_be_lowered(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    rounds = f"/subprojects/{municipality.subproject_id}/rounds"
    low = PLAN | {"leastInvited": 9, "leastAnswers": 4}
    assert len(await api.refused(400, MANAGER, "POST", rounds, low)) == 2


async def test_fewer_than_ten_people_are_not_asked(
    api: ServiceApi, municipality: Municipality
) -> None:
    address = await planned_round(api, municipality)
    await municipality.affect(*municipality.staff[:9])
    assert await api.refused(409, MANAGER, "POST", f"{address}/openings") == [
        "round-too-few-invited"
    ]


async def test_who_is_asked_is_frozen_at_the_opening(
    api: ServiceApi, municipality: Municipality
) -> None:
    address = await planned_round(api, municipality)
    *first, joined = municipality.staff
    await municipality.affect(*first)
    await api.ok(MANAGER, "POST", f"{address}/openings")
    await municipality.affect(*first[1:], joined)
    asked = OpinionRound(api, address, first)
    own = await api.ok(Role.EMPLOYEE, "GET", "/own-rounds", subject=joined)
    assert own == {"items": []}
    await asked.answer(*first)
    assert (await asked.close())["items"][0]["answers"] == len(first)


async def test_a_round_closes_by_itself_after_its_last_day(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.answer(*municipality.staff)
    key = BallotKey(BALLOT_KEY.encode())
    for days, state in ((11, "open"), (12, "closed"), (13, "closed")):
        async with transaction(municipality.engine) as connection:
            await close_due_rounds(connection, key, now=at(T0 + timedelta(days=days)))
        assert (await api.ok(MANAGER, "GET", asked.address))["state"] == state
    assert (await api.ok(MANAGER, "GET", f"{asked.address}/opinions"))["items"] != []


async def test_no_round_opens_under_another_key_than_those_before(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await asked.close()
    rounds = asked.address.rpartition("/")[0]
    again = await api.ok(MANAGER, "POST", rounds, PLAN)
    async with transaction(municipality.engine) as connection:
        with pytest.raises(Refusal, match="sleutel"):
            await open_round_under(
                connection,
                BallotKey(b"x" * 32),
                municipality.subproject_id,
                UUID(again["id"]),
                now=at(T0),
            )


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("act", ["openings", "closings", "cancellations"])
async def test_only_the_programme_manager_asks(
    api: ServiceApi, municipality: Municipality, role: Role, act: str
) -> None:
    address = await planned_round(api, municipality)
    assert await api.refused(403, role, "POST", f"{address}/{act}") == ["role-missing"]


async def test_a_second_round_tells_nothing_about_who_joined(
    api: ServiceApi, municipality: Municipality
) -> None:
    asked = await open_round(api, municipality)
    await municipality.affect(*municipality.staff[:13])
    await asked.answer(*municipality.staff)
    assert (await asked.close())["items"] != []
    rounds = asked.address.rpartition("/")[0]
    again = f"{rounds}/{(await api.ok(MANAGER, 'POST', rounds, PLAN))['id']}"
    await api.ok(MANAGER, "POST", f"{again}/openings")
    asked.address = again
    await asked.answer(*municipality.staff[:13])
    # Everybody answered both: the difference would be the one who left.
    assert await asked.close() == NOTHING
