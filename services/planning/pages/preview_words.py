"""What other dates of a subproject break or move, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.planning.commands.rescheduling import Preview
from services.planning.domain.hours import to_hours
from services.planning.domain.plan.consequences import (
    DeadlinePassed,
    HoursOutside,
    MilestoneEffect,
    TooEarly,
    WeekEffect,
)
from services.planning.domain.plan.plan import PlannedDemand
from services.planning.pages import conclusions
from shared.web import dutch


@dataclass(frozen=True, slots=True)
class Touched:
    """One kind of thing that other dates touch."""

    name: str
    sentences: Sequence[str]


def preview_sentences(preview: Preview, names: Mapping[UUID, str]) -> list[Touched]:
    """Everything that the dates touch, by kind; `names` are those of the expertises."""
    found = preview.consequences
    kinds = (
        ("Mijlpalen", [_milestone(each) for each in found.milestones]),
        ("Uren buiten het deelproject", [_outside(each, names) for each in found.outside]),
        ("Tekorten", list(_weeks(found.weeks, names))),
        ("Andere deelprojecten", [_too_early(each) for each in found.too_early]),
        ("Te laat om te reserveren", [_deadline(each, names) for each in found.deadlines]),
    )
    return [Touched(name, sentences) for name, sentences in kinds if sentences]


def _milestone(found: MilestoneEffect) -> str:
    milestone = found.milestone
    if found.is_outside:
        return f"{milestone.name} op {dutch.day(found.due_on)} valt buiten het deelproject."
    return (
        f"{milestone.name} gaat van {dutch.day(milestone.due_on)} naar {dutch.day(found.due_on)}."
    )


def _outside(found: HoursOutside, names: Mapping[UUID, str]) -> str:
    what = "Gevraagde uren" if isinstance(found.hours, PlannedDemand) else "Reserveringen"
    hours = conclusions.hours(to_hours(sum(each.minutes for each in found.weeks)))
    first = dutch.period(str(min(each.week for each in found.weeks)))
    return f"{what} van {names[found.hours.expertise_id]}: {hours}, vanaf {first}."


def _weeks(found: Sequence[WeekEffect], names: Mapping[UUID, str]) -> Iterator[str]:
    for expertise_id in dict.fromkeys(each.expertise_id for each in found):
        of_it = [each for each in found if each.expertise_id == expertise_id]
        before = sum(each.before.short if each.before else 0 for each in of_it)
        after = sum(each.after.short if each.after else 0 for each in of_it)
        change = conclusions.hours(to_hours(abs(after - before)))
        first = dutch.period(str(of_it[0].week))
        name = names[expertise_id]
        if after > before:
            yield f"{name}: {change} meer tekort, het eerst in {first}."
        elif after < before:
            yield f"{name}: {change} minder tekort."
        else:
            yield f"{name}: het tekort verschuift, het eerst in {first}."


def _too_early(found: TooEarly) -> str:
    return (
        f"{found.subproject.name} begint dan voordat {found.waits_for.name} klaar is "
        f"op {dutch.day(found.waits_for.period.ends_on)}."
    )


def _deadline(found: DeadlinePassed, names: Mapping[UUID, str]) -> str:
    return (
        f"{names[found.demand.expertise_id]} vanaf {dutch.period(str(found.first_week))} "
        f"kon tot en met {dutch.day(found.last_day)}."
    )
