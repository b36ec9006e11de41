"""Without the works council's consent nothing about a person is stored, and nothing left after."""

import asyncio
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.engagement.commands.consents import (
    RecordConsent,
    end_what_is_not_covered,
    record_consent,
    withdraw_consent,
)
from services.engagement.domain.consent import ConsentScope
from services.engagement.domain.coverage import Figures
from services.engagement.queries.moments import MomentRow, moment_by_id
from services.engagement.queries.subprojects import affected_groups
from shared.contracts.planning_v1 import FirstMoment
from shared.database import transaction
from shared.refusal import NotFound, Refusal
from tests.support.engagement_world import SPOKEN, T0, Municipality, at

DAY = timedelta(days=1)
REGISTER = {"staff"}


async def withdraw(municipality: Municipality, consent_id: UUID, when: date = T0) -> None:
    """The works council withdraws on a day."""
    async with transaction(municipality.engine) as connection:
        await withdraw_consent(
            connection, consent_id, "Nieuwe afspraken", norms=municipality.norms, now=at(when)
        )


async def moment_row(municipality: Municipality, moment_id: UUID) -> MomentRow:
    """The moment as it is answered."""
    async with transaction(municipality.engine) as connection:
        return await moment_by_id(connection, municipality.subproject_id, moment_id, 5)


async def test_a_consent_is_recorded_and_told(municipality: Municipality) -> None:
    consent_id = await municipality.consent()
    (told,) = await municipality.events("consent.recorded")
    assert told == {
        "consentId": str(consent_id),
        "decisionReference": told["decisionReference"],
        "decidedOn": "2026-01-05",
        "validUntil": "2027-01-01",
        "scope": ["person-level-participation"],
    }


async def test_a_decision_is_recorded_once(municipality: Municipality) -> None:
    command = RecordConsent(
        "OR-2026-4", date(2026, 1, 5), date(2027, 1, 1), frozenset(ConsentScope)
    )
    async with transaction(municipality.engine) as connection:
        await record_consent(connection, command, by="or", now=SPOKEN)
        with pytest.raises(Refusal) as refused:
            await record_consent(connection, command, by="or", now=SPOKEN)
    assert refused.value.reasons[0].code == "consent-recorded"
    assert len(await municipality.events("consent.recorded")) == 1


async def test_an_unknown_consent_can_not_be_withdrawn(municipality: Municipality) -> None:
    with pytest.raises(NotFound):
        await withdraw(municipality, uuid4())


async def test_without_consent_no_staff_id_is_accepted(municipality: Municipality) -> None:
    await municipality.found()
    moment = await municipality.moment(T0 - 20 * DAY)
    with pytest.raises(Refusal, match="ondernemingsraad"):
        await municipality.affect(*municipality.staff[:8])
    with pytest.raises(Refusal, match="ondernemingsraad"):
        await municipality.attend(moment, municipality.staff[0])
    assert await municipality.places_of(*municipality.staff) == REGISTER


async def test_a_withdrawal_removes_staff_ids_at_once_and_keeps_head_counts(
    municipality: Municipality,
) -> None:
    await municipality.found()
    consent_id = await municipality.consent()
    await municipality.affect(*municipality.staff)
    moment = await municipality.moment(T0 - 20 * DAY)
    await municipality.attend(moment, *municipality.staff[:8])
    await municipality.attend(moment, *municipality.staff[8:10], attended=False)
    await withdraw(municipality, consent_id, T0 - DAY)

    assert await municipality.places_of(*municipality.staff) == REGISTER
    row = await moment_row(municipality, moment)
    assert (row.invited, row.attended) == (10, 8)
    async with transaction(municipality.engine) as connection:
        groups = await affected_groups(connection, municipality.subproject_id)
    assert {group.group_id: group.head_count for group in groups} == {
        municipality.team: 9,
        municipality.other_team: 5,
    }
    found = (await municipality.subproject()).coverage
    assert found is not None
    assert found.figures == Figures("E2-lower-bound", 8, 14, None)
    (told,) = await municipality.events("consent.withdrawn")
    assert told["withdrawnOn"] == (T0 - DAY).isoformat()
    with pytest.raises(Refusal, match="ondernemingsraad"):
        await municipality.attend(moment, municipality.staff[0], now=at(T0 - DAY))


