"""Capacity of the next weeks: a chart for each expertise that is asked for."""

from collections.abc import Sequence
from datetime import datetime

from services.planning.domain.hours import percentage, to_minutes
from services.planning.pages import conclusions
from services.planning.queries.capacity import BalanceWeek, ExpertiseBalanceRow
from services.planning.queries.steering import CAPACITY_WEEKS
from shared.isoweek import IsoWeek
from shared.web import dutch
from shared.web.areas import Ink
from shared.web.charts import Bar, BarChart, ChartText
from shared.web.figures import Cell, Column, FigureTable

DEFINITION_ID = "C7"
DEFINITION = (
    "Gevraagd is wat deelprojecten in een week nodig hebben. Beschikbaar is wat medewerkers met "
    "deze expertise in die week samen kunnen geven. Bevestigd is wat al is gereserveerd. Wie meer "
    "expertises heeft, staat bij elke expertise als beschikbaar, maar geeft een uur maar één keer. "
    "Daarom kan er een tekort zijn terwijl er genoeg uren lijken te zijn. Het percentage is "
    "gevraagd gedeeld door beschikbaar, naar boven afgerond."
)
PART_NAMES = ("Bevestigd", "Nog vast te leggen", "Tekort")

COLUMNS = (
    Column(name="expertise"),
    Column(name="week", title="Week", format="period"),
    Column(name="gevraagd", title="Gevraagd", format="hours", decimals=1),
    Column(name="beschikbaar", title="Beschikbaar", format="hours", decimals=1),
    Column(name="bevestigd", title="Bevestigd", format="hours", decimals=1),
    Column(name="tekort", title="Tekort", format="hours", decimals=1),
    Column(name="gevraagd_van_beschikbaar", title="Gevraagd van beschikbaar", absent="geen"),
    Column(name="stand"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
)


MOST_CHARTS = 12
"""As many on Koers: where a decision may be needed. Capaciteit shows every expertise."""


def shortest_first(found: Sequence[ExpertiseBalanceRow]) -> list[ExpertiseBalanceRow]:
    """The expertise that lacks most hours first."""
    return sorted(found, key=lambda each: -sum(week.short for week in each.weeks))


def capacity_table(found: Sequence[ExpertiseBalanceRow], now: datetime) -> FigureTable:
    """The weeks with demand of these expertises; the balance is always up to date."""
    rows = [_row(each.expertise, week, now) for each in found for week in each.weeks]
    return FigureTable(COLUMNS, rows)


def capacity_chart(
    found: ExpertiseBalanceRow, this_week: IsoWeek, now: datetime, csv: str
) -> BarChart:
    """The chart of an expertise."""
    by_week = {week.week: week for week in found.weeks}
    weeks = this_week.until(this_week.plus(CAPACITY_WEEKS - 1))
    return BarChart(
        ChartText(
            key=f"capaciteit-{found.expertise_id}",
            title=conclusions.capacity(found.expertise, found.weeks),
            definition=DEFINITION,
            definition_id=DEFINITION_ID,
            table=capacity_table([found], now),
            csv=csv,
            format="hours",
            decimals=1,
            updated=dutch.moment(now),
        ),
        PART_NAMES,
        [_bar(week, by_week.get(str(week))) for week in weeks],
        mark_name="Beschikbaar",
        inks=(Ink.SOLID, Ink.LYING, Ink.SLANTING),
        note_name="Gevraagd van beschikbaar",
    )


def _bar(week: IsoWeek, balance: BalanceWeek | None) -> Bar:
    label = dutch.week(week)
    if balance is None:
        return Bar(label, [0.0] * len(PART_NAMES))
    open_hours = max(0.0, balance.demand - balance.confirmed - balance.short)
    return Bar(
        label,
        [balance.confirmed, open_hours, balance.short],
        mark=balance.supply,
        note=_share(balance),
    )


def _share(balance: BalanceWeek) -> str | None:
    """Demand as a part of supply, rounded up, so that 100,2% does not read as enough."""
    if balance.supply == 0:
        return None
    return f"{percentage(to_minutes(balance.demand), to_minutes(balance.supply))}%"


def _row(expertise: str, week: BalanceWeek, now: datetime) -> list[Cell]:
    return [
        expertise,
        week.week,
        week.demand,
        week.supply,
        week.confirmed,
        week.short,
        _share(week),
        "compleet",
        DEFINITION_ID,
        now,
    ]
