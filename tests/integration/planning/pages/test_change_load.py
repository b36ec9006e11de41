"""Veranderdruk over HTTP: points per team and week, and quieter weeks."""

import csv
import io
from datetime import timedelta

import pytest

from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.visitor import Visitor

PAGE = "/veranderdruk"


@pytest.fixture
def manager(town: TownHall) -> Visitor:
    """A programme manager."""
    return Visitor(town.api, Role.PROGRAMME_MANAGER)


@pytest.fixture
async def team(town: TownHall) -> str:
    """A team with a go-live in a peak, three weeks from now."""
    team = await town.team("Publiekszaken")
    body = {"products": ["verhuismelding"]}
    await town.plans("PUT", f"/teams/{team}/products", body, If_Match="*")
    peak = {"fromWeek": town.week(3), "untilWeek": town.week(4), "weeklyHours": 8}
    peaks = {"peaks": [{"name": "Verkiezingen", **peak}]}
    await town.plans("PUT", f"/teams/{team}/peaks", peaks, If_Match="*")
    subproject = await town.subproject(await town.programme())
    for kind, name, ahead, affects in (
        ("training", "Iedereen is getraind", 2, []),
        ("go-live", "Verhuizen online", 3, [{"product": "verhuismelding", "channels": ["web"]}]),
    ):
        due = (town.today + timedelta(weeks=ahead)).isoformat()
        planned = {"kind": kind, "name": name, "dueOn": due, "affects": affects}
        await town.plans("POST", f"/subprojects/{subproject}/milestones", planned)
    return team


async def test_each_week_has_its_points_and_a_file_and_quieter_weeks_stand_in_words(
    town: TownHall, manager: Visitor, team: str
) -> None:
    page = await manager.read(PAGE)
    assert "Voor team Publiekszaken verandert het meest in week" in page
    assert "1 livegang, 1 piek</span>" in page
    assert "De livegang kan in een rustiger week." in page
    assert "Daarnaast hebben de teams die week 2 punten." in page
    file = csv.DictReader(
        io.StringIO(await manager.read(f"{PAGE}/veranderdruk.csv")), delimiter=";"
    )
    assert [(row["week"], row["punten"], row["livegangen"]) for row in file] == [
        (town.week(2), "1", "0"),
        (town.week(3), "5", "1"),
        (town.week(4), "2", "0"),
    ]


async def test_other_weeks_are_a_step_away_and_everybody_who_works_there_may_look(
    town: TownHall, manager: Visitor, team: str
) -> None:
    later = await manager.read(f"{PAGE}?van={town.week(20)}")
    assert "In deze weken verandert er voor geen enkel team iets." in later
    assert (await manager.get(f"{PAGE}?van=2026-W77")).status_code == 400
    for role in (Role.EMPLOYEE, Role.WORKS_COUNCIL):
        assert "Publiekszaken" in await Visitor(town.api, role).read(PAGE)


async def test_a_day_in_the_past_shows_what_was_known_then(
    town: TownHall, manager: Visitor, team: str
) -> None:
    town.api.now += timedelta(days=3)
    assert (await manager.get(f"{PAGE}?per={town.day(-5)}")).status_code == 400
    page = await manager.read(f"{PAGE}?per={town.day(-1)}")
    assert "zoals het bekend was op" in page
    assert "Publiekszaken" in page


@pytest.mark.parametrize("weeks", ["", "?van=2026-W01"])
async def test_the_text_is_dutch_that_everybody_can_read(
    town: TownHall, manager: Visitor, team: str, weeks: str
) -> None:
    assert list(objections(await manager.read(PAGE + weeks))) == []
