"""A proposal is worked on until it has an answer, whatever ends meanwhile."""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psutil
import pytest
from sqlalchemy import Row, select

from services.planning.commands.actor import Actor
from services.planning.commands.proposals import ask_for_proposal, cancel_proposal
from services.planning.domain.proposal.jobs import LEASE, MOST_ATTEMPTS, State
from services.planning.solving.process import Work
from services.planning.solving.proposals import Proposer
from services.planning.tables import proposals
from shared.database import transaction
from tests.support.installations import Database
from tests.support.planning_world import TownHall
from tests.support.solving import count, die, linger, ten
from tests.support.waiting import until

BY = Actor("programmamanager", "programme-manager")


@pytest.fixture
async def asked(town: TownHall) -> UUID:
    """A proposal that somebody asked for."""
    programme = UUID(await town.programme())
    async with transaction(town.api.engine) as connection:
        return await ask_for_proposal(
            connection, programme, seed=1, effort=10, by=BY, now=town.api.now
        )


async def test_the_answer_is_kept(town: TownHall, asked: UUID) -> None:
    assert await proposer(town, count).worked()
    found = await kept(town, asked)
    assert (found.state, found.answer) == (State.DONE, {"sum": 45})
    assert not await proposer(town, count).worked()


async def test_how_far_it_is_can_be_read_while_it_runs(town: TownHall, asked: UUID) -> None:
    async with asyncio.TaskGroup() as tasks:
        working = tasks.create_task(proposer(town, linger).worked())
        await until(lambda: has_begun(town, asked))
        assert (await kept(town, asked)).state == State.RUNNING
        working.cancel()


async def test_stopping_ends_the_process(town: TownHall, asked: UUID) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(proposer(town, linger).worked())
        solving = psutil.Process(await until(lambda: has_begun(town, asked)))
        await stop(town, asked)
    found = await kept(town, asked)
    assert (found.state, found.answer) == (State.CANCELLED, None)
    assert not solving.is_running()
    await stop(town, asked)


async def test_what_has_not_begun_is_stopped_at_once(town: TownHall, asked: UUID) -> None:
    await stop(town, asked)
    assert (await kept(town, asked)).state == State.CANCELLED
    assert not await proposer(town, count).worked()


async def test_another_tries_when_the_process_ended(town: TownHall, asked: UUID) -> None:
    assert await proposer(town, die).worked()
    assert (await kept(town, asked)).state == State.QUEUED
    assert await proposer(town, count).worked()
    assert (await kept(town, asked)).answer == {"sum": 45}


async def test_what_ends_the_process_each_time_is_given_up(town: TownHall, asked: UUID) -> None:
    for _ in range(MOST_ATTEMPTS):
        assert await proposer(town, die).worked()
    assert not await proposer(town, die).worked()
    assert (await kept(town, asked)).state == State.FAILED


async def test_a_service_that_is_killed_loses_nothing_but_time(
    town: TownHall, database: Database, asked: UUID
) -> None:
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.solving", "propose", database.app_url("planning")
    )
    pid = await until(lambda: has_begun(town, asked))
    killed.kill()
    await killed.wait()
    await until(lambda: not psutil.pid_exists(pid))
    assert not await proposer(town, count).worked(), "it is still held"
    assert await proposer(town, count, later=LEASE + timedelta(minutes=1)).worked()
    assert (await kept(town, asked)).answer == {"sum": 45}


async def test_who_was_thought_gone_changes_nothing_any_more(town: TownHall, asked: UUID) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(proposer(town, linger).worked())
        pid = await until(lambda: has_begun(town, asked))
        os.kill(pid, signal.SIGSTOP)
        assert await proposer(town, count, later=LEASE + timedelta(minutes=1)).worked()
    assert (await kept(town, asked)).answer == {"sum": 45}
    assert not psutil.pid_exists(pid)


async def test_two_that_look_at_once_take_it_once(town: TownHall, asked: UUID) -> None:
    worked = await asyncio.gather(*(proposer(town, count).worked() for _ in range(4)))
    assert sorted(worked) == [False, False, False, True]


async def test_without_consent_nothing_of_persons_is_kept(town: TownHall, asked: UUID) -> None:
    consent = await town.consents()
    assert await proposer(town, count).worked()
    await town.withdraws(consent)
    assert await town.count("proposals") == 0


def proposer(town: TownHall, work: Work, *, later: timedelta = timedelta()) -> Proposer:
    """Somebody who works on proposals, by a clock of their own."""

    def clock() -> datetime:
        return town.api.now + later

    return Proposer(town.api.engine, clock, ten, work)


async def kept(town: TownHall, proposal_id: UUID) -> Row[Any]:
    """The proposal as it is kept."""
    async with transaction(town.api.engine) as connection:
        rows = await connection.execute(select(proposals).where(proposals.c.id == proposal_id))
        return rows.one()


async def has_begun(town: TownHall, proposal_id: UUID) -> Any:
    """The process that works on it, when it has said so."""
    progress = (await kept(town, proposal_id)).progress
    return progress and progress.get("pid")


async def stop(town: TownHall, proposal_id: UUID) -> None:
    """Somebody stops it."""
    async with transaction(town.api.engine) as connection:
        await cancel_proposal(connection, proposal_id, town.api.now)
