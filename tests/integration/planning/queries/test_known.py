"""What was shown then is what is shown of then."""

import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.reservations.reservations import State
from services.planning.domain.steering.drafts import State as DraftState
from services.planning.queries.capacity import balances, demands_of
from services.planning.queries.change_load import change_load
from services.planning.queries.deadlines import deadlines_of
from services.planning.queries.drafts import newest_drafts
from services.planning.queries.inbox import inbox, inbox_of
from services.planning.queries.plan import milestones_of, programmes_page, subprojects_page
from services.planning.queries.reservations import reservations_page
from services.planning.queries.scenarios import scenarios_page
from services.planning.queries.staffing import staffing
from services.planning.queries.steering import steering
from services.planning.queries.timeline import timeline
from services.planning.queries.timeliness import timeliness_of
from shared.contracts.engagement_v1 import BarrierDetected, BarrierEvidence, Stage
from shared.database import transaction
from shared.database.history import known_at
from shared.isoweek import IsoWeek
from shared.web.access import Role
from tests.support.installations import Database
from tests.support.past import as_if_days_ago
from tests.support.planning_world import TownHall

STEPS = 12


async def shown(connection: AsyncConnection, day: date) -> Sequence[object]:
    """Every overview of the plan."""
    subprojects = await subprojects_page(connection, programme_id=None, after=None, limit=100)
    ids = sorted(each.id for each in subprojects)
    this_week = IsoWeek.of(day)
    return [
        await programmes_page(connection, after=None, limit=100),
        subprojects,
        [await milestones_of(connection, each) for each in ids],
        [await demands_of(connection, each) for each in ids],
        await balances(connection, this_week, this_week.plus(51)),
        await reservations_page(connection, state=None, team_ids=None, after=None, limit=100),
        await steering(connection, day, most_decisions=100),
        await timeline(
            connection, day - timedelta(days=90), day + timedelta(days=400), forecast=False
        ),
        [await deadlines_of(connection, each) for each in ids],
        [await inbox_of(connection, each) for each in ids],
        await inbox(connection, states=set(State), team_ids=None, page=1),
        await staffing(connection, this_week, this_week.plus(25)),
        await timeliness_of(connection, this_week, this_week.plus(25)),
        await change_load(connection, day, this_week, this_week.plus(25)),
        await newest_drafts(connection, set(DraftState), limit=100),
        await scenarios_page(connection, None, after=None, limit=100),
    ]


@pytest.mark.parametrize("seed", range(4))
async def test_every_overview_of_a_moment_is_what_was_shown_then(town: TownHall, seed: int) -> None:
    story = await Story.begin(town, random.Random(seed))
    seen: list[tuple[datetime, Sequence[object]]] = []
    for _ in range(STEPS):
        await story.goes_on()
        async with transaction(town.api.engine) as connection:
            moment = await connection.scalar(select(func.clock_timestamp()))
            assert moment is not None
            seen.append((moment, await shown(connection, town.today)))
    assert len({repr(answer) for _, answer in seen}) > STEPS // 3, "little happened"
    for moment, then in seen:
        async with transaction(town.api.engine) as connection:
            past = await known_at(connection, "planning", moment)
            assert await shown(past, town.today) == then