async def test_the_figures_of_a_frozen_cohort_outlive_its_staff_ids(
    municipality: Municipality,
) -> None:
    await municipality.found()
    consent_id = await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    moment = await municipality.moment(T0 - 20 * DAY)
    await municipality.attend(moment, *municipality.staff[:7])
    await municipality.hear(municipality.started(), when=at(T0))
    before = (await municipality.subproject()).coverage
    told = await municipality.events("coverage.updated")
    await withdraw(municipality, consent_id, T0 + 10 * DAY)
    await municipality.affect_heads({municipality.team: 12}, now=at(T0 + 11 * DAY))
    assert (await municipality.subproject()).coverage == before
    assert await municipality.events("coverage.updated") == told


async def test_a_cohort_that_froze_unnoticed_keeps_its_figures_too(
    municipality: Municipality,
) -> None:
    await municipality.found(FirstMoment.DECISION)
    await municipality.hear(municipality.decision(T0 + 5 * DAY))
    consent_id = await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    moment = await municipality.moment(T0 - 20 * DAY)
    await municipality.attend(moment, *municipality.staff[:7])
    await municipality.hear(municipality.started(), when=at(T0))
    await withdraw(municipality, consent_id, T0 + 6 * DAY)
    found = (await municipality.subproject()).coverage
    assert found is not None
    assert (found.frozen, found.figures.definition, found.figures.numerator) == (True, "E2", 7)


async def test_a_consent_that_runs_out_ends_participation_per_person(
    municipality: Municipality,
) -> None:
    await municipality.found()
    await municipality.consent(valid_until=T0 + 5 * DAY)
    await municipality.affect(*municipality.staff)
    async with transaction(municipality.engine) as connection:
        await end_what_is_not_covered(connection, norms=municipality.norms, now=at(T0 + 5 * DAY))
    assert "affected_person" in await municipality.places_of(*municipality.staff)
    for _ in range(2):
        async with transaction(municipality.engine) as connection:
            await end_what_is_not_covered(
                connection, norms=municipality.norms, now=at(T0 + 6 * DAY)
            )
    assert await municipality.places_of(*municipality.staff) == REGISTER


async def test_another_consent_in_force_keeps_what_it_covers(municipality: Municipality) -> None:
    await municipality.found()
    first = await municipality.consent()
    await municipality.consent()
    await municipality.affect(*municipality.staff)
    await withdraw(municipality, first)
    assert "affected_person" in await municipality.places_of(*municipality.staff)


async def test_nothing_slips_in_beside_a_withdrawal(municipality: Municipality) -> None:
    await municipality.found()
    consent_id = await municipality.consent()
    await municipality.affect(*municipality.staff)
    moment = await municipality.moment(T0 - 20 * DAY)

    async def attend(staff_id: UUID) -> None:
        try:
            await municipality.attend(moment, staff_id, now=at(T0))
        except Refusal as refused:
            assert refused.reasons[0].code == "consent-missing"  # noqa: PT017

    await asyncio.gather(
        *(attend(staff_id) for staff_id in municipality.staff[:6]),
        withdraw(municipality, consent_id),
        *(attend(staff_id) for staff_id in municipality.staff[6:]),
    )
    assert await municipality.places_of(*municipality.staff) == REGISTER


STEPS = st.sampled_from(
    ["consent", "withdraw", "affect", "affect-heads", "attend", "count", "start"]
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=3, max_size=10))
async def test_whatever_happens_no_staff_id_is_stored_without_a_consent_in_force(
    municipality: Municipality, steps: list[str]
) -> None:
    world = Municipality(municipality.engine)
    await world.found()
    moment = await world.moment(T0 - 20 * DAY)
    consents: list[UUID] = []
    for minute, step in enumerate(steps):
        with suppress(Refusal):
            await take(world, step, moment, consents, SPOKEN + timedelta(minutes=minute))
        if not consents:
            assert await world.places_of(*world.staff) == REGISTER
    for consent_id in consents:
        await withdraw(world, consent_id)


async def take(
    world: Municipality, step: str, moment: UUID, consents: list[UUID], now: datetime
) -> None:
    """One step of somebody who uses engagement; `consents` are those in force."""
    match step:
        case "consent":
            consents.append(await world.consent())
        case "withdraw" if consents:
            await withdraw(world, consents.pop(), SPOKEN.date())
        case "affect":
            await world.affect(*world.staff, now=now)
        case "affect-heads":
            await world.affect_heads({world.team: 9}, now=now)
        case "attend":
            await world.attend(moment, *world.staff[: now.minute + 1], now=now)
        case "count":
            await world.count(moment, world.team, 9, now.minute % 9, now=now)
        case "start":
            await world.hear(world.started(), when=now)
