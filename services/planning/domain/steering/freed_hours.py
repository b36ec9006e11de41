"""Freed counter hours: what metrics estimates becomes a proposal, and only a team leader makes it
more than that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.planning.domain import wording
from shared.isoweek import IsoWeek
from shared.refusal import Reason

MEASURED_WEEKS = 4
"""Hours count as freed when they were free in each of the last so many measured weeks."""

WORTH_ASKING = 60
"""Minutes a week that must have come on top before a team leader is asked again."""


class State(StrEnum):
    """Where a proposal is."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    LAPSED = "lapsed"


_STATE_WORDS = {
    State.CONFIRMED: "bevestigd",
    State.REJECTED: "afgewezen",
    State.LAPSED: "vervallen",
}


class Destination(StrEnum):
    """What a team leader gives freed hours to. Only `project` makes them supply."""

    TRAINING = "training"
    QUALITY = "quality"
    CALM = "calm"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Level:
    """Minutes that a team's week needs less than its baseline; negative when it needs more."""

    week: IsoWeek
    minutes: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """Minutes a week given a destination, from one week until another, both included."""

    destination: Destination
    minutes: int
    from_week: IsoWeek
    until_week: IsoWeek


@dataclass(frozen=True, slots=True)
class Decided:
    """The latest decision of a team: the level it was about, and until when its allocations run
    (none: rejected).
    """

    level: int
    until_week: IsoWeek | None


def standing_level(levels: Iterable[Level]) -> Level | None:
    """What a team can count on: the lowest of its last measured weeks, at the newest of them. None
    while fewer than `MEASURED_WEEKS` are measured: then it is not known yet.
    """
    latest = sorted(levels, key=lambda level: level.week)[-MEASURED_WEEKS:]
    if len(latest) < MEASURED_WEEKS:
        return None
    return Level(latest[-1].week, max(0, min(level.minutes for level in latest)))


def to_propose(level: int, decided: Decided | None, this_week: IsoWeek) -> bool:
    """Whether to ask the team leader: enough came on top of what was last decided upon.

    A rejection stands until the level rises; a confirmation until the level rises or its
    allocations have ended.
    """
    if decided is None or (decided.until_week is not None and decided.until_week < this_week):
        return level >= WORTH_ASKING
    return level >= decided.level + WORTH_ASKING


def confirmed_in(week: IsoWeek, allocations: Iterable[Allocation]) -> int:
    """Minutes of a week that have a destination."""
    return sum(each.minutes for each in allocations if each.from_week <= week <= each.until_week)


def confirmed_from(week: IsoWeek, allocations: Sequence[Allocation]) -> int:
    """The most minutes that have a destination in any week from this one on."""
    starts = {week, *(each.from_week for each in allocations if each.from_week > week)}
    return max(confirmed_in(start, allocations) for start in starts)


def open_reasons(state: State) -> Iterator[Reason]:
    """Why a proposal can no longer be decided upon."""
    if state is not State.OPEN:
        yield Reason("impossible-transition", f"Dit voorstel is al {_STATE_WORDS[state]}.")


def allocation_reasons(
    wanted: Sequence[Allocation],
    running: Sequence[Allocation],
    level: int,
    this_week: IsoWeek,
) -> Iterator[Reason]:
    """Why freed hours cannot be given these destinations next to those that already run."""
    if not wanted:
        yield Reason("no-destination", "Noem minstens 1 bestemming.", "allocations")
    for place, each in enumerate(wanted):
        field = f"allocations.{place}"
        if each.minutes <= 0:
            yield Reason("no-hours", "Vul meer dan 0 uur in.", f"{field}.weeklyHours")
        if each.from_week < this_week:
            yield Reason(
                "week-past",
                f"{wording.week(each.from_week).capitalize()} is al voorbij.",
                f"{field}.fromWeek",
            )
        if each.until_week < each.from_week:
            yield Reason(
                "ends-before-start",
                "De laatste week ligt voor de eerste.",
                f"{field}.untilWeek",
            )
    given = confirmed_from(this_week, [*running, *wanted])
    if given > level:
        yield Reason(
            "more-than-freed",
            f"Er is {wording.hours(level)} per week vrijgekomen en u geeft "
            f"{wording.hours(given)} een bestemming.",
            "allocations",
        )
