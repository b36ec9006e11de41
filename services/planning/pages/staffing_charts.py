"""Capacity per expertise and week: what there is, against what is confirmed, in a request, or not
asked yet.
"""

from collections.abc import Sequence
from datetime import datetime

from services.planning.domain.hours import percentage, to_minutes
from services.planning.pages import conclusions
from services.planning.queries.staffing import ExpertiseStaffing, StaffingWeek
from shared.isoweek import IsoWeek
from shared.web import dutch
from shared.web.areas import Ink
from shared.web.charts import Bar, BarChart, ChartText
from shared.web.figures import Cell, Column, FigureTable

DEFINITION_ID = "C7"
DEFINITION = (
    "Gevraagd is wat deelprojecten in een week nodig hebben. Bevestigd is wat een teamleider heeft "
    "toegezegd. In een inzetverzoek is wat op een antwoord wacht. Nog niet gevraagd is de rest. "
    "Beschikbaar is wat medewerkers met deze expertise samen kunnen geven. Vrije dagen, "
    "feestdagen, baliedienst en pieken gaan daar al af. Wie meer expertises heeft, staat bij elke "
    "expertise als beschikbaar, maar geeft een uur maar één keer. Het percentage is gevraagd "
    "gedeeld door beschikbaar, naar boven afgerond."
)
PART_NAMES = ("Bevestigd", "In een inzetverzoek", "Nog niet gevraagd")
MOST_NOTES = 13
"""Weeks beside each other of which the percentages can be read."""

COLUMNS = (
    Column(name="expertise"),
    Column(name="week", title="Week", format="period"),
    Column(name="beschikbaar", title="Beschikbaar", format="hours", decimals=1),
    Column(name="gevraagd", title="Gevraagd", format="hours", decimals=1),
    Column(name="bevestigd", title="Bevestigd", format="hours", decimals=1),
    Column(name="in_inzetverzoek", title="In een inzetverzoek", format="hours", decimals=1),
    Column(name="nog_niet_gevraagd", title="Nog niet gevraagd", format="hours", decimals=1),
    Column(name="tekort", title="Tekort", format="hours", decimals=1),
    Column(name="gevraagd_van_beschikbaar", title="Gevraagd van beschikbaar", absent="geen"),
    Column(name="stand"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
)


def staffing_table(found: Sequence[ExpertiseStaffing], moment: datetime) -> FigureTable:
    """The weeks with demand of these expertises."""
    rows = [_row(each.expertise, week, moment) for each in found for week in each.weeks]
    return FigureTable(COLUMNS, rows)


def staffing_chart(
    found: ExpertiseStaffing, weeks: Sequence[IsoWeek], moment: datetime, csv: str
) -> BarChart:
    """The chart of an expertise over these weeks."""
    by_week = {each.balance.week: each for each in found.weeks}
    noted = len(weeks) <= MOST_NOTES
    return BarChart(
        ChartText(
            key=f"expertise-{found.expertise_id}",
            title=conclusions.capacity(found.expertise, [each.balance for each in found.weeks]),
            definition=DEFINITION,
            definition_id=DEFINITION_ID,
            table=staffing_table([found], moment),
            csv=csv,
            format="hours",
            decimals=1,
            updated=dutch.moment(moment),
        ),
        PART_NAMES,
        [_bar(week, by_week.get(str(week)), noted=noted) for week in weeks],
        mark_name="Beschikbaar",
        inks=(Ink.SOLID, Ink.LYING, Ink.STANDING),
        note_name="Gevraagd van beschikbaar",
        fills_marks=True,
    )


def share(week: StaffingWeek) -> int | None:
    """Demand as a percentage of supply, rounded up; None where there is no supply."""
    if week.balance.supply == 0:
        return None
    return percentage(to_minutes(week.balance.demand), to_minutes(week.balance.supply))


def _bar(week: IsoWeek, found: StaffingWeek | None, *, noted: bool) -> Bar:
    label = dutch.week(week)
    if found is None:
        return Bar(label, [0.0] * len(PART_NAMES))
    known = share(found)
    return Bar(
        label,
        [found.balance.confirmed, found.requested, found.unasked],
        mark=found.balance.supply,
        note=f"{known}%" if noted and known is not None else None,
    )


def _row(expertise: str, week: StaffingWeek, moment: datetime) -> list[Cell]:
    known = share(week)
    return [
        expertise,
        week.balance.week,
        week.balance.supply,
        week.balance.demand,
        week.balance.confirmed,
        week.requested,
        week.unasked,
        week.balance.short,
        None if known is None else f"{known}%",
        "compleet",
        DEFINITION_ID,
        moment,
    ]
