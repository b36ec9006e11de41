"""Repairs as Dutch readers read them. Nobody is named."""

from collections.abc import Mapping
from uuid import UUID

from services.planning.domain import wording
from services.planning.domain.proposal.proposal import Repair, RepairKind
from shared.isoweek import IsoWeek

MINUTES_OF_AN_FTE = 36 * 60
"""A full working week by the collective agreement of municipalities (Cao Gemeenten)."""


def repair_text(
    repair: Repair, expertises: Mapping[UUID, str], subprojects: Mapping[UUID, str]
) -> str:
    """`0,2 fte Juridisch erbij in week 14 tot en met week 16 van 2027`; whom it is about is not
    told.
    """
    expertise = "" if repair.expertise_id is None else expertises[repair.expertise_id]
    subproject = "" if repair.subproject_id is None else subprojects[repair.subproject_id]
    match repair.kind:
        case RepairKind.SPREAD:
            return f"{wording.hours(repair.amount)} {expertise} van “{subproject}” in andere weken"
        case RepairKind.LEARN:
            before = "" if repair.from_week is None else wording.day(repair.from_week.monday)
            who = _people(len(repair.changes))
            return f"{who} {expertise} (niveau {repair.amount}) vóór {before}"
        case RepairKind.LATER:
            return f"“{subproject}” en de mijlpalen daarvan {_later(repair.amount)} later"
        case RepairKind.SUPPLY:
            fte = f"{-(-repair.amount * 10 // MINUTES_OF_AN_FTE) / 10:.1f}".replace(".", ",")
            return f"{fte} fte {expertise} erbij in {_weeks(repair.from_week, repair.until_week)}"
        case RepairKind.FEWER:
            return f"{wording.hours(repair.amount)} {expertise} minder voor “{subproject}”"


def _people(count: int) -> str:
    return "een medewerker leert" if count == 1 else f"{count} medewerkers leren"


def _later(days: int) -> str:
    """A subproject moves by whole weeks, so nothing finer is promised."""
    return "1 week" if days == 7 else f"{days // 7} weken"


def _weeks(first: IsoWeek | None, last: IsoWeek | None) -> str:
    if first is None or last is None:
        return "alle weken"
    if first == last:
        return wording.week(first)
    if first.year == last.year:
        return f"week {first.week} tot en met {wording.week(last)}"
    return f"{wording.week(first)} tot en met {wording.week(last)}"
