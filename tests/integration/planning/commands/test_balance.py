"""The balance is computed again where something changed, and is then what it is as a whole."""

import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select, text

from services.planning.commands.balance import recompute_balance, refresh_balance
from services.planning.tables import balance_changes
from shared.database import transaction
from shared.web.access import Role
from tests.support.planning_world import TownHall

STEPS = 14
Rows = Sequence[tuple[Any, ...]]


async def kept(town: TownHall) -> Rows:
    """The balance as it is kept, each row with the transaction that wrote it."""
    async with transaction(town.api.engine) as connection:
        rows = await connection.execute(
            text(
                "SELECT xmin::text, balance.* FROM planning.capacity_balance AS balance"
                " ORDER BY expertise_id, monday"
            )
        )
        return [tuple(row) for row in rows]


async def following(town: TownHall) -> Rows:
    """What follows from the balance: to whom room is offered, and the last days to reserve."""
    async with transaction(town.api.engine) as connection:
        offered = await connection.execute(
            text("SELECT id, room_since FROM planning.reservations ORDER BY id")
        )
        deadlines = await connection.execute(
            text(
                "SELECT demand_id, last_day, open_minutes, served, options"
                " FROM planning.reservation_deadlines ORDER BY demand_id"
            )
        )
        return [tuple(row) for row in (*offered, *deadlines)]


@pytest.mark.parametrize("seed", range(8))
async def test_after_any_change_the_whole_balance_finds_nothing_to_change(
    town: TownHall, seed: int
) -> None:
    story = await Story.begin(town, random.Random(seed))
    seen = set()
    for _ in range(STEPS):
        await story.goes_on()
        before, events = await kept(town), await town.count("event_log")
        follows = await following(town)
        async with transaction(town.api.engine) as connection:
            await recompute_balance(connection, town.today)
        assert (await kept(town), await town.count("event_log")) == (before, events), story.done
        assert await following(town) == follows, story.done
        seen.add(tuple(row[1:] for row in before))
    assert len(seen) > STEPS // 4, "little happened"


async def test_a_change_writes_only_the_weeks_that_it_touches(town: TownHall) -> None:
    counter, data = await town.expertise("Balie"), await town.expertise("Gegevens")
    await town.team("Publiekszaken", h20=[counter])
    await town.team("Informatie", h30=[data])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, data, town.weeks(10, 1, 8))
    demand = await town.demand(subproject, counter, town.weeks(10, 1, 8))
    before = await kept(town)
    body = {"weeks": [*town.weeks(10, 1, 4), *town.weeks(11, 5, 5), *town.weeks(10, 6, 8)]}
    await town.plans("PUT", f"/subprojects/{subproject}/demands/{demand}", body, If_Match="*")
    (changed,) = set(await kept(town)) - set(before)
    assert (str(changed[1]), changed[3]) == (counter, 11 * 60)


async def test_nothing_waits_after_a_change(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(10))
    async with transaction(town.api.engine) as connection:
        assert (await connection.execute(select(balance_changes))).all() == []
        await refresh_balance(connection, town.today)


