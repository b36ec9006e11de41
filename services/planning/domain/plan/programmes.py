"""Programmes: what fits in one, and when it can be completed."""

from collections.abc import Iterator
from datetime import date

from services.planning.domain import wording
from services.planning.domain.plan.subprojects import Period
from shared.refusal import Reason


def within_programme_reasons(period: Period, programme: Period) -> Iterator[Reason]:
    """Why these dates do not fit in the programme."""
    if period.starts_on < programme.starts_on:
        yield Reason(
            "before-programme",
            f"Het programma begint pas op {wording.day(programme.starts_on)}.",
            "startsOn",
        )
    if period.ends_on > programme.ends_on:
        yield Reason(
            "after-programme",
            f"Het programma eindigt al op {wording.day(programme.ends_on)}.",
            "endsOn",
        )


def programme_completed_reasons(completed_on: date | None) -> Iterator[Reason]:
    """Why nothing can change in a programme any more."""
    if completed_on is not None:
        yield Reason(
            "programme-completed", f"Het programma is afgerond op {wording.day(completed_on)}."
        )


def open_subproject_reasons(count: int) -> Iterator[Reason]:
    """Why a programme cannot be completed yet: so many subprojects are neither completed nor
    cancelled.
    """
    if count == 1:
        yield Reason("subprojects-open", "Er is nog 1 deelproject open.")
    elif count:
        yield Reason("subprojects-open", f"Er zijn nog {count} deelprojecten open.")
