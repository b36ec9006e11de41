"""Staff: what cannot be said about somebody."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from services.planning.domain import wording
from shared.refusal import Reason

MOST_WEEKLY_MINUTES = 60 * 60


def left_reasons(left_on: date | None) -> Iterator[Reason]:
    """Why nothing changes for somebody any more: their leaving is recorded."""
    if left_on is not None:
        yield Reason("staff-left", f"Deze medewerker is weg vanaf {wording.day(left_on)}.")


def capacity_reasons(
    weekly_minutes: int, expertises: Collection[UUID], known: Collection[UUID]
) -> Iterator[Reason]:
    """Why these cannot be somebody's hours and expertises."""
    if not 0 <= weekly_minutes <= MOST_WEEKLY_MINUTES:
        yield Reason("impossible-hours", "Vul 0 tot en met 60 uur per week in.", "weeklyHours")
    for expertise in sorted(set(expertises) - set(known)):
        yield Reason("expertise-unknown", f"Expertise {expertise} bestaat niet.", "expertiseIds")


def departure_reasons(joined_on: date, left_on: date, leads: Sequence[str]) -> Iterator[Reason]:
    """Why somebody cannot leave on a day; `leads` are the open subprojects that they lead."""
    if left_on <= joined_on:
        yield Reason(
            "left-before-joined",
            f"Deze medewerker begint pas op {wording.day(joined_on)}.",
            "leftOn",
        )
    for name in leads:
        yield Reason(
            "leads-subproject",
            f"Deze medewerker leidt “{name}”. Wijs eerst een andere trekker aan.",
        )
