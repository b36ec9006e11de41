"""Hours per week as fields of a form: `weeks.2026-W14`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.isoweek import IsoWeek
from shared.refusal import Reason
from shared.web import dutch
from shared.web.forms import Filled

NAME = "weeks"


@dataclass(frozen=True, slots=True)
class WeekField:
    """A week to fill in; `room` says how much there is, when that is known."""

    week: str
    is_other_year: bool
    room: str


def week_fields(weeks: Iterable[IsoWeek], room: Mapping[str, str] | None = None) -> list[WeekField]:
    """A field for each week; the year is named where it changes."""
    found = []
    year = None
    for week in weeks:
        name = str(week)
        found.append(
            WeekField(name, year is not None and week.year != year, (room or {}).get(name, ""))
        )
        year = week.year
    return found


def week_values(hours: Mapping[str, float]) -> dict[str, str]:
    """What the fields begin with."""
    return {f"{NAME}.{week}": _digits(value) for week, value in hours.items()}


def filled_weeks(filled: Filled) -> list[dict[str, str]]:
    """The weeks with hours, as a body of the interface has them; 0 is the same as nothing."""
    return [
        {"week": week, "hours": hours.replace(",", ".")}
        for week, hours in filled.below(NAME).items()
        if hours.strip("0.,")
    ]


def at_fields(reasons: Iterable[Reason], weeks: Sequence[Mapping[str, str]]) -> list[Reason]:
    """The reasons about `weeks.3` at the field of that week."""
    return [_at_field(reason, weeks) for reason in reasons]


def _at_field(reason: Reason, weeks: Sequence[Mapping[str, str]]) -> Reason:
    head, _, rest = (reason.field or "").partition(".")
    place = rest.partition(".")[0]
    if head != NAME or not place.isdigit() or int(place) >= len(weeks):
        return reason
    week = weeks[int(place)]["week"]
    said = reason.message
    if _is_week(week) and "week" not in said.lower():
        said = f"{dutch.week(week).capitalize()}: {said}"
    return replace(reason, field=f"{NAME}.{week}", message=said)


def _is_week(text: str) -> bool:
    try:
        IsoWeek.parse(text)
    except ValueError:
        return False
    return True


def _digits(hours: float) -> str:
    return f"{hours:.2f}".rstrip("0").rstrip(".").replace(".", ",")
