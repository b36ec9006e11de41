"""The fields of the changes of a scenario, named as in the interface; and what to choose from.

Hours are the same in each week from one to another, until they are there: then each week has its
own field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.planning.domain import wording
from services.planning.domain.scenarios.changes import Kind
from services.planning.http.changes import AnyChange, DemandChange, ReserveChange
from services.planning.pages import conclusions
from services.planning.pages.request_words import STATES, person
from services.planning.pages.week_fields import at_fields, filled_weeks, week_values
from services.planning.queries.scenario_choices import Choices
from shared.isoweek import IsoWeek
from shared.refusal import Reason, Refusal
from shared.web import dutch
from shared.web.forms import Filled, Form

FIELDS: Mapping[Kind, Sequence[str]] = {
    Kind.RESCHEDULE: ("subprojectId", "startsOn", "endsOn"),
    Kind.MOVE_MILESTONE: ("milestoneId", "dueOn"),
    Kind.CHANGE_DEMAND: ("subprojectId", "expertiseId", "level", "weeks"),
    Kind.RELEASE: ("reservationId",),
    Kind.RESERVE: ("subprojectId", "expertiseId", "teamId", "staffId", "weeks"),
    Kind.ADD_SUPPLY: ("teamId", "expertiseId", "level", "weeklyHours", "fromWeek", "untilWeek"),
    Kind.LEARN: ("staffId", "expertiseId", "level", "fromWeek"),
}
"""What each kind asks, in the order of its form."""

WEEKS_AHEAD = 156

Options = Mapping[str, Sequence[tuple[object, str]]]


def choices_of(found: Choices) -> Options:
    """What to choose from, by field."""
    return {
        "subprojectId": [
            (
                each.id,
                f"{each.name} (nu {dutch.day(each.period.starts_on)} "
                f"tot en met {dutch.day(each.period.ends_on)})",
            )
            for each in found.subprojects
        ],
        "milestoneId": [
            (each.id, f"{each.subproject}: {each.name} (nu {dutch.day(each.due_on)})")
            for each in found.milestones
        ],
        "reservationId": [
            (
                each.id,
                f"{each.subproject}: {conclusions.hours(each.hours)} {each.expertise} "
                f"van {wording.team(each.team)} ({STATES[each.state][0]})",
            )
            for each in found.held
        ],
        "expertiseId": [(each.id, each.name) for each in found.expertises],
        "teamId": [(each.id, each.name) for each in found.teams],
        "staffId": [
            (each.staff_id, f"{person(each.staff_id)}, {each.team}") for each in found.people
        ],
    }


def week_choices(today: date) -> Sequence[tuple[str, str]]:
    """The weeks to choose from, with their Monday: three years from this one on."""
    first = IsoWeek.of(today)
    return [
        (str(week), f"{dutch.period(str(week))}, vanaf {dutch.day(week.monday)}")
        for week in first.until(first.plus(WEEKS_AHEAD))
    ]


def filled_change(kind: Kind, filled: Filled) -> dict[str, Any]:
    """What was filled in, as a body of the interface.

    Raises:
        Refusal: the weeks are none.
    """
    values: dict[str, Any] = {"kind": kind.value}
    values |= filled.given(*(name for name in FIELDS[kind] if name != "weeks"))
    if "weeklyHours" in values:
        values["weeklyHours"] = filled.number("weeklyHours")
    if "weeks" in FIELDS[kind]:
        values["weeks"] = filled_weeks(filled) if filled.below("weeks") else _stretch(filled)
    return values


def begins_of(change: AnyChange) -> dict[str, str]:
    """What the form of a change begins with."""
    content = change.model_dump(mode="json", by_alias=True)
    values = {
        name: str(value)
        for name, value in content.items()
        if name not in ("kind", "weeks") and value is not None
    }
    if "weeklyHours" in values:
        values["weeklyHours"] = values["weeklyHours"].removesuffix(".0").replace(".", ",")
    if isinstance(change, DemandChange | ReserveChange):
        values |= week_values({each.week: each.hours for each in change.weeks})
    return values


def at_change_fields(reasons: Sequence[Reason], filled: Filled) -> list[Reason]:
    """The reasons, each at the field of the form that it is about."""
    if filled.below("weeks"):
        return at_fields(reasons, filled_weeks(filled))
    return [_at_stretch(each) for each in reasons]


def shown_weeks(form: Form) -> list[IsoWeek]:
    """The weeks that have a field of their own."""
    names = form.filled.values or form.begins
    weeks = {name.removeprefix("weeks.") for name in names if name.startswith("weeks.")}
    return sorted(IsoWeek.parse(each) for each in weeks if _is_week(each))


def _at_stretch(reason: Reason) -> Reason:
    if reason.field == "weeks":
        return Reason(reason.code, "Vul de uren per week in, en de eerste week.", "hours")
    if (reason.field or "").startswith("weeks."):
        return replace(reason, field="hours")
    return reason


def _stretch(filled: Filled) -> list[dict[str, str]]:
    """The same hours in each week from one to another; no hours is no weeks."""
    hours, first = filled.number("hours"), filled.text("firstWeek")
    last = filled.text("lastWeek") or first
    if hours is None or not hours.strip("0.") or first is None or last is None:
        return []
    if not (_is_week(first) and _is_week(last)):
        raise Refusal(Reason("invalid-week", "Kies een week uit de lijst.", "firstWeek"))
    if last < first:
        reason = "De laatste week ligt vóór de eerste."
        raise Refusal(Reason("ends-before-start", reason, "lastWeek"))
    every = IsoWeek.parse(first).until(IsoWeek.parse(last))
    return [{"week": str(week), "hours": hours} for week in every]


def _is_week(text: str) -> bool:
    try:
        IsoWeek.parse(text)
    except ValueError:
        return False
    return True
