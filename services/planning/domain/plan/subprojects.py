"""Subprojects: their states, their dates and the order in which they depend on each other."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.planning.domain import wording
from shared.refusal import Reason, refuse_when


class State(StrEnum):
    """Where a subproject is."""

    PLANNED = "planned"
    STARTED = "started"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can be done with a subproject."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    CANCEL = "cancel"


CLOSED = frozenset({State.COMPLETED, State.CANCELLED})

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
"""Earlier or later is a slip of the pen. Others count weeks back from these days, and on from them;
they should stay in the calendar.
"""

_STEPS: Mapping[tuple[State, Step], State] = {
    (State.PLANNED, Step.START): State.STARTED,
    (State.PLANNED, Step.CANCEL): State.CANCELLED,
    (State.STARTED, Step.PAUSE): State.PAUSED,
    (State.STARTED, Step.COMPLETE): State.COMPLETED,
    (State.STARTED, Step.CANCEL): State.CANCELLED,
    (State.PAUSED, Step.RESUME): State.STARTED,
    (State.PAUSED, Step.CANCEL): State.CANCELLED,
}

_STATE_WORDS = {
    State.PLANNED: "gepland",
    State.STARTED: "gestart",
    State.PAUSED: "gepauzeerd",
    State.COMPLETED: "afgerond",
    State.CANCELLED: "geannuleerd",
}
_STEP_WORDS = {
    Step.START: "starten",
    Step.PAUSE: "pauzeren",
    Step.RESUME: "hervatten",
    Step.COMPLETE: "afronden",
    Step.CANCEL: "annuleren",
}


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a subproject or programme."""

    starts_on: date
    ends_on: date

    def includes(self, day: date) -> bool:
        """Whether a day falls within it."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Subproject:
    """A part of the programme with its own focus area. `depends_on` must be completed before it can
    start.
    """

    id: UUID
    name: str
    state: State
    period: Period
    depends_on: frozenset[UUID] = field(default_factory=frozenset)


def period_reasons(period: Period) -> Iterator[Reason]:
    """Why these dates cannot be a subproject's or programme's."""
    if period.ends_on < period.starts_on:
        yield Reason("ends-before-start", "De einddatum ligt voor de begindatum.", "endsOn")
    yield from _too_early_reasons(period.starts_on, "startsOn")
    if period.ends_on > LAST_DAY:
        yield Reason(
            "too-far-ahead",
            f"Deze datum is te ver weg. De laatste die kan, is {wording.day(LAST_DAY)}.",
            "endsOn",
        )


def dependency_reasons(
    subproject: Subproject, depends_on: Collection[UUID], others: Mapping[UUID, Subproject]
) -> Iterator[Reason]:
    """Why a subproject cannot come after these; `others` are the other subprojects of its
    programme.
    """
    if subproject.id in depends_on:
        yield Reason(
            "depends-on-itself", "Een deelproject kan niet van zichzelf afhangen.", "dependsOn"
        )
    for dependency in sorted(depends_on - others.keys() - {subproject.id}):
        yield Reason(
            "dependency-unknown",
            f"Deelproject {dependency} hoort niet bij dit programma.",
            "dependsOn",
        )
    for dependency in sorted(depends_on & others.keys()):
        if path := _path(dependency, subproject.id, others):
            names = " → ".join(others[each].name for each in path)
            yield Reason(
                "cyclic-dependency",
                f"Dit maakt een kring: {subproject.name} → {names} → {subproject.name}.",
                "dependsOn",
            )
        yield from _order_reasons(others[dependency], subproject)


def dependents_reasons(subproject: Subproject, others: Iterable[Subproject]) -> Iterator[Reason]:
    """Why those that wait for this subproject cannot live with its dates."""
    for other in others:
        if subproject.id in other.depends_on and other.state is State.PLANNED:
            yield from _order_reasons(subproject, other)


def step_reasons(subproject: Subproject, step: Step) -> Iterator[Reason]:
    """Why a subproject cannot make this step from the state it is in."""
    if (subproject.state, step) not in _STEPS:
        yield Reason(
            "impossible-transition",
            f"Een deelproject dat {_STATE_WORDS[subproject.state]} is, kunt u niet "
            f"{_STEP_WORDS[step]}.",
        )


def waiting_reasons(subproject: Subproject) -> Iterator[Reason]:
    """Why it no longer matters what a subproject waits for: it is not waiting for its start."""
    if subproject.state is not State.PLANNED:
        yield Reason(
            "subproject-not-waiting",
            f"Het deelproject is {_STATE_WORDS[subproject.state]} en wacht nergens meer op.",
        )


def open_dependency_reasons(dependencies: Iterable[Subproject]) -> Iterator[Reason]:
    """Why a subproject cannot start yet: what it waits for is not completed. A cancelled one is
    waited for no more.
    """
    for dependency in dependencies:
        if dependency.state not in CLOSED:
            yield Reason(
                "dependency-open", f"Deelproject “{dependency.name}” is nog niet afgerond."
            )


def closed_reasons(subproject: Subproject) -> Iterator[Reason]:
    """Why nothing can be planned in a subproject any more."""
    if subproject.state in CLOSED:
        yield Reason("subproject-closed", f"Het deelproject is {_STATE_WORDS[subproject.state]}.")


def happened_reasons(day: date, today: date, field_name: str) -> Iterator[Reason]:
    """Why something cannot have happened on a day."""
    if day > today:
        yield Reason("in-the-future", "Deze datum ligt in de toekomst.", field_name)
    yield from _too_early_reasons(day, field_name)


def after(subproject: Subproject, step: Step) -> State:
    """The state that a step leads to.

    Raises:
        Refusal: the step is not possible from the present state.
    """
    refuse_when(step_reasons(subproject, step))
    return _STEPS[subproject.state, step]


def _too_early_reasons(day: date, field_name: str) -> Iterator[Reason]:
    if day < FIRST_DAY:
        yield Reason(
            "too-long-ago",
            f"Deze datum is te lang geleden. De eerste die kan, is {wording.day(FIRST_DAY)}.",
            field_name,
        )


def starts_too_early(then: Subproject, first: Subproject) -> bool:
    """Whether a subproject starts before what it waits for ends. A closed one is waited for no
    more.
    """
    return first.state not in CLOSED and then.period.starts_on <= first.period.ends_on


def _order_reasons(first: Subproject, then: Subproject) -> Iterator[Reason]:
    if starts_too_early(then, first):
        yield Reason(
            "starts-before-dependency-ends",
            f"“{then.name}” begint op {wording.day(then.period.starts_on)}, maar wacht op "
            f"“{first.name}”, dat tot en met {wording.day(first.period.ends_on)} duurt.",
            "startsOn",
        )


def _path(start: UUID, goal: UUID, others: Mapping[UUID, Subproject]) -> list[UUID]:
    """The dependencies from `start` to the last one that depends on `goal`; empty when there is no
    such chain.
    """
    came_from: dict[UUID, UUID | None] = {start: None}
    stack = [start]
    while stack:
        current = stack.pop()
        if goal in others[current].depends_on:
            path: list[UUID] = []
            step: UUID | None = current
            while step is not None:
                path.append(step)
                step = came_from[step]
            return path[::-1]
        for dependency in others[current].depends_on & others.keys() - came_from.keys():
            came_from[dependency] = current
            stack.append(dependency)
    return []