class Story:
    """Changes of a plan, one after another, as people happen to make them."""

    def __init__(
        self,
        town: TownHall,
        rng: random.Random,
        programme: str,
        expertises: Sequence[str],
        team: str,
    ) -> None:
        self._town, self._rng = town, rng
        self._programme, self._expertises, self._team = programme, expertises, team
        self._subprojects: list[str] = []
        self._demands: list[tuple[str, str]] = []
        self._requests: list[str] = []

    @classmethod
    async def begin(cls, town: TownHall, rng: random.Random) -> "Story":
        """A programme with a first subproject, and a team that can give something."""
        expertises = [await town.expertise(name) for name in ("Inrichting", "Training")]
        team = await town.team("Burgerzaken", h20=expertises)
        story = cls(town, rng, await town.programme(), expertises, team)
        await story._plan()
        return story

    async def goes_on(self) -> None:
        """Somebody changes something."""
        steps: list[Callable[[], Awaitable[object]]] = [
            self._plan,
            self._ask,
            self._request,
            self._decide,
            self._move,
            self._set_milestone,
            self._branch,
            self._detect_barrier,
        ]
        await self._rng.choice(steps)()

    async def _plan(self) -> None:
        name = f"Deelproject {len(self._subprojects)}"
        self._subprojects.append(await self._town.subproject(self._programme, name))

    async def _ask(self) -> None:
        subproject, expertise = (
            self._rng.choice(self._subprojects),
            self._rng.choice(self._expertises),
        )
        weeks = self._town.weeks(self._rng.randint(1, 30), 1, self._rng.randint(1, 6))
        if (subproject, expertise) in self._demands:
            return
        self._demands.append((subproject, expertise))
        await self._town.demand(subproject, expertise, weeks)

    async def _request(self) -> None:
        weeks = self._town.weeks(self._rng.randint(1, 3), 1, 2)
        self._requests.append(
            await self._town.request(
                self._rng.choice(self._subprojects),
                self._rng.choice(self._expertises),
                self._team,
                weeks,
            )
        )

    async def _decide(self) -> None:
        if self._requests:
            request = self._requests.pop()
            what = self._rng.choice(["confirmations", "rejections", "postponements"])
            await self._town.leads(
                self._team, f"/reservations/{request}/{what}", {"reason": "Zo is het."}
            )

    async def _move(self) -> None:
        subproject = self._rng.choice(self._subprojects)
        body = {
            "startsOn": self._town.day(-14 - self._rng.randint(1, 90)),
            "endsOn": self._town.day(200),
            "reason": "Het loopt anders.",
        }
        await self._town.plans("PUT", f"/subprojects/{subproject}/period", body, If_Match="*")

    async def _set_milestone(self) -> None:
        body = {
            "kind": "decision",
            "name": "Besluit",
            "dueOn": self._town.day(self._rng.randint(1, 90)),
        }
        await self._town.plans(
            "POST", f"/subprojects/{self._rng.choice(self._subprojects)}/milestones", body
        )

    async def _branch(self) -> None:
        body = {"programmeId": self._programme, "name": f"Scenario {self._rng.random()}"}
        await self._town.plans("POST", "/scenarios", body)

    async def _detect_barrier(self) -> None:
        subproject = UUID(self._rng.choice(self._subprojects))
        await self._town.hears(
            BarrierDetected(
                barrier_id=subproject,
                subproject_id=subproject,
                function_group_id=None,
                stage=self._rng.choice([Stage.ABLE, Stage.WILLING]),
                evidence=BarrierEvidence(round_id=UUID(int=self._rng.randint(1, 9))),
            )
        )


async def test_an_overview_is_asked_for_by_its_day(town: TownHall, database: Database) -> None:
    programme = await town.programme()
    await as_if_days_ago(database, 30)
    subproject = await town.subproject(programme)
    day = (town.today - timedelta(days=3)).isoformat()
    now = await town.plans("GET", "/subprojects")
    then = await town.plans("GET", f"/subprojects?per={day}")
    assert [each["id"] for each in now["items"]] == [subproject]
    assert then["items"] == []
    assert len((await town.plans("GET", f"/programmes?per={day}"))["items"]) == 1
    await town.plans("GET", f"/steering-overview?per={day}")
    await town.api.refused(
        404, Role.PROGRAMME_MANAGER, "GET", f"/subprojects/{subproject}?per={day}"
    )


async def test_a_day_ahead_or_before_there_was_a_plan_is_refused(town: TownHall) -> None:
    ahead, before = town.day(1), town.day(-1)
    ask = (Role.PROGRAMME_MANAGER, "GET")
    assert await town.api.refused(400, *ask, f"/programmes?per={ahead}") == ["day-ahead"]
    assert await town.api.refused(400, *ask, f"/programmes?per={before}") == ["not-known-then"]
    await town.programme()
    assert await town.api.refused(400, *ask, f"/programmes?per={before}") == ["not-known-then"]


async def test_the_past_says_nothing_about_a_person(town: TownHall, database: Database) -> None:
    connection = await asyncpg.connect(database.admin_url)
    try:
        columns = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'planning_history' AND table_name LIKE '%versions'"
            " AND (column_name LIKE '%staff%' OR column_name IN ('by', 'judged_by'))"
        )
    finally:
        await connection.close()
    assert columns == []
