"""Definition E2, coverage from the first moment ("vanaf het eerste moment").

Of the staff that a subproject affected at T0, the part whose first attended moment was on or before
T0.

- Denominator: the people in the cohort (see affected.py). Joiners after T0 are in neither part and
  are shown apart.
- Numerator: those of them with at least one attended moment on or before T0.
- Median lead time: over the numerator, T0 minus the day of the first attended moment, in days.
- Definition `E2-lower-bound` instead of `E2`: the numerator is at least this, because heads were
  counted instead of people, or because the attendance of a moment on or before T0 is not known yet.
- Head counts: the same person may have been at several moments. So per group the largest attendance
  at one moment counts, never more than the group has in the cohort: at least so many different
  people were there, as long as the people of the group stayed the same. A lead time cannot be
  known.
- A cohort smaller than the limit has no figures at all, just like a cohort about which nothing is
  known. A median over fewer people than the limit is left out.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median
from uuid import UUID

from services.engagement.domain.affected import (
    AffectedGroup,
    AffectedPerson,
    Cohort,
    cohort_of,
)
from services.engagement.domain.days import day_of
from services.engagement.domain.first_moment import T0
from services.engagement.domain.participation import Participation

EXACT = "E2"
LOWER_BOUND = "E2-lower-bound"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of definition E2; absent ones are unknown or suppressed, which look alike."""

    definition: str = EXACT
    numerator: int | None = None
    denominator: int | None = None
    median_lead_days: float | None = None
    joiners_after_t0: int | None = None

    @property
    def share(self) -> float | None:
        """Numerator over denominator; None when unknown."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    @property
    def missing(self) -> int | None:
        """How many of the affected staff were not involved on or before T0; None when unknown."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.denominator - self.numerator


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of a subproject as it may be published.

    `figures` hold what is known now, corrections included. Once frozen, `at_t0` holds what was
    known when the cohort froze and `corrections` how many tellings about moments on or before T0
    came later.
    """

    t0: date
    frozen: bool
    figures: Figures
    at_t0: Figures | None = None
    corrections: int = 0


def coverage_of(
    t0: T0,
    persons: list[AffectedPerson],
    groups: list[AffectedGroup],
    participation: Participation,
    now: datetime,
    minimum_group: int,
) -> Coverage:
    """Coverage as publishable at `now`; cohorts smaller than `minimum_group` have no figures."""
    cohort = cohort_of(persons, groups, t0, now)
    today = day_of(now)
    figures = published(figures_of(cohort, t0.day, participation, today), minimum_group)
    if cohort.frozen_at is None:
        return Coverage(t0.day, False, figures)
    known = figures_of(
        cohort, t0.day, participation.known_at(cohort.frozen_at), day_of(cohort.frozen_at)
    )
    at_t0 = replace(published(known, minimum_group), joiners_after_t0=None)
    corrections = _corrections(participation, t0.day, cohort.frozen_at)
    return Coverage(
        t0.day, True, figures, at_t0, corrections if figures.denominator is not None else 0
    )


def figures_of(cohort: Cohort, t0: date, participation: Participation, today: date) -> Figures:
    """The figures of a cohort, of which it has yet to be decided whether they may be published."""
    if cohort.size is None:
        return Figures()
    held = {m.moment_id: m.held_on for m in participation.moments if m.held_on <= t0}
    first_days = _first_days(cohort, held, participation)
    heads = _heads_at_least(cohort, held, participation)
    exact = cohort.heads is None and not heads
    complete = not _awaited(cohort, held, participation, set(first_days), today)
    leads = [(t0 - day).days for day in first_days.values()]
    return Figures(
        definition=EXACT if exact and complete else LOWER_BOUND,
        numerator=max(len(first_days), min(heads, cohort.size)),
        denominator=cohort.size,
        median_lead_days=float(median(leads)) if leads else None,
        joiners_after_t0=cohort.joiners,
    )


def _first_days(
    cohort: Cohort, held: dict[UUID, date], participation: Participation
) -> dict[UUID, date]:
    """Per person of the cohort the day of the first attended moment on or before T0."""
    first: dict[UUID, date] = {}
    for (moment_id, staff_id), told in participation.latest_persons().items():
        if told.attended and moment_id in held and staff_id in cohort.persons:
            first[staff_id] = min(first.get(staff_id, date.max), held[moment_id])
    return first


def _heads_at_least(cohort: Cohort, held: dict[UUID, date], participation: Participation) -> int:
    """How many different people there were at least, at moments on or before T0 that were counted
    by heads.
    """
    largest: dict[UUID, int] = {}
    for (moment_id, group_id), told in participation.latest_heads().items():
        if moment_id in held and told.attended is not None:
            largest[group_id] = max(largest.get(group_id, 0), told.attended)
    if cohort.heads is None:
        return sum(largest.values())
    return sum(min(count, cohort.heads.get(group_id, 0)) for group_id, count in largest.items())


def _awaited(
    cohort: Cohort,
    held: dict[UUID, date],
    participation: Participation,
    involved: set[UUID],
    today: date,
) -> bool:
    """Whether attendance of a moment that has been held on or before T0 could still add to the
    numerator.
    """
    past = {moment_id for moment_id, held_on in held.items() if held_on <= today}
    persons = participation.latest_persons()
    heads = participation.latest_heads()
    told_of = {moment_id for moment_id, _ in persons} | {moment_id for moment_id, _ in heads}
    if past - told_of:
        return len(involved) < (cohort.size or 0)
    return any(
        told.attended is None and moment_id in past and staff_id in cohort.persons - involved
        for (moment_id, staff_id), told in persons.items()
    ) or any(told.attended is None and moment_id in past for (moment_id, _), told in heads.items())


def _corrections(participation: Participation, t0: date, frozen_at: datetime) -> int:
    held = {m.moment_id for m in participation.moments if m.held_on <= t0}
    return sum(
        moment_id in held and told_at > frozen_at
        for moment_id, told_at in participation.attendance_told()
    )


def published(figures: Figures, minimum_group: int) -> Figures:
    """Leave out what would tell about fewer people than the limit."""
    if figures.denominator is None or figures.denominator < minimum_group:
        return Figures()
    if figures.numerator is not None and figures.numerator < minimum_group:
        return replace(figures, median_lead_days=None)
    return figures
