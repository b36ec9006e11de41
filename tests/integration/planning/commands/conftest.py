"""What commands are given about."""

import pytest

from tests.support.branches import decision
from tests.support.planning_world import TownHall


@pytest.fixture
async def counter(town: TownHall) -> str:
    """The expertise that is asked for."""
    return await town.expertise("Balie")


@pytest.fixture
async def team(town: TownHall, counter: str) -> str:
    """A team with a pool of 40 hours a week."""
    return await town.team("Publiekszaken", h40=[counter])


@pytest.fixture
async def programme(town: TownHall) -> str:
    """The programme of its subprojects."""
    return await town.programme()


@pytest.fixture
async def subproject(town: TownHall, programme: str) -> str:
    """The subproject that asks."""
    return await town.subproject(programme)


@pytest.fixture
async def moving(town: TownHall, programme: str, counter: str) -> str:
    """Ten weeks from now on for ten weeks, with 50 hours in its first week, and a milestone."""
    subproject = await town.subproject(programme, startsOn=town.day(70), endsOn=town.day(140))
    await town.demand(subproject, counter, town.weeks(50, 10, 10))
    await town.plans("POST", f"/subprojects/{subproject}/milestones", decision(town))
    return subproject
