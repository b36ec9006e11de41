"""Make a proposal, explain what falls short, and find what would repair it."""

from collections.abc import Callable
from time import monotonic

from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.proposal import Progress, Proposal


def propose(
    inputs: Inputs,
    *,
    time_limit: float,
    effort: float | None = None,
    seed: int = 1,
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = monotonic,
) -> Proposal:
    """A proposal for the programme."""
    raise NotImplementedError
