"""A round among 5,000 people: how long each request takes while they answer, and closing it."""

import asyncio
import time
from collections.abc import Awaitable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import httpx
from sqlalchemy import insert

from services.engagement.commands.consents import RecordConsent, record_consent
from services.engagement.commands.rounds import open_round, plan_round
from services.engagement.domain.consent import ConsentScope
from services.engagement.domain.rounds.ballots import BallotKey
from services.engagement.domain.rounds.course import RoundPlan
from services.engagement.domain.rounds.questions import Attitude, Motive, Stage
from services.engagement.tables import affected_person, staff, subproject
from shared.database import transaction
from shared.web.access import Role
from tests.benchmarks.report import Line
from tests.support.installations import Database
from tests.support.service_api import ServiceApi, service_api
from tests.support.service_apps import BALLOT_KEY

PEOPLE, TEAMS, FUNCTION_GROUPS = 5_000, 60, 5
AT_ONCE = 4
MINUTES = 10
ANSWER_BOUND, CLOSING_BOUND = 150, 2
SEED = 20261125


async def compare(database: Database) -> list[Line]:
    """Opening, answering and closing a round of everybody."""
    with TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        url = database.app_url("engagement")
        async with service_api("engagement", url, Path(folder), now) as api:
            subproject_id, people = await _found(api)
            began = time.perf_counter()
            async with transaction(api.engine) as connection:
                plan = RoundPlan(now.date(), now.date() + timedelta(days=10))
                round_id = await plan_round(connection, subproject_id, plan, now=now)
                key = BallotKey(BALLOT_KEY.encode())
                await open_round(connection, key, subproject_id, round_id, now=now)
            opening = time.perf_counter() - began
            began = time.perf_counter()
            taken = await _answered(api, people)
            rate = PEOPLE / (time.perf_counter() - began)
            began = time.perf_counter()
            address = f"/subprojects/{subproject_id}/rounds/{round_id}"
            await api.ok(Role.PROGRAMME_MANAGER, "POST", f"{address}/closings")
            closing = time.perf_counter() - began
            told = await api.ok(Role.PROGRAMME_MANAGER, "GET", f"{address}/opinions")
            shown = {(each["teamId"], each["functionGroupId"]) for each in told["items"]}
    groups = 1 + TEAMS + FUNCTION_GROUPS + TEAMS * FUNCTION_GROUPS
    return [
        _answering(taken, rate),
        Line(
            f"closing a first round of {PEOPLE:,} people, 3 questions, {groups} groups",
            f"{closing:.1f} s",
            "–",
            f"{len(shown)} groups told, opening took {opening:.1f} s",
            f"≤ {CLOSING_BOUND} s",
            closing <= CLOSING_BOUND,
        ),
    ]


def _answering(taken: Sequence[float], rate: float) -> Line:
    p95 = quantiles(taken, n=20)[-1]
    return Line(
        f"asking for the invitation, and answering, {AT_ONCE} at once ({rate:.0f} people a second)",
        f"{median(taken):.0f} ms",
        "–",
        f"p95 {p95:.0f} ms",
        f"p95 ≤ {ANSWER_BOUND} ms, {PEOPLE / MINUTES / 60:.1f} people a second",
        p95 <= ANSWER_BOUND and rate >= PEOPLE / MINUTES / 60,
    )


async def _found(api: ServiceApi) -> tuple[UUID, Sequence[UUID]]:
    """Everybody is affected, and the works council consented."""
    subproject_id, people = uuid4(), [uuid4() for _ in range(PEOPLE)]
    teams, groups = [uuid4() for _ in range(TEAMS)], [uuid4() for _ in range(FUNCTION_GROUPS)]
    day = date(api.now.year, 1, 1)
    async with transaction(api.engine) as connection:
        await connection.execute(
            insert(subproject).values(
                subproject_id=subproject_id,
                programme_id=uuid4(),
                name="Verhuizing online",
                first_moment="start",
                starts_on=api.now.date(),
            )
        )
        await connection.execute(
            insert(staff),
            [
                {
                    "staff_id": who,
                    "team_id": teams[place % TEAMS],
                    "function_group_id": groups[place // TEAMS % FUNCTION_GROUPS],
                }
                for place, who in enumerate(people)
            ],
        )
        await connection.execute(
            insert(affected_person),
            [
                {"subproject_id": subproject_id, "staff_id": who, "since": day, "told_at": api.now}
                for who in people
            ],
        )
        consent = RecordConsent(
            "OR-1", day, api.now.date() + timedelta(days=365), frozenset(ConsentScope)
        )
        await record_consent(connection, consent, by="or", now=api.now)
    return subproject_id, people


async def _answered(api: ServiceApi, people: Sequence[UUID]) -> list[float]:
    """Milliseconds of every request, of people who come a few at once."""
    taken: list[float] = []
    coming, random = iter(people), Random(SEED)

    async def come(waiting: Iterator[UUID]) -> None:
        for who in waiting:
            token = api.token(Role.EMPLOYEE, subject=who)
            bearer = {"Authorization": f"Bearer {token}"}
            own = await _timed(taken, api.client.get("/engagement/v1/own-rounds", headers=bearer))
            answer = {
                "code": own.json()["items"][0]["code"],
                "attitude": random.choice(list(Attitude)),
                "stage": random.choice(list(Stage)),
                "motive": random.choice(list(Motive)),
            }
            await _timed(taken, api.client.post("/engagement/v1/ballots", json=answer))

    await asyncio.gather(*(come(coming) for _ in range(AT_ONCE)))
    return taken


async def _timed(taken: list[float], asking: Awaitable[httpx.Response]) -> httpx.Response:
    began = time.perf_counter()
    answer = await asking
    taken.append((time.perf_counter() - began) * 1000)
    answer.raise_for_status()
    return answer
