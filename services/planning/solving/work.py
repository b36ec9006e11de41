"""What is solved for a proposal, as it goes to the other process and comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.proposal_inputs import proposal_inputs
from services.planning.commands.proposals import Claim
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.propose import propose
from services.planning.queries.proposals import PROGRESS, PROPOSAL

PATIENCE = 10
"""Seconds to wait for a second of effort: a core that others use is slow, but not that slow."""


@dataclass(frozen=True, slots=True)
class Given:
    """A plan, and how hard to look for a proposal."""

    inputs: Inputs
    seed: int
    effort: int


async def given_for(connection: AsyncConnection, claim: Claim, day: date) -> Given:
    """The plan as it is now, for a proposal that was asked for."""
    inputs = await proposal_inputs(connection, claim.programme_id, day)
    return Given(inputs, claim.seed, claim.effort)


def work(given: Given, tell: Callable[[Mapping[str, Any]], None]) -> Mapping[str, Any]:
    """Make the proposal, in plain values."""
    found = propose(
        given.inputs,
        effort=given.effort,
        time_limit=given.effort * PATIENCE,
        seed=given.seed,
        on_progress=lambda progress: tell(PROGRESS.dump_python(progress, mode="json")),
    )
    answer: Mapping[str, Any] = PROPOSAL.dump_python(found, mode="json")
    return answer
