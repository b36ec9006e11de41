"""Coverage up to a day, computed anew beside what is stored of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from services.engagement.commands.loading import Known
from services.engagement.domain.coverage import Coverage, Figures, coverage_of
from services.engagement.domain.first_moment import T0
from services.engagement.domain.involvement import Norms
from services.engagement.queries.coverage import coverage_in


def computed(
    stored: Row[Any] | None, t0: T0 | None, known: Known, *, norms: Norms, now: datetime
) -> Coverage | None:
    """Coverage up to a day by all that is known; None while there is no such day. What is settled
    stays as it is, and what was known on the day stays so once it is frozen.
    """
    if stored is not None and stored.settled:
        return coverage_in(stored)
    if t0 is None:
        return None
    found = coverage_of(
        t0,
        known.persons,
        known.groups,
        known.participation,
        known.until(now),
        norms.minimum_group,
    )
    if stored is not None and stored.frozen and stored.t0 == found.t0:
        return replace(found, at_t0=coverage_in(stored).at_t0)
    return found


def columns_of(found: Coverage, as_of: datetime) -> dict[str, object]:
    """Coverage as its columns; `coverage_in` reads them."""
    at_t0 = found.at_t0 or Figures()
    return {
        "t0": found.t0,
        "frozen": found.frozen,
        "definition": found.figures.definition,
        "numerator": found.figures.numerator,
        "denominator": found.figures.denominator,
        "median_lead_days": found.figures.median_lead_days,
        "joiners_after_t0": found.figures.joiners_after_t0,
        "at_t0_definition": None if found.at_t0 is None else at_t0.definition,
        "at_t0_numerator": at_t0.numerator,
        "at_t0_denominator": at_t0.denominator,
        "at_t0_median_lead_days": at_t0.median_lead_days,
        "corrections": found.corrections,
        "as_of": as_of,
    }
