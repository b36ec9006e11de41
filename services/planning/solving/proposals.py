"""Works on proposals, one at a time: whichever replica is free takes the next."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.planning.commands.proposals import (
    Claim,
    claim_proposal,
    end_proposal,
    hold_proposal,
    let_go_of_proposal,
)
from services.planning.domain.proposal.jobs import State
from services.planning.solving.process import Solver, Work, solver
from services.planning.solving.work import given_for, work
from shared.database import is_unavailable, transaction
from shared.runtime.clock import Clock, today

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks for a proposal that is asked for."""


Prepare = Callable[[AsyncConnection, Claim, date], Awaitable[Any]]
"""Reads what a claimed proposal is made of, on a day."""


async def work_on_proposals(engine: AsyncEngine, clock: Clock) -> None:
    """Solve what is asked for, and look again now and then, until cancelled."""
    proposer = Proposer(engine, clock, given_for, work)
    while True:
        try:
            worked = await proposer.worked()
        except Exception as error:
            if not is_unavailable(error):
                raise
            worked = False
        if not worked:
            await asyncio.sleep(LOOK_EVERY)


class Proposer:
    """Solves one proposal after another."""

    def __init__(self, engine: AsyncEngine, clock: Clock, prepare: Prepare, work: Work) -> None:
        self._engine = engine
        self._clock = clock
        self._prepare = prepare
        self._work = work

    async def worked(self) -> bool:
        """Work on one proposal until it ends or fails; False when none is asked for."""
        async with transaction(self._engine) as connection:
            claim = await claim_proposal(connection, self._clock())
        if claim is None:
            return False
        log.info("proposal_started", id=str(claim.id), attempt=claim.attempt)
        try:
            await self._solve(claim)
        except Exception as error:
            log.warning("proposal_failed", id=str(claim.id), error=type(error).__name__)
            async with transaction(self._engine) as connection:
                await let_go_of_proposal(connection, claim)
        return True

    async def _solve(self, claim: Claim) -> None:
        async with transaction(self._engine) as connection:
            given = await self._prepare(connection, claim, today(self._clock()))
        async with solver(self._work, given) as process:
            answer = await self._answer(claim, process)
        state = State.CANCELLED if answer is None else State.DONE
        async with transaction(self._engine) as connection:
            kept = await end_proposal(connection, claim, state, answer, self._clock())
        log.info("proposal_ended", id=str(claim.id), state=state.value, kept=kept)

    async def _answer(self, claim: Claim, process: Solver) -> Mapping[str, object] | None:
        progress: Mapping[str, object] | None = None
        while True:
            heard = await process.hear()
            if heard is not None and heard[1]:
                answer: Mapping[str, object] = heard[0]
                return answer
            progress = progress if heard is None else heard[0]
            async with transaction(self._engine) as connection:
                if not await hold_proposal(connection, claim, progress, self._clock()):
                    return None
