"""Capaciteit over HTTP: what there is against what is asked, and who is how full."""

import csv
import io
import re
from datetime import timedelta

import pytest

from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town
from tests.support.visitor import Visitor

PAGE = "/capaciteit"


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours."""
    return await staff_town(town)


@pytest.fixture
def manager(town: TownHall) -> Visitor:
    """A programme manager."""
    return Visitor(town.api, Role.PROGRAMME_MANAGER)


def rows(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file), delimiter=";"))


def part(page: str, name: str) -> str:
    """The section of a page with this heading."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


async def overfill(town: TownHall, made: Staffing) -> dict[str, int]:
    """People of the front office who promised 150%, 101% and 50% of their hours."""
    await town.consents()
    promised = {}
    for hours, asked, percentage in ((36, 54.0, 150), (24, 24.1, 101), (16, 8.0, 50)):
        somebody = await town.staff(made.front_office)
        await town.capacity(somebody, hours, made.design)
        weeks = town.weeks(asked, 6, 6)
        reservation = await town.request(
            made.licences, made.design, made.front_office, weeks, somebody
        )
        await town.leads(
            made.front_office,
            f"/reservations/{reservation}/confirmations",
            {"reason": "Nodig", "overAllocationAllowed": True},
        )
        promised[somebody] = percentage
    return promised


async def test_demand_is_told_apart_by_how_firm_it_is(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    page = await manager.read(f"{PAGE}?weken=26")
    assert page.count("<figure") == 2
    address = re.findall(rf'href="([^"]+uren.csv\?expertise={made.design}[^"]+)"', page)[0]
    found = {row["week"]: row for row in rows(await manager.read(address.replace("&amp;", "&")))}
    week = found[town.week(8)]
    names = ("beschikbaar", "gevraagd", "bevestigd", "in_inzetverzoek", "nog_niet_gevraagd")
    assert [week[name] for name in names] == ["40,0", "64,0", "16,0", "92,4", "0,0"]
    assert found[town.week(13)]["nog_niet_gevraagd"] == "24,0"


async def test_deficits_are_listed_with_their_hours_and_first_week(
    manager: Visitor, made: Staffing
) -> None:
    deficits = part(await manager.read(f"{PAGE}?weken=26"), "tekorten")
    assert "Procesontwerp" in deficits
    assert "120 uur" in deficits


async def test_beside_what_is_short_the_programme_manager_can_ask_for_a_proposal(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    address = 'href="/planning/inzetvoorstellen">Vraag een inzetvoorstel</a>'
    assert address in part(await manager.read(f"{PAGE}?weken=26"), "tekorten")
    leader = Visitor(town.api, Role.TEAM_LEADER, [made.front_office])
    assert address not in part(await leader.read(f"{PAGE}?weken=26"), "tekorten")
    town.api.now += timedelta(days=3)
    assert address not in await manager.read(f"{PAGE}?weken=26&per={town.day(-1)}")


async def test_without_consent_there_are_teams_and_no_people(
    manager: Visitor, made: Staffing
) -> None:
    heat = part(await manager.read(PAGE), "bezetting")
    assert heat.count('<tr class="heat__team">') == 2
    assert "heat__person" not in heat
    assert "De ondernemingsraad heeft niet ingestemd" in heat


async def test_under_consent_people_of_a_team_have_their_number_in_every_week(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    promised = await overfill(town, made)
    heat = part(await manager.read(f"{PAGE}?team={made.front_office}"), "bezetting")
    for staff_id, percentage in promised.items():
        row = re.findall(rf"Medewerker {staff_id[:8]}</th>(.*?)</tr>", heat, re.DOTALL)[0]
        assert f"{percentage}%" in row
    assert "2 van de 3 medewerkers hebben in een week meer toegezegd dan er is" in heat
    assert {"load--over", "load--far-over"} <= set(re.findall(r"load--[a-z-]+", heat))
    file = rows(await manager.read(f"{PAGE}/bezetting.csv?team={made.front_office}"))
    week = [row for row in file if row["week"] == town.week(6) and row["medewerker"]]
    assert {row["medewerker"]: int(row["percentage"]) for row in week} == promised


async def test_a_team_leader_sees_the_people_of_their_own_team_only(
    town: TownHall, made: Staffing
) -> None:
    promised = await overfill(town, made)
    own = Visitor(town.api, Role.TEAM_LEADER, [made.front_office])
    page = await own.read(PAGE)
    assert all(staff_id[:8] in page for staff_id in promised)
    other = Visitor(town.api, Role.TEAM_LEADER, [made.civil_registry])
    for path in (
        f"{PAGE}?team={made.front_office}",
        f"{PAGE}/bezetting.csv?team={made.front_office}",
    ):
        text = await other.read(path)
        assert not any(staff_id[:8] in text for staff_id in promised)


async def test_when_consent_ends_people_are_gone(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    consent = await town.consents()
    somebody = await town.staff(made.front_office)
    await town.capacity(somebody, 30, made.design)
    path = f"{PAGE}?team={made.front_office}"
    assert somebody[:8] in await manager.read(path)
    await town.withdraws(consent)
    assert somebody[:8] not in await manager.read(path)


async def test_coverage_and_timeliness_carry_their_figures(
    manager: Visitor, made: Staffing
) -> None:
    page = await manager.read(f"{PAGE}?weken=26")
    assert "Zonder instemming van de ondernemingsraad is dit niet bekend." in part(page, "dekking")
    assert "48,0 uur" in part(page, "op-tijd")


async def test_a_day_in_the_past_is_marked_and_one_of_which_nothing_is_known_is_refused(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    assert (await manager.get(f"{PAGE}?per={town.day(-1)}")).status_code == 400
    town.api.now += timedelta(days=3)
    page = await manager.read(f"{PAGE}?per={town.day(-1)}&weken=26")
    assert "U ziet het plan zoals het bekend was op" in page
    assert "staat hier alleen voor vandaag" in page
    assert page.count("<figure") == 2


async def test_an_odd_span_is_12_weeks_and_others_are_kept_out(
    town: TownHall, manager: Visitor, made: Staffing
) -> None:
    assert "12 weken" in re.findall(
        r'aria-current="true">([^<]+)', await manager.read(f"{PAGE}?weken=13")
    )
    for role in set(Role) - {Role.PROGRAMME_MANAGER, Role.TEAM_LEADER}:
        assert (await Visitor(town.api, role).get(PAGE)).status_code == 403


@pytest.mark.parametrize("is_made", [True, False])
async def test_the_text_is_dutch_that_everybody_can_read(
    town: TownHall, manager: Visitor, is_made: bool
) -> None:
    if is_made:
        await overfill(town, await staff_town(town))
    assert list(objections(await manager.read(f"{PAGE}?weken=26"))) == []
