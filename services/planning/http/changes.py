"""The changes of a scenario, as they come in and go out."""

from typing import Annotated, Literal, TypeAlias, assert_never
from uuid import UUID

from pydantic import Field

from services.planning.domain.balance.balance import LOWEST_LEVEL
from services.planning.domain.hours import to_hours, to_minutes
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.scenarios import changes
from services.planning.domain.scenarios.changes import ASSUMPTIONS, Change, Kind
from services.planning.http.fields import (
    Hours,
    Level,
    SomeWeeks,
    WeekHours,
    WeekName,
    Weeks,
    week_minutes,
)
from services.planning.queries.scenarios import StoredChange
from shared.contracts.vocabulary import Day
from shared.isoweek import IsoWeek
from shared.web.answers import Body, Resource


class RescheduleChange(Body):
    """Other dates for a subproject; what is planned in it and not confirmed moves along."""

    kind: Literal["reschedule"]
    subproject_id: UUID
    starts_on: Day
    ends_on: Day

    def change(self) -> Change:
        """As the rules know it."""
        return changes.Reschedule(self.subproject_id, Period(self.starts_on, self.ends_on))


class MilestoneChange(Body):
    """Another day for a milestone."""

    kind: Literal["move-milestone"]
    milestone_id: UUID
    due_on: Day

    def change(self) -> Change:
        """As the rules know it."""
        return changes.MoveMilestone(self.milestone_id, self.due_on)


class DemandChange(Body):
    """What a subproject needs of an expertise, asked before or not; no weeks: nothing."""

    kind: Literal["change-demand"]
    subproject_id: UUID
    expertise_id: UUID
    level: Level = LOWEST_LEVEL
    weeks: Weeks

    def change(self) -> Change:
        """As the rules know it."""
        weeks = tuple(week_minutes(self.weeks))
        return changes.ChangeDemand(self.subproject_id, self.expertise_id, self.level, weeks)


class ReleaseChange(Body):
    """Hours of a reservation are given back, or asked no longer."""

    kind: Literal["release"]
    reservation_id: UUID

    def change(self) -> Change:
        """As the rules know it."""
        return changes.Release(self.reservation_id)


class ReserveChange(Body):
    """Hours of a team, or of one of its people, as if its leader had given them."""

    kind: Literal["reserve"]
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None = None
    weeks: SomeWeeks

    def change(self) -> Change:
        """As the rules know it."""
        return changes.Reserve(
            self.subproject_id,
            self.expertise_id,
            self.team_id,
            self.staff_id,
            tuple(week_minutes(self.weeks)),
        )


class SupplyChange(Body):
    """Hours a week that a team can give on top; no last week: for good."""

    kind: Literal["add-supply"]
    team_id: UUID
    expertise_id: UUID
    level: Level = LOWEST_LEVEL
    weekly_hours: Hours
    from_week: WeekName
    until_week: WeekName | None = None

    def change(self) -> Change:
        """As the rules know it."""
        return changes.AddSupply(
            self.team_id,
            self.expertise_id,
            self.level,
            to_minutes(self.weekly_hours),
            IsoWeek.parse(self.from_week),
            None if self.until_week is None else IsoWeek.parse(self.until_week),
        )


class LearnChange(Body):
    """Somebody masters an expertise from a week on."""

    kind: Literal["learn"]
    staff_id: UUID
    expertise_id: UUID
    level: Level = LOWEST_LEVEL
    from_week: WeekName

    def change(self) -> Change:
        """As the rules know it."""
        week = IsoWeek.parse(self.from_week)
        return changes.Learn(self.staff_id, self.expertise_id, self.level, week)


AnyChange: TypeAlias = Annotated[
    RescheduleChange
    | MilestoneChange
    | DemandChange
    | ReleaseChange
    | ReserveChange
    | SupplyChange
    | LearnChange,
    Field(discriminator="kind"),
]


class ChangeAnswer(Resource):
    """A change of a scenario. An assumption is not made true by promoting: it must be arranged."""

    id: UUID
    is_assumption: bool
    change: AnyChange


def change_answer(stored: StoredChange) -> ChangeAnswer:
    """A change as it goes out."""
    return ChangeAnswer(
        id=stored.id,
        is_assumption=stored.change.kind in ASSUMPTIONS,
        change=outward(stored.change),
    )


def outward(change: Change) -> AnyChange:
    """A change in the form in which it would come in."""
    match change:
        case changes.Reschedule():
            return RescheduleChange(
                kind=Kind.RESCHEDULE.value,
                subprojectId=change.subproject_id,
                startsOn=change.period.starts_on,
                endsOn=change.period.ends_on,
            )
        case changes.MoveMilestone():
            return MilestoneChange(
                kind=Kind.MOVE_MILESTONE.value,
                milestoneId=change.milestone_id,
                dueOn=change.due_on,
            )
        case changes.ChangeDemand():
            return DemandChange(
                kind=Kind.CHANGE_DEMAND.value,
                subprojectId=change.subproject_id,
                expertiseId=change.expertise_id,
                level=change.level,
                weeks=_hours(change.weeks),
            )
        case changes.Release():
            return ReleaseChange(kind=Kind.RELEASE.value, reservationId=change.reservation_id)
        case changes.Reserve():
            return ReserveChange(
                kind=Kind.RESERVE.value,
                subprojectId=change.subproject_id,
                expertiseId=change.expertise_id,
                teamId=change.team_id,
                staffId=change.staff_id,
                weeks=_hours(change.weeks),
            )
        case changes.AddSupply():
            return SupplyChange(
                kind=Kind.ADD_SUPPLY.value,
                teamId=change.team_id,
                expertiseId=change.expertise_id,
                level=change.level,
                weeklyHours=to_hours(change.weekly_minutes),
                fromWeek=str(change.from_week),
                untilWeek=None if change.until_week is None else str(change.until_week),
            )
        case changes.Learn():
            return LearnChange(
                kind=Kind.LEARN.value,
                staffId=change.staff_id,
                expertiseId=change.expertise_id,
                level=change.level,
                fromWeek=str(change.from_week),
            )
        case _:
            assert_never(change)


def _hours(weeks: tuple[WeekMinutes, ...]) -> list[WeekHours]:
    return [WeekHours(week=str(each.week), hours=to_hours(each.minutes)) for each in weeks]
