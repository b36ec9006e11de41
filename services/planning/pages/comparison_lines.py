"""In what scenarios differ, as lines that a reader compares: the plan as it is first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from services.planning.commands.comparison import Column, Comparison
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.hours import to_hours
from services.planning.domain.scenarios.outcomes import Difference, Outcome
from services.planning.pages import conclusions
from services.planning.pages.change_words import stretch
from services.planning.pages.request_words import who
from services.planning.queries.names import Names
from shared.isoweek import IsoWeek
from shared.web import dutch

NO_DAY = "niet binnen 3 jaar"
PLAN = "Het plan zoals het is"

Value = date | float | str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and how it differs from the plan as it is; nothing where it does not."""

    words: str
    change: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something that is not the same everywhere. `absent` is what None means here."""

    label: str
    values: Sequence[Value]
    absent: str = "geen"

    @property
    def cells(self) -> list[Cell]:
        """The values in words."""
        return [Cell(self._words(each), _change(self.values[0], each)) for each in self.values]

    def _words(self, value: Value) -> str:
        if value is None:
            return self.absent
        if isinstance(value, date):
            return dutch.day(value)
        return conclusions.hours(value) if isinstance(value, float) else value


@dataclass(frozen=True, slots=True)
class Topic:
    """Lines about one thing; `note` says what they mean."""

    key: str
    title: str
    lines: Sequence[Line] = field(default_factory=list)
    note: str = ""


def topics(found: Comparison, names: Names) -> list[Topic]:
    """All in which they differ; a topic without differences is not there."""
    differ = found.differences
    outcomes = [each.outcome for each in found.columns]
    every = [
        Topic("samen", "Samen", list(_totals(outcomes))),
        Topic("data", "Data van deelprojecten", list(_periods(found, names))),
        Topic(
            "mijlpalen",
            "Mijlpalen",
            list(_milestones(found, names)),
            "P80 is de dag waarop de mijlpaal in 4 van de 5 berekeningen is bereikt.",
        ),
        Topic("tekort", "Tekort per expertise", list(_shortage(differ.weeks, names))),
        Topic(
            "reserveren",
            "Uiterste reserveerdatum",
            [
                Line(
                    f"{names.expertises[each.key.expertise_id]} voor "
                    f"“{names.subprojects[each.key.subproject_id]}”",
                    each.values,
                    "niets te reserveren",
                )
                for each in differ.deadlines
            ],
        ),
        Topic("mensen", "Wie geeft uren", list(_given(found, names))),
    ]
    return [each for each in every if each.lines]


def verdict(column: Column, plan: Outcome) -> str:
    """What a scenario does to the plan as it is, in one sentence."""
    parts = [*_shortage_verdict(plan.short, column.outcome.short), *_date_verdict(column, plan)]
    if not parts:
        return "Geen verschil in tekort of mijlpalen."
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _shortage_verdict(before: int, after: int) -> Iterator[str]:
    if before == after:
        return
    if after == 0:
        yield f"geen tekort meer (nu {conclusions.hours(to_hours(before))})"
    else:
        word = "minder" if after < before else "meer"
        yield f"{conclusions.hours(to_hours(abs(after - before)))} {word} tekort"


def _date_verdict(column: Column, plan: Outcome) -> Iterator[str]:
    shifts = [
        (due_on - plan.milestones[key]).days
        for key, due_on in column.outcome.milestones.items()
        if key in plan.milestones
    ]
    for moved, word in (
        ([each for each in shifts if each > 0], "later"),
        ([each for each in shifts if each < 0], "eerder"),
    ):
        if moved:
            many = "1 mijlpaal" if len(moved) == 1 else f"{len(moved)} mijlpalen"
            yield f"{many} {word}"


def _totals(outcomes: Sequence[Outcome]) -> Iterator[Line]:
    if len({each.short for each in outcomes}) > 1:
        yield Line("Tekort aan uren", [to_hours(each.short) for each in outcomes])
    if len({each.people for each in outcomes}) > 1:
        yield Line("Mensen die uren geven", [str(each.people) for each in outcomes])


def _periods(found: Comparison, names: Names) -> Iterator[Line]:
    for each in found.differences.periods:
        name = f"“{names.subprojects[each.key]}”"
        for words, days in (
            ("begint", [None if value is None else value.starts_on for value in each.values]),
            ("is klaar", [None if value is None else value.ends_on for value in each.values]),
        ):
            if len(set(days)) > 1:
                yield Line(f"{name} {words}", days)


def _milestones(found: Comparison, names: Names) -> Iterator[Line]:
    expected = {each.key: each for each in found.differences.expected}
    for promised in found.differences.milestones:
        name = f"“{names.milestones[promised.key]}”"
        yield Line(f"{name} is beloofd op", promised.values)
        if promised.key in expected:
            yield from _expected(name, [each.outcome for each in found.columns], promised.key)
    moved = {each.key for each in found.differences.milestones}
    for key in expected.keys() - moved:
        yield from _expected(
            f"“{names.milestones[key]}”", [each.outcome for each in found.columns], key
        )


def _expected(name: str, outcomes: Sequence[Outcome], milestone_id: UUID) -> Iterator[Line]:
    expected = [each.expected.get(milestone_id) for each in outcomes]
    days = [None if each is None else each.p80 for each in expected]
    if len(set(days)) > 1:
        yield Line(f"{name} is waarschijnlijk bereikt voor (P80)", days, NO_DAY)


def _shortage(
    weeks: Sequence[Difference[tuple[UUID, IsoWeek], ExpertiseBalance]], names: Names
) -> Iterator[Line]:
    """Weeks in a row in which the same is short are one line."""
    lacking = [
        (*each.key, tuple(0.0 if value is None else to_hours(value.short) for value in each.values))
        for each in weeks
    ]
    lacking = [each for each in lacking if len(set(each[2])) > 1]
    lacking.sort(key=lambda each: (names.expertises[each[0]], each[0], each[1]))
    for _, row in groupby(enumerate(lacking), _in_a_row):
        weeks_in_a_row = [each for _, each in row]
        expertise_id, begin, values = weeks_in_a_row[0]
        end = weeks_in_a_row[-1][1]
        often = "" if begin == end else ", per week"
        yield Line(f"{names.expertises[expertise_id]} in {stretch(begin, end)}{often}", values)


def _in_a_row(numbered: tuple[int, tuple[UUID, IsoWeek, tuple[float, ...]]]) -> object:
    """The same for weeks that follow each other with the same figures."""
    place, (expertise_id, week, values) = numbered
    return expertise_id, values, week.monday - timedelta(weeks=place)


def _given(found: Comparison, names: Names) -> Iterator[Line]:
    for each in found.differences.given:
        giver = who(names.teams[each.key.team_id], each.key.staff_id)
        what = names.expertises[each.key.expertise_id]
        yield Line(
            f"{giver}: {what} voor “{names.subprojects[each.key.subproject_id]}”",
            [None if value is None else to_hours(value) for value in each.values],
        )


def _change(plan: Value, value: Value) -> str:
    if plan == value:
        return ""
    if isinstance(plan, date) and isinstance(value, date):
        days = (value - plan).days
        many = "1 dag" if abs(days) == 1 else f"{abs(days)} dagen"
        return f"{many} {'later' if days > 0 else 'eerder'}"
    if isinstance(plan, float) and isinstance(value, float):
        more = conclusions.hours(abs(value - plan))
        return f"{more} {'meer' if value > plan else 'minder'}"
    return "anders"
