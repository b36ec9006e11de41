"""Scenarios: why one cannot become the plan, and what must be so to have it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from services.planning.domain.plan import milestones
from services.planning.domain.plan.plan import Plan
from services.planning.domain.plan.planned_hours import (
    impossible_week_reasons,
    past_week_reasons,
    week_reasons,
)
from services.planning.domain.plan.rescheduling import rescheduling_reasons
from services.planning.domain.plan.subprojects import period_reasons
from services.planning.domain.scenarios.changes import (
    AddSupply,
    Change,
    ChangeDemand,
    Learn,
    MoveMilestone,
    Release,
    Reschedule,
    Reserve,
    target,
)
from shared.isoweek import IsoWeek
from shared.refusal import Reason

MOST_CHANGES = 100
MOST_COMPARED = 3
"""Beside the plan as it is: four columns fit on a screen."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a change cannot become the plan."""

    change: Change
    reason: Reason


def obstacles(before: Plan, after: Plan, changes: Collection[Change]) -> Iterator[Obstacle]:
    """All that stands in the way of the plan that comes after, by the rules of the plan as a whole:
    what the one change makes impossible, another may make possible again.
    """
    for change in changes:
        for reason in _reasons(before, after, change):
            yield Obstacle(change, reason)


def addition_reasons(
    plan: Plan, programme_id: UUID, present: Collection[Change], change: Change
) -> Iterator[Reason]:
    """Why a change cannot be one of a programme's scenario, next to those that are there."""
    if len(present) >= MOST_CHANGES:
        yield Reason("too-many", f"Een scenario heeft hoogstens {MOST_CHANGES} wijzigingen.")
    if target(change) in {target(each) for each in present}:
        yield Reason(
            "changed-twice",
            "Dit wijzigt al in dit scenario. Pas die wijziging aan of haal die weg.",
        )
    if not _is_about(plan, change):
        yield from _gone_reasons(change)
    elif _programme_of(plan, change) not in (None, programme_id):
        yield Reason("other-programme", "Dit hoort bij een ander programma dan het scenario.")
    yield from _impossible_reasons(change)


def promotable_reasons(promoted: bool, changes: Collection[Change]) -> Iterator[Reason]:
    """Why a scenario cannot be promoted, or changed any more."""
    yield from promoted_reasons(promoted)
    if not changes:
        yield Reason("no-changes", "Dit scenario wijzigt niets.")


def promoted_reasons(promoted: bool) -> Iterator[Reason]:
    """Why nothing can change in a scenario any more."""
    if promoted:
        yield Reason("scenario-promoted", "Dit scenario is al doorgevoerd.")


def comparison_reasons(programmes: Collection[UUID]) -> Iterator[Reason]:
    """Why scenarios of these programmes cannot be compared."""
    if len(set(programmes)) > 1:
        yield Reason(
            "different-programmes",
            "Deze scenario’s horen bij verschillende programma’s.",
            "scenarioId",
        )


def _reasons(before: Plan, after: Plan, change: Change) -> Iterator[Reason]:
    if not _is_about(before, change):
        yield from _gone_reasons(change)
        return
    match change:
        case Reschedule():
            yield from rescheduling_reasons(before, after, change.subproject_id)
        case MoveMilestone():
            (moved,) = (each for each in after.milestones if each.id == change.milestone_id)
            period = after.subprojects[moved.subproject_id].period
            yield from milestones.due_reasons(change.due_on, period)
        case ChangeDemand():
            yield from week_reasons(change.weeks, after.subprojects[change.subproject_id].period)
        case Reserve():
            yield from week_reasons(change.weeks, after.subprojects[change.subproject_id].period)
            yield from past_week_reasons(change.weeks, IsoWeek.of(after.today))
        case Release() | AddSupply() | Learn():
            return
        case _:
            assert_never(change)


def _impossible_reasons(change: Change) -> Iterator[Reason]:
    """What can never be, whatever the plan."""
    match change:
        case Reschedule():
            yield from period_reasons(change.period)
        case ChangeDemand() | Reserve():
            yield from impossible_week_reasons(change.weeks)
        case AddSupply():
            if change.until_week is not None and change.until_week < change.from_week:
                yield Reason(
                    "ends-before-start", "De laatste week ligt vóór de eerste.", "untilWeek"
                )
            if change.weekly_minutes <= 0:
                yield Reason("no-hours", "Vul meer dan 0 uur in.", "weeklyHours")
        case MoveMilestone() | Release() | Learn():
            return
        case _:
            assert_never(change)


def _is_about(plan: Plan, change: Change) -> bool:
    """Whether what a change is about is planned, and can still change."""
    match change:
        case Reschedule() | Reserve():
            return change.subproject_id in plan.subprojects
        case MoveMilestone():
            return any(each.id == change.milestone_id for each in plan.milestones)
        case ChangeDemand():
            if change.weeks:
                return change.subproject_id in plan.subprojects
            asked = change.subproject_id, change.expertise_id
            return any((each.subproject_id, each.expertise_id) == asked for each in plan.demands)
        case Release():
            return any(each.id == change.reservation_id for each in plan.reservations)
        case AddSupply() | Learn():
            return True
        case _:
            assert_never(change)


def _programme_of(plan: Plan, change: Change) -> UUID | None:
    """The programme that a change is about; None for what is there for all."""
    match change:
        case Reschedule() | Reserve() | ChangeDemand():
            return plan.programme_of[change.subproject_id]
        case MoveMilestone():
            (found,) = (each for each in plan.milestones if each.id == change.milestone_id)
            return plan.programme_of[found.subproject_id]
        case Release():
            (held,) = (each for each in plan.reservations if each.id == change.reservation_id)
            return plan.programme_of[held.subproject_id]
        case AddSupply() | Learn():
            return None
        case _:
            assert_never(change)


def _gone_reasons(change: Change) -> Iterator[Reason]:
    match change:
        case Reschedule() | Reserve():
            yield Reason(
                "subproject-gone", "Dit deelproject bestaat niet, of is afgerond of geannuleerd."
            )
        case MoveMilestone():
            yield Reason(
                "milestone-gone", "Deze mijlpaal bestaat niet, of is bereikt of geannuleerd."
            )
        case ChangeDemand():
            yield Reason(
                "demand-gone",
                "Dit deelproject vraagt deze expertise niet, of is afgerond of geannuleerd.",
            )
        case Release():
            yield Reason("reservation-gone", "Dit inzetverzoek bestaat niet, of loopt niet meer.")
        case AddSupply() | Learn():
            return
        case _:
            assert_never(change)
