"""What a scenario changes of a plan. The changes are a set: the order in which they were thought of
makes no difference.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeAlias, assert_never
from uuid import UUID, uuid5

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.plan import Plan, PlannedDemand, PlannedReservation
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.rescheduling import rescheduled
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.reservations.reservations import State
from shared.isoweek import IsoWeek


class Kind(StrEnum):
    """What is changed, in the order in which it is done."""

    RESCHEDULE = "reschedule"
    MOVE_MILESTONE = "move-milestone"
    CHANGE_DEMAND = "change-demand"
    RELEASE = "release"
    RESERVE = "reserve"
    ADD_SUPPLY = "add-supply"
    LEARN = "learn"


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Other dates for a subproject; what is planned in it and not confirmed moves along."""

    kind: ClassVar[Kind] = Kind.RESCHEDULE
    subproject_id: UUID
    period: Period


@dataclass(frozen=True, slots=True)
class MoveMilestone:
    """Another day for a milestone."""

    kind: ClassVar[Kind] = Kind.MOVE_MILESTONE
    milestone_id: UUID
    due_on: date


@dataclass(frozen=True, slots=True)
class ChangeDemand:
    """The hours and the level that a subproject needs of an expertise, which it may not have needed
    before; no weeks: it needs none.
    """

    kind: ClassVar[Kind] = Kind.CHANGE_DEMAND
    subproject_id: UUID
    expertise_id: UUID
    level: int
    weeks: tuple[WeekMinutes, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Hours of a reservation are given back, or asked no longer where they were not given yet."""

    kind: ClassVar[Kind] = Kind.RELEASE
    reservation_id: UUID


@dataclass(frozen=True, slots=True)
class Reserve:
    """Hours of a team, or of one of its people, as if the team leader had given them."""

    kind: ClassVar[Kind] = Kind.RESERVE
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    weeks: tuple[WeekMinutes, ...]


@dataclass(frozen=True, slots=True)
class AddSupply:
    """Minutes a week that a team can give on top: somebody is hired, or counter hours are freed.
    No last week: for good.
    """

    kind: ClassVar[Kind] = Kind.ADD_SUPPLY
    team_id: UUID
    expertise_id: UUID
    level: int
    weekly_minutes: int
    from_week: IsoWeek
    until_week: IsoWeek | None

    def holds_in(self, week: IsoWeek) -> bool:
        """Whether the hours are there in a week."""
        return self.from_week <= week and (self.until_week is None or week <= self.until_week)


@dataclass(frozen=True, slots=True)
class Learn:
    """Somebody masters an expertise at a level from a week on. Who it is, is not kept of scenarios
    of a day in the past: then `staff_id` is None.
    """

    kind: ClassVar[Kind] = Kind.LEARN
    staff_id: UUID | None
    expertise_id: UUID
    level: int
    from_week: IsoWeek


Change: TypeAlias = (
    Reschedule | MoveMilestone | ChangeDemand | Release | Reserve | AddSupply | Learn
)

KINDS: Mapping[Kind, type[Change]] = {
    each.kind: each
    for each in (Reschedule, MoveMilestone, ChangeDemand, Release, Reserve, AddSupply, Learn)
}

ASSUMPTIONS = frozenset({Kind.ADD_SUPPLY, Kind.LEARN})
"""Nobody makes these true by deciding about a plan: they must be arranged."""

_ORDER = list(Kind)


def target(change: Change) -> Hashable:
    """What a change is about; there can be one of it in a scenario."""
    match change:
        case Reschedule():
            return change.kind, change.subproject_id
        case MoveMilestone():
            return change.kind, change.milestone_id
        case ChangeDemand():
            return change.kind, change.subproject_id, change.expertise_id
        case Release():
            return change.kind, change.reservation_id
        case Reserve():
            giver = change.team_id, change.staff_id
            return change.kind, change.subproject_id, change.expertise_id, giver
        case AddSupply():
            window = change.from_week, change.until_week
            return change.kind, change.team_id, change.expertise_id, change.level, window
        case Learn():
            return change.kind, change.staff_id, change.expertise_id
        case _:
            assert_never(change)


def person(change: Change) -> UUID | None:
    """Whom a change is about, where it is about somebody."""
    return change.staff_id if isinstance(change, Reserve | Learn) else None


def in_order(changes: Iterable[Change]) -> Sequence[Change]:
    """The changes in the order in which they are done: dates first, so that what is said about a
    milestone or a week holds whatever moves along.
    """
    return sorted(changes, key=lambda change: _ORDER.index(change.kind))


def applied(plan: Plan, changes: Iterable[Change]) -> Plan:
    """The plan as it would be with all of the changes. What a change is about and is no longer
    planned, stays as it is.
    """
    for change in in_order(changes):
        plan = _applied(plan, change)
    return plan


def _applied(plan: Plan, change: Change) -> Plan:
    match change:
        case Reschedule():
            if change.subproject_id not in plan.subprojects:
                return plan
            return rescheduled(plan, change.subproject_id, change.period, moves_along=True)
        case MoveMilestone():
            milestones = [
                replace(each, due_on=change.due_on) if each.id == change.milestone_id else each
                for each in plan.milestones
            ]
            return replace(plan, milestones=milestones)
        case ChangeDemand():
            return replace(plan, demands=list(_with_demand(plan, change)))
        case Release():
            kept = [each for each in plan.reservations if each.id != change.reservation_id]
            return replace(plan, reservations=kept)
        case Reserve():
            return replace(plan, reservations=[*plan.reservations, *_reserved(plan, change)])
        case AddSupply():
            return _with_supply(plan, change)
        case Learn():
            return _with_mastery(plan, change)
        case _:
            assert_never(change)


def _with_demand(plan: Plan, change: ChangeDemand) -> Iterator[PlannedDemand]:
    found = False
    for each in plan.demands:
        if (each.subproject_id, each.expertise_id) == (change.subproject_id, change.expertise_id):
            found = True
            if change.weeks:
                yield replace(each, level=change.level, weeks=change.weeks)
        else:
            yield each
    if not found and change.weeks and change.subproject_id in plan.subprojects:
        yield PlannedDemand(
            uuid5(change.subproject_id, str(change.expertise_id)),
            change.subproject_id,
            change.expertise_id,
            change.level,
            change.weeks,
        )


def _reserved(plan: Plan, change: Reserve) -> Iterator[PlannedReservation]:
    if change.subproject_id in plan.subprojects:
        yield PlannedReservation(
            uuid5(
                change.subproject_id, f"{change.expertise_id} {change.team_id} {change.staff_id}"
            ),
            change.subproject_id,
            change.expertise_id,
            change.team_id,
            change.staff_id,
            State.CONFIRMED,
            change.weeks,
        )


def _with_supply(plan: Plan, change: AddSupply) -> Plan:
    added = Supply(change.team_id, None, {change.expertise_id: change.level}, change.weekly_minutes)

    def supplies(week: IsoWeek) -> Sequence[Supply]:
        present = plan.supplies(week)
        return [*present, added] if change.holds_in(week) else present

    return replace(plan, supplies=supplies)


def _with_mastery(plan: Plan, change: Learn) -> Plan:
    def supplies(week: IsoWeek) -> Sequence[Supply]:
        present = plan.supplies(week)
        return present if week < change.from_week else [_learned(each, change) for each in present]

    return replace(plan, supplies=supplies)


def _learned(supply: Supply, change: Learn) -> Supply:
    if supply.staff_id is None or supply.staff_id != change.staff_id:
        return supply
    level = max(change.level, supply.levels.get(change.expertise_id, change.level))
    return replace(supply, levels={**supply.levels, change.expertise_id: level})