class Story:
    """A municipality in which everything that the balance follows from changes."""

    def __init__(self, town: TownHall, rng: random.Random) -> None:
        self._town, self._rng = town, rng
        self._expertises: list[str] = []
        self._teams: list[str] = []
        self._people: list[str] = []
        self._subprojects: list[str] = []
        self._demands: dict[tuple[str, str], str] = {}
        self._requests: list[tuple[str, str]] = []
        self._confirmed: list[tuple[str, str]] = []
        self.done: list[str] = []

    @classmethod
    async def begin(cls, town: TownHall, rng: random.Random) -> "Story":
        """Two teams with pools, one with people; some demand."""
        story = cls(town, rng)
        await town.consents()
        story._expertises = [await town.expertise(name) for name in ("Balie", "Data", "Web", "Wet")]
        story._teams = [
            await town.team("Publiekszaken", h20=story._expertises[:2]),
            await town.team("Informatie", h30=story._expertises[2:3]),
            await town.team("Beleid"),
        ]
        story._people = [
            *await town.people(story._teams[0], 5),
            *await town.people(story._teams[2], 3),
        ]
        for each in story._people[5:]:
            await town.capacity(each, 24, *rng.sample(story._expertises, 2))
        programme = await town.programme()
        story._subprojects = [
            await town.subproject(programme, name) for name in ("Een", "Twee", "Drie", "Vier")
        ]
        for _ in range(8):
            await story._ask()
        return story

    async def goes_on(self) -> None:
        """Somebody changes something."""
        steps: list[Callable[[], Awaitable[object]]] = [
            self._ask,
            self._ask,
            self._request_and_confirm,
            self._request_and_confirm,
            self._request_and_wait,
            self._request_and_wait,
            self._release,
            self._work_other_hours,
            self._master,
            self._be_absent,
            self._stand_at_the_counter,
            self._move_to_another_team,
            self._change_pools,
            self._have_a_peak,
            self._leave,
            self._cancel,
            self._merge,
        ]
        step = self._rng.choice(steps)
        self.done.append(step.__name__)
        await step()

    async def _ask(self) -> None:
        subproject, expertise = self._pick(self._subprojects), self._pick(self._expertises)
        weeks = self._town.weeks(self._rng.randint(5, 60), *self._span())
        level = self._rng.randint(1, 2)
        known = self._demands.get((subproject, expertise))
        if known is None:
            demand = await self._town.demand(subproject, expertise, weeks, level)
            self._demands[subproject, expertise] = demand
        else:
            await self._put(
                f"/subprojects/{subproject}/demands/{known}", {"weeks": weeks, "level": level}
            )

    async def _request_and_confirm(self) -> None:
        team, asked = await self._request()
        if asked:
            yes = {"reason": "Ja.", "overAllocationAllowed": True}
            await self._town.leads(team, f"/reservations/{asked}/confirmations", yes)
            self._confirmed.append((team, asked))

    async def _request_and_wait(self) -> None:
        team, asked = await self._request()
        if asked:
            await self._town.leads(
                team, f"/reservations/{asked}/postponements", {"reason": "Nog even."}
            )

    async def _request(self) -> tuple[str, str | None]:
        """Hours asked of a team, or of one of its people; no request when nobody is there."""
        team = self._pick(self._teams)
        mine = self._people[5:] if team == self._teams[2] else []
        who = self._rng.choice([*mine, None])
        weeks = self._town.weeks(self._rng.randint(1, 12), *self._span())
        body = {
            "subprojectId": self._pick(self._subprojects),
            "expertiseId": self._pick(self._expertises),
            "teamId": team,
            "staffId": who,
            "weeks": weeks,
        }
        answer = await self._town.api.ask(Role.PROGRAMME_MANAGER, "POST", "/reservations", body)
        return team, answer.json()["id"] if answer.is_success else None

    async def _release(self) -> None:
        if self._confirmed:
            team, given = self._confirmed.pop()
            answer = await self._town.api.ask(
                Role.TEAM_LEADER,
                "POST",
                f"/reservations/{given}/releases",
                {"reason": "Het kan niet meer."},
                teams=[team],
                If_Match="*",
            )
            assert answer.status_code in {200, 409}

    async def _work_other_hours(self) -> None:
        hours = {"fromDate": self._town.day(-9), "weeklyHours": self._rng.randint(8, 36)}
        await self._about("working-hours", {"workingHours": [hours]})

    async def _master(self) -> None:
        count = self._rng.randint(0, 3)
        levels = [
            {"expertiseId": each, "level": self._rng.randint(1, 3)}
            for each in self._rng.sample(self._expertises, min(count, len(self._expertises)))
        ]
        await self._about("expertises", {"expertises": levels})

    async def _be_absent(self) -> None:
        first, last = self._span()
        absence = {"startsOn": self._town.day(first * 7), "endsOn": self._town.day(last * 7)}
        await self._about("absences", {"absences": [absence]})

    async def _stand_at_the_counter(self) -> None:
        await self._about("counter-duties", {"counterDuties": [self._load()]})

    async def _have_a_peak(self) -> None:
        peak = {"name": "Verkiezingen"} | self._load()
        await self._put(f"/teams/{self._pick(self._teams)}/peaks", {"peaks": [peak]})

    async def _move_to_another_team(self) -> None:
        who = self._pick(self._people)
        found = await self._town.plans("GET", f"/staff/{who}")
        body = {
            "teamId": self._pick(self._teams),
            "functionGroupId": found["functionGroupId"],
            "changedOn": self._town.day(0),
        }
        await self._try("PUT", f"/staff/{who}/placement", body)

    async def _change_pools(self) -> None:
        pool = {
            "expertiseIds": self._rng.sample(self._expertises, min(2, len(self._expertises))),
            "weeklyHours": self._rng.randint(5, 40),
        }
        await self._put(f"/teams/{self._pick(self._teams)}/pools", {"pools": [pool]})

    async def _leave(self) -> None:
        await self._try(
            "POST", f"/staff/{self._pick(self._people)}/departures", {"leftOn": self._town.day(0)}
        )

    async def _cancel(self) -> None:
        if len(self._subprojects) > 3:
            subproject = self._subprojects.pop()
            await self._try(
                "POST", f"/subprojects/{subproject}/cancellations", {"reason": "Het hoeft niet."}
            )

    async def _merge(self) -> None:
        if len(self._expertises) > 3:
            merged, into = self._expertises.pop(), self._expertises[0]
            await self._try("POST", f"/expertises/{merged}/mergers", {"intoExpertiseId": into})
            self._demands = {
                key: value for key, value in self._demands.items() if merged not in key
            }
            for subproject in self._subprojects:
                found = await self._town.plans("GET", f"/subprojects/{subproject}/demands")
                for each in found["items"]:
                    self._demands[subproject, each["expertiseId"]] = each["id"]

    def _span(self) -> tuple[int, int]:
        first = self._rng.randint(0, 4)
        return first, first + self._rng.randint(0, 4)

    def _load(self) -> dict[str, Any]:
        first, last = self._span()
        return {
            "fromWeek": self._town.week(first),
            "untilWeek": self._town.week(last),
            "weeklyHours": self._rng.randint(1, 30),
        }

    def _pick(self, among: Sequence[str]) -> str:
        return self._rng.choice(among)

    async def _about(self, what: str, body: dict[str, Any]) -> None:
        await self._try("PUT", f"/staff/{self._pick(self._people[4:])}/{what}", body)

    async def _put(self, path: str, body: dict[str, Any]) -> None:
        await self._town.plans("PUT", path, body, If_Match="*")

    async def _try(self, method: str, path: str, body: dict[str, Any]) -> None:
        """What may be refused, because somebody has left for one."""
        answer = await self._town.api.ask(Role.PROGRAMME_MANAGER, method, path, body, If_Match="*")
        assert answer.status_code in {200, 201, 409}, answer.text
