"""Hours in ISO weeks, for demand and reservations alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.planning.domain import wording
from services.planning.domain.plan.subprojects import Period
from shared.isoweek import IsoWeek
from shared.refusal import Reason


@dataclass(frozen=True, slots=True)
class WeekMinutes:
    """Minutes in a week."""

    week: IsoWeek
    minutes: int


def week_reasons(weeks: Sequence[WeekMinutes], period: Period) -> Iterator[Reason]:
    """Why these hours are not a subproject's: no hours, a week twice, or outside its dates."""
    first, last = IsoWeek.of(period.starts_on), IsoWeek.of(period.ends_on)
    yield from impossible_week_reasons(weeks)
    for place, each in enumerate(weeks):
        if not first <= each.week <= last:
            yield Reason(
                "outside-subproject",
                f"{_capital(each.week)} valt buiten het deelproject, dat loopt van "
                f"{wording.week(first)} tot en met {wording.week(last)}.",
                f"weeks.{place}",
            )


def impossible_week_reasons(weeks: Sequence[WeekMinutes]) -> Iterator[Reason]:
    """Why these can be no hours, whatever they are for: none in a week, or a week twice."""
    seen: set[IsoWeek] = set()
    for place, each in enumerate(weeks):
        field = f"weeks.{place}"
        if each.minutes <= 0:
            yield Reason(
                "no-hours", f"Vul voor {wording.week(each.week)} meer dan 0 uur in.", field
            )
        if each.week in seen:
            yield Reason("week-twice", f"{_capital(each.week)} staat er twee keer in.", field)
        seen.add(each.week)


def past_week_reasons(weeks: Sequence[WeekMinutes], this_week: IsoWeek) -> Iterator[Reason]:
    """Why hours can no longer be reserved: the week has gone by."""
    for place, each in enumerate(weeks):
        if each.week < this_week:
            yield Reason("week-past", f"{_capital(each.week)} is al voorbij.", f"weeks.{place}")


def outside(weeks: Iterable[WeekMinutes], period: Period) -> Iterator[WeekMinutes]:
    """The hours that fall outside a subproject with these dates."""
    first, last = IsoWeek.of(period.starts_on), IsoWeek.of(period.ends_on)
    return (each for each in weeks if not first <= each.week <= last)


def outside_reasons(what: str, weeks: Iterable[WeekMinutes], period: Period) -> Iterator[Reason]:
    """Why a subproject cannot get these dates: hours that it already has would fall outside."""
    if found := _listed(outside(weeks, period)):
        yield Reason("hours-outside-dates", f"{what} valt dan buiten het deelproject: {found}.")


def gone_by_reasons(
    what: str, weeks: Iterable[WeekMinutes], this_week: IsoWeek
) -> Iterator[Reason]:
    """Why hours cannot move along with a subproject: they would land in weeks that have gone by."""
    if found := _listed(each for each in weeks if each.week < this_week):
        yield Reason("hours-in-the-past", f"{what} komt dan in weken die voorbij zijn: {found}.")


def _listed(weeks: Iterable[WeekMinutes]) -> str:
    return ", ".join(wording.week(week) for week in sorted({each.week for each in weeks}))


def _capital(week: IsoWeek) -> str:
    return wording.week(week).capitalize()
