"""What a request would do to the room of a team is what deciding about it would find."""

from uuid import UUID

from services.planning.commands.effects import Wanted, effects
from services.planning.commands.over_allocation import present_conflicts
from services.planning.domain.plan.planned_hours import WeekMinutes
from shared.database import transaction
from shared.isoweek import IsoWeek
from tests.support.planning_world import TownHall
from tests.support.staffing_world import staff_town


async def test_effects_of_a_team_are_the_conflicts_that_a_decision_finds(town: TownHall) -> None:
    made = await staff_town(town)
    first = IsoWeek.of(town.today).plus(8)
    weeks = {
        made.fits: [WeekMinutes(first.plus(n), 24 * 60) for n in range(4)],
        made.slightly_over: [WeekMinutes(first.plus(n), 1464) for n in range(3)],
        made.far_over: [WeekMinutes(first.plus(n), 44 * 60) for n in range(2)],
    }
    wanted = [
        Wanted(UUID(made.design), 1, UUID(made.front_office), None, each) for each in weeks.values()
    ]
    async with transaction(town.api.engine) as connection:
        found = await effects(connection, wanted)
        for asked, done in zip(weeks, found, strict=True):
            over = [each for each in done if each.over]
            conflicts = await present_conflicts(connection, UUID(asked))
            assert [(each.week, each.room) for each in conflicts] == [
                (each.week, each.room) for each in over
            ]
    percentages = [[each.percentage for each in done] for done in found]
    assert percentages == [[100, 100, 100, 60], [101] * 3, [150] * 2]


async def test_a_person_has_the_room_of_a_person(town: TownHall) -> None:
    await town.consents()
    design = await town.expertise("Procesontwerp")
    team, other = await town.team("Publieksplein"), await town.team("Burgerlijke stand")
    for place in (team, other):
        for hours in (16, 24):
            await town.capacity(await town.staff(place), hours, design)
    somebody = await town.staff(team)
    await town.capacity(somebody, 8, design)
    weeks = [WeekMinutes(IsoWeek.of(town.today).plus(2), 12 * 60)]
    async with transaction(town.api.engine) as connection:
        of_team, of_person = await effects(
            connection,
            [
                Wanted(UUID(design), 1, UUID(team), None, weeks),
                Wanted(UUID(design), 1, UUID(team), UUID(somebody), weeks),
            ],
        )
    assert (of_team[0].room.available, of_team[0].over) == (48 * 60, 0)
    assert (of_person[0].room.available, of_person[0].over) == (8 * 60, 4 * 60)


async def test_nothing_wanted_is_no_effect(town: TownHall) -> None:
    async with transaction(town.api.engine) as connection:
        assert await effects(connection, []) == []
