"""The changes of a scenario in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from services.planning.domain import wording
from services.planning.domain.hours import to_hours
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.scenarios import changes
from services.planning.domain.scenarios.changes import ASSUMPTIONS, Change, Kind
from services.planning.pages import conclusions
from services.planning.pages.request_words import person, who
from services.planning.queries.names import Names
from services.planning.queries.scenario_choices import HeldChoice
from services.planning.queries.scenarios import StoredChange
from shared.isoweek import IsoWeek
from shared.web import dutch

KINDS: Mapping[Kind, str] = {
    Kind.RESCHEDULE: "Andere data voor een deelproject",
    Kind.MOVE_MILESTONE: "Andere dag voor een mijlpaal",
    Kind.CHANGE_DEMAND: "Meer, minder of geen uren nodig",
    Kind.RELEASE: "Uren teruggeven of niet meer vragen",
    Kind.RESERVE: "Uren van een team reserveren",
    Kind.ADD_SUPPLY: "Een team heeft meer uren",
    Kind.LEARN: "Iemand leert een expertise",
}
"""What a change does, in the order in which a reader thinks of it."""


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """A change in words; an assumption is not made true by promoting."""

    id: UUID
    kind: Kind
    words: str
    is_assumption: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What the ids in changes are called."""

    names: Names
    held: Mapping[UUID, HeldChoice]

    def item(self, stored: StoredChange) -> ChangeItem:
        """A change as it stands in a list."""
        change = stored.change
        return ChangeItem(stored.id, change.kind, self.of(change), change.kind in ASSUMPTIONS)

    def of(self, change: Change) -> str:
        """A change in one sentence."""
        match change:
            case changes.Reschedule():
                first, last = dutch.day(change.period.starts_on), dutch.day(change.period.ends_on)
                return f"{self._subproject(change)} loopt van {first} tot en met {last}."
            case changes.MoveMilestone():
                name = self.names.milestones[change.milestone_id]
                return f"Mijlpaal “{name}” is op {dutch.day(change.due_on)}."
            case changes.ChangeDemand():
                return self._demand(change)
            case changes.Release():
                return self._release(change)
            case changes.Reserve():
                giver = who(self.names.teams[change.team_id], change.staff_id)
                what = f"{hours_of(change.weeks)} {self.names.expertises[change.expertise_id]}"
                return (
                    f"{giver} geeft {what} aan {self._subproject(change)} in {span(change.weeks)}."
                )
            case changes.AddSupply():
                return self._supply(change)
            case changes.Learn():
                what = self._mastery(change.expertise_id, change.level)
                since = dutch.period(str(change.from_week))
                who_learns = "Iemand" if change.staff_id is None else person(change.staff_id)
                return f"{who_learns} kan {what} vanaf {since}."
            case _:
                assert_never(change)

    def _subproject(
        self, change: changes.Reschedule | changes.ChangeDemand | changes.Reserve
    ) -> str:
        return f"“{self.names.subprojects[change.subproject_id]}”"

    def _mastery(self, expertise_id: UUID, level: int) -> str:
        return f"{self.names.expertises[expertise_id]} (niveau {level})"

    def _demand(self, change: changes.ChangeDemand) -> str:
        what = self._mastery(change.expertise_id, change.level)
        if not change.weeks:
            return f"{self._subproject(change)} heeft geen {what} meer nodig."
        hours = hours_of(change.weeks)
        return f"{self._subproject(change)} heeft {hours} {what} nodig in {span(change.weeks)}."

    def _release(self, change: changes.Release) -> str:
        held = self.held.get(change.reservation_id)
        if held is None:
            return "Uren van een inzetverzoek dat er niet meer is."
        hours = f"{conclusions.hours(held.hours)} {held.expertise}"
        return f"“{held.subproject}” geeft {hours} terug aan {wording.team(held.team)}."

    def _supply(self, change: changes.AddSupply) -> str:
        more = f"{conclusions.hours(to_hours(change.weekly_minutes))} per week"
        what = self._mastery(change.expertise_id, change.level)
        window = f"vanaf {dutch.period(str(change.from_week))}"
        if change.until_week is not None:
            window = stretch(change.from_week, change.until_week)
        team = self.names.teams[change.team_id]
        return f"{wording.team(team, begins=True)} heeft {more} meer voor {what}, {window}."


def hours_of(weeks: Sequence[WeekMinutes]) -> str:
    """The hours of all weeks together."""
    return conclusions.hours(to_hours(sum(each.minutes for each in weeks)))


def span(weeks: Sequence[WeekMinutes]) -> str:
    """The first and the last of the weeks."""
    every = [each.week for each in weeks]
    return stretch(min(every), max(every))


def stretch(first: IsoWeek, last: IsoWeek) -> str:
    """From one week to another: `week 14 tot en met week 16 van 2027`."""
    if first == last:
        return dutch.period(str(first))
    begin = dutch.week(first) if first.year == last.year else dutch.period(str(first))
    return f"{begin} tot en met {dutch.period(str(last))}"
