"""Milestones: the moments in a subproject that others count from."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum

from services.planning.domain import wording
from services.planning.domain.plan.subprojects import Period
from shared.refusal import Reason

GO_LIVE = "go-live"


class State(StrEnum):
    """Where a milestone is."""

    PLANNED = "planned"
    REACHED = "reached"
    CANCELLED = "cancelled"


_STATE_WORDS = {
    State.PLANNED: "gepland",
    State.REACHED: "al bereikt",
    State.CANCELLED: "geannuleerd",
}


def due_reasons(due_on: date, period: Period) -> Iterator[Reason]:
    """Why a milestone cannot fall on this day: it lies outside the subproject."""
    if not period.includes(due_on):
        yield Reason(
            "outside-subproject",
            "De mijlpaal valt buiten het deelproject, dat loopt van "
            f"{wording.day(period.starts_on)} tot en met {wording.day(period.ends_on)}.",
            "dueOn",
        )


def left_outside_reasons(name: str, due_on: date, period: Period) -> Iterator[Reason]:
    """Why a subproject cannot get these dates: a milestone that it has would fall outside."""
    if not period.includes(due_on):
        yield Reason(
            "milestone-outside-dates", f"Mijlpaal “{name}” valt dan buiten het deelproject."
        )


def affects_reasons(kind: str, affects: Collection[object]) -> Iterator[Reason]:
    """Why these affected products do not fit the kind: a go-live names them, other kinds have
    none.
    """
    if kind == GO_LIVE and not affects:
        yield Reason(
            "go-live-without-products",
            "Noem bij een livegang de producten en kanalen die veranderen.",
            "affects",
        )
    if kind != GO_LIVE and affects:
        yield Reason(
            "products-without-go-live", "Alleen een livegang verandert producten.", "affects"
        )


def unreached_reasons(names: Iterable[str]) -> Iterator[Reason]:
    """Why a subproject cannot be completed yet: it has milestones still to reach, by name."""
    for name in names:
        yield Reason(
            "milestone-planned",
            f"Mijlpaal “{name}” is nog gepland. Leg vast dat die bereikt is, of annuleer die.",
        )


def planned_reasons(state: State) -> Iterator[Reason]:
    """Why a milestone can no longer be moved, reached or cancelled."""
    if state is not State.PLANNED:
        yield Reason("impossible-transition", f"De mijlpaal is {_STATE_WORDS[state]}.")
