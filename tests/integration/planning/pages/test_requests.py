"""Inzetverzoeken over HTTP: who sees what, and what a form does or says that it cannot."""

import re
from collections.abc import Sequence

import pytest

from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town
from tests.support.visitor import Visitor

LIST = "/inzetverzoeken"


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours."""
    return await staff_town(town)


@pytest.fixture
def leader(town: TownHall, made: Staffing) -> Visitor:
    """The leader of the front office."""
    return Visitor(town.api, Role.TEAM_LEADER, [made.front_office])


@pytest.fixture
def manager(town: TownHall) -> Visitor:
    """A programme manager."""
    return Visitor(town.api, Role.PROGRAMME_MANAGER)


def ids(page: str) -> Sequence[str]:
    """The requests on a page, in order."""
    return re.findall(r'<h2 class="request__name"><a[^>]+/inzetverzoeken/([0-9a-f-]{36})"', page)


def choices(page: str) -> dict[str, str]:
    """What can be ticked, by request."""
    found = re.findall(r'name="choices" value="(([0-9a-f-]{36}):\d+)"', page)
    return {reservation: choice for choice, reservation in found}


async def state(town: TownHall, reservation: str) -> str:
    found = await town.plans("GET", f"/reservations/{reservation}")
    return str(found["state"])


async def test_a_team_leader_sees_their_own_teams_and_how_far_each_request_goes_over(
    leader: Visitor, made: Staffing
) -> None:
    page = await leader.read(LIST)
    assert set(ids(page)) == {made.fits, made.slightly_over, made.far_over}
    assert "3 inzetverzoeken wachten op uw besluit." in page
    for words in ("101%", "150%", "In 3 weken te veel: 1,2 uur", "In 2 weken te veel: 40 uur"):
        assert words in page
    assert "Burgerlijke stand" not in page
    assert set(choices(page)) == set(ids(page))


async def test_a_programme_manager_sees_all_and_ticks_nothing(
    manager: Visitor, made: Staffing
) -> None:
    page = await manager.read(LIST)
    assert len(ids(page)) == 5
    assert choices(page) == {}
    assert "1 tegenvoorstel wacht op uw besluit." in page
    assert len(ids(await manager.read(f"{LIST}?toon=afgehandeld"))) == 1
    assert len(ids(await manager.read(f"{LIST}?team={made.civil_registry}&toon=open"))) == 2


async def test_other_roles_and_other_teams_are_kept_out(
    town: TownHall, made: Staffing, leader: Visitor
) -> None:
    for role in set(Role) - {Role.PROGRAMME_MANAGER, Role.TEAM_LEADER}:
        assert (await Visitor(town.api, role).get(LIST)).status_code == 403
    other = Visitor(town.api, Role.TEAM_LEADER, [made.civil_registry])
    assert (await other.get(f"{LIST}/{made.fits}")).status_code == 403
    sent = await other.send(f"{LIST}/{made.fits}/besluit", {"decision": "confirm", "version": "1"})
    assert sent.status_code == 403
    assert (await leader.get(f"{LIST}/nieuw")).status_code == 403
    assert await state(town, made.fits) == "requested"


async def test_a_form_from_another_site_is_refused(
    town: TownHall, leader: Visitor, made: Staffing
) -> None:
    fields = {"decision": "confirm", "version": "1"}
    path = f"{LIST}/{made.fits}/besluit"
    sent = await leader.send(path, fields, origin="https://elders.example")
    assert sent.status_code == 403
    assert await state(town, made.fits) == "requested"
    await leader.does(path, fields)
    assert await state(town, made.fits) == "confirmed"


async def test_more_than_there_is_needs_a_reason_and_the_form_keeps_what_was_filled_in(
    town: TownHall, leader: Visitor, made: Staffing
) -> None:
    path = f"{LIST}/{made.far_over}/besluit"
    fields = {"decision": "confirm", "version": "1"}
    refused = await leader.send(path, fields)
    assert refused.status_code == 400
    assert "dat is 150 % van wat er is" in refused.text
    refused = await leader.send(path, fields | {"overAllocationAllowed": "ja"})
    assert "Geef een reden als u meer uren toezegt dan er zijn." in refused.text
    assert re.search(r'id="confirm-overAllocationAllowed"[^>]+ checked', refused.text)
    page = await leader.does(
        path, fields | {"overAllocationAllowed": "ja", "reason": "Het moet voor de livegang"}
    )
    assert "De uren zijn bevestigd." in page
    assert "waarvan 40 uur te veel" in page
    assert "Het moet voor de livegang" in page


async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    town: TownHall, leader: Visitor, made: Staffing
) -> None:
    path = f"{LIST}/{made.fits}/besluit"
    await leader.does(path, {"decision": "waitlist", "version": "1", "reason": "Even wachten"})
    refused = await leader.send(path, {"decision": "decline", "version": "1", "reason": "Nee"})
    assert "intussen gewijzigd" in refused.text
    assert await state(town, made.fits) == "waitlisted"


async def test_a_decision_about_many_is_taken_about_all_of_them_or_about_none(
    town: TownHall, leader: Visitor, made: Staffing
) -> None:
    known = choices(await leader.read(LIST))
    path = f"{LIST}/besluiten"
    both = [known[made.fits], known[made.slightly_over]]
    refused = await leader.send(path, {"decision": "confirm", "choices": both})
    assert refused.status_code == 400
    assert "Akten online bestellen, Procesontwerp: In week" in refused.text
    assert len(re.findall(r'name="choices"[^>]+ checked', refused.text)) == 2
    assert await state(town, made.fits) == "requested"

    refused = await leader.send(path, {"decision": "decline"})
    assert "Vink minstens 1 inzetverzoek aan." in refused.text
    assert "Dit gegeven is verplicht." in refused.text

    page = await leader.does(path, {"decision": "decline", "choices": both, "reason": "Vol"})
    assert ids(page) == [made.far_over]
    assert await state(town, made.slightly_over) == "declined"


async def test_all_can_be_ticked_without_a_script(leader: Visitor) -> None:
    page = await leader.read(f"{LIST}?alles=true")
    assert len(re.findall(r'name="choices"[^>]+ checked', page)) == 3


async def test_a_counter_offer_is_made_and_accepted(
    town: TownHall, leader: Visitor, manager: Visitor, made: Staffing
) -> None:
    path = f"{LIST}/{made.far_over}"
    fields = {"version": "1", "reason": "Meer is er niet"}
    refused = await leader.send(f"{path}/tegenvoorstel", fields | {f"weeks.{town.week(8)}": "veel"})
    assert refused.status_code == 400
    assert "Hier hoort een getal te staan." in refused.text
    assert 'value="veel"' in refused.text
    page = await leader.does(
        f"{path}/tegenvoorstel",
        fields | {f"weeks.{town.week(9)}": "24", f"weeks.{town.week(11)}": "20,5"},
    )
    assert "Het tegenvoorstel: 44,5 uur van het hele team" in page
    page = await manager.does(f"{path}/antwoord", {"decision": "accept", "version": "2"})
    assert "Het tegenvoorstel is aangenomen." in page
    found = await town.plans("GET", f"/reservations/{made.far_over}")
    assert found["weeks"] == [
        {"week": town.week(9), "hours": 24.0},
        {"week": town.week(11), "hours": 20.5},
    ]


async def test_another_person_is_offered_only_under_consent(
    town: TownHall, leader: Visitor, made: Staffing
) -> None:
    assert "propose-staffId" not in await leader.read(f"{LIST}/{made.fits}")
    await town.consents()
    somebody = await town.staff(made.front_office)
    await town.capacity(somebody, 40, made.design)
    page = await leader.read(f"{LIST}/{made.fits}")
    assert f'<option value="{somebody}">Medewerker {somebody[:8]}, niveau 1</option>' in page
    weeks = {f"weeks.{town.week(week)}": "24" for week in range(8, 12)}
    page = await leader.does(
        f"{LIST}/{made.fits}/tegenvoorstel",
        weeks | {"version": "1", "staffId": somebody, "reason": "Die kent het proces"},
    )
    assert f"Het tegenvoorstel: 96 uur van medewerker {somebody[:8]}" in page


async def test_confirmed_hours_are_released_and_an_open_request_is_withdrawn(
    town: TownHall, leader: Visitor, manager: Visitor, made: Staffing
) -> None:
    page = await leader.does(
        f"{LIST}/{made.confirmed}/besluit",
        {"decision": "release", "version": "2", "reason": "Ziek"},
    )
    assert "De uren zijn vrijgegeven." in page
    path = f"{LIST}/{made.fits}/antwoord"
    refused = await manager.send(path, {"decision": "withdraw", "version": "1"})
    assert "Dit gegeven is verplicht." in refused.text
    assert "Het inzetverzoek is ingetrokken." in await manager.does(
        path, {"decision": "withdraw", "version": "1", "reason": "Niet meer nodig"}
    )


async def test_a_form_without_a_decision_says_so(leader: Visitor, made: Staffing) -> None:
    refused = await leader.send(f"{LIST}/{made.fits}/besluit", {"decision": "x", "version": "1"})
    assert (refused.status_code, "Kies een besluit." in refused.text) == (400, True)


async def test_the_programme_manager_asks_for_what_a_demand_lacks_and_only_once(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    page = await manager.read(f"{LIST}/nieuw?deelproject={made.moving}")
    (address, *_) = re.findall(r'href="(/planning/inzetverzoeken/nieuw\?vraag=[^"]+)"', page)
    form = await manager.read(address)
    assert "160,0 uur vrij in deze weken" in form
    key = re.findall(r'name="key" value="([^"]+)"', form)[0]
    fields = {"key": key, "teamId": made.front_office, "reason": "Graag met ervaring"}
    refused = await manager.send(address, fields)
    assert "De lijst moet minstens 1 waarde hebben." in refused.text
    assert "Graag met ervaring" in refused.text
    fields |= {f"weeks.{town.week(week)}": "24" for week in range(12, 16)}
    page = await manager.does(address, fields)
    assert "Het inzetverzoek is gedaan." in page
    assert "“Graag met ervaring”" in page
    before = await town.count("reservations")
    assert (await manager.send(address, fields)).status_code == 303
    assert await town.count("reservations") == before
    assert "Niet gevonden" in (await manager.get(address)).text


async def test_the_text_is_dutch_that_everybody_can_read(
    leader: Visitor, manager: Visitor, made: Staffing
) -> None:
    for visitor, path in (
        (leader, LIST),
        (leader, f"{LIST}/{made.far_over}"),
        (leader, f"{LIST}/{made.confirmed}"),
        (manager, LIST),
        (manager, f"{LIST}/nieuw"),
    ):
        assert list(objections(await visitor.read(path))) == []
