"""The five figures that a programme manager sees first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.planning.domain.steering.decisions import Decision
from services.planning.pages import conclusions
from services.planning.queries.steering import (
    ProductUptake,
    RelievedWeek,
    Steering,
    SubprojectCoverage,
)
from shared.web import dutch

LOOK = "Vraagt aandacht"
SOURCE_BEHIND = "Bron loopt achter"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with what it means; `part` is where on the page it is explained, `attention` why to
    look there first.
    """

    name: str
    part: str
    value: str
    meaning: str
    attention: str | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether there is no figure to show."""
        return self.value == dutch.UNKNOWN


def tiles(
    steering: Steering, series: Sequence[ProductUptake], freed: Sequence[RelievedWeek]
) -> list[Tile]:
    """The tiles, in the order of the page."""
    behind = SOURCE_BEHIND if steering.stale_sources else None
    return [
        _decisions(steering.decisions, steering.as_of),
        _uptake(series, behind),
        _relief(freed, behind),
        _capacity(steering),
        _coverage(steering.coverage),
    ]


def _decisions(found: Sequence[Decision], today: date) -> Tile:
    late = sum(each.last_day < today for each in found)
    meaning = "Er wacht nu niets op u."
    if late:
        meaning = f"waarvan {late} al te laat"
    elif found:
        meaning = f"het eerste tot en met {dutch.day(found[0].last_day)}"
    value = str(len(found)) if found else "Geen"
    return Tile("Besluiten", "besluiten", value, meaning, LOOK if late else None)


def _uptake(series: Sequence[ProductUptake], behind: str | None) -> Tile:
    name, part = "Zelfbediening", "zelfbediening"
    newest = [conclusions.newest_known(each.points) for each in series]
    gaps = [
        gap
        for each in newest
        if each is not None and (gap := conclusions.points_ahead(each)) is not None
    ]
    if not gaps:
        return Tile(name, part, dutch.UNKNOWN, "producten op hun streefpad", behind)
    on_path = sum(gap >= 0 for gap in gaps)
    value = f"{on_path} van {len(gaps)}"
    attention = behind or (LOOK if on_path < len(gaps) else None)
    return Tile(name, part, value, "producten halen hun streefpad", attention)


def _relief(freed: Sequence[RelievedWeek], behind: str | None) -> Tile:
    name, part = "Vrijgekomen balie-uren", "vrijgekomen-uren"
    if not freed:
        return Tile(name, part, dutch.UNKNOWN, "uren per week", behind)
    newest = freed[-1]
    meaning = f"in {dutch.week(newest.week)}"
    if newest.low is not None and newest.high is not None:
        low, high = dutch.number(newest.low), dutch.number(newest.high)
        meaning += f", geschat tussen {low} en {high} uur"
    return Tile(name, part, conclusions.hours(newest.relieved), meaning, behind)


def _capacity(steering: Steering) -> Tile:
    name, part = "Capaciteit", "capaciteit"
    if not steering.capacity:
        return Tile(name, part, dutch.UNKNOWN, "nog geen vraag in de komende 12 weken")
    short = sum(week.short for each in steering.capacity for week in each.weeks)
    if not short:
        return Tile(name, part, "Genoeg", "uren in de komende 12 weken")
    return Tile(name, part, conclusions.hours(short), "tekort in de komende 12 weken", LOOK)


def _coverage(found: Sequence[SubprojectCoverage]) -> Tile:
    name, part = "Vanaf het eerste moment", "vanaf-eerste-moment"
    lowest = conclusions.lowest_coverage(found)
    if lowest is None:
        return Tile(name, part, dutch.UNKNOWN, "medewerkers die er op tijd bij waren")
    meaning = f"van de medewerkers was erbij bij “{lowest.subproject}”, het laagste deel"
    return Tile(name, part, dutch.percent(lowest.share), meaning)
