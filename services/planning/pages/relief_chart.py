"""Counter hours relieved per week, with the parts of the change."""

from collections.abc import Sequence
from datetime import timedelta

from services.planning.pages import conclusions
from services.planning.pages.remarks import Remarks, standing_text
from services.planning.queries.freed_hours import TeamFreedHours
from services.planning.queries.steering import RelievedWeek
from shared.contracts.metrics_v1 import Completeness
from shared.isoweek import IsoWeek
from shared.web import dutch
from shared.web.areas import Ink
from shared.web.charts import Bar, BarChart, ChartText, ShareRow
from shared.web.figures import Cell, Column, FigureTable, Standing

DEFINITION_ID = "M6"
DEFINITION = (
    "Vrijgekomen uren zijn uren die de balie minder nodig heeft dan in de nulmeting. Wij tellen "
    "twee oorzaken: mensen kiezen een ander kanaal, of een aanvraag kost minder tijd. Het aantal "
    "aanvragen telt niet mee, want minder vraag is geen winst van zelfbediening. Een balk onder "
    "de nul betekent dat er meer tijd nodig was. De lage en de hoge schatting komen uit de "
    "spreiding van de gemeten behandeltijd. Een schatting is nog geen formatie: de teamleider "
    "geeft de uren een bestemming."
)
PART_NAMES = ("Ander kanaal", "Andere behandeltijd", "Ander aantal (telt niet mee)")

COLUMNS = (
    Column(name="week", title="Week", format="period"),
    Column(name="vrijgekomen_uren", title="Vrijgekomen", format="hours", decimals=1),
    Column(name="lage_schatting", title="Lage schatting", format="hours", decimals=1),
    Column(name="hoge_schatting", title="Hoge schatting", format="hours", decimals=1),
    Column(name="door_kanaal", title="Door kanaal", format="hours", decimals=1),
    Column(name="door_behandeltijd", title="Door behandeltijd", format="hours", decimals=1),
    Column(name="door_aantal_telt_niet_mee", title="Door aantal", format="hours", decimals=1),
    Column(name="teams", title="Teams", format="number"),
    Column(name="stand", title="Stand"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
    Column(name="verouderde_bronnen"),
)

_STANDINGS = {
    Completeness.PROVISIONAL: Standing.PROVISIONAL,
    Completeness.COMPLETE: Standing.COMPLETE,
    Completeness.CORRECTED: Standing.CORRECTED,
}

Week = tuple[IsoWeek, RelievedWeek | None, Standing]


def measured_weeks(found: Sequence[RelievedWeek], remarks: Remarks) -> list[Week]:
    """Every week from the first told until the last ended, with its standing.

    A week with fewer teams than a week before it is provisional: not all teams were told yet.
    """
    told = {IsoWeek.parse(each.week): each for each in found}
    if not told:
        return []
    last_ended = IsoWeek.of(remarks.today - timedelta(weeks=1))
    weeks: list[Week] = []
    most_teams = 0
    for week in min(told).until(max(last_ended, max(told))):
        level = told.get(week)
        standing = Standing.PROVISIONAL
        if level is not None and level.teams >= most_teams:
            standing = _STANDINGS[level.completeness]
            most_teams = level.teams
        weeks.append((week, level, standing))
    return weeks


def final_weeks(weeks: Sequence[Week]) -> list[RelievedWeek]:
    """The weeks that a conclusion may rest on."""
    return [
        level
        for _, level, standing in weeks
        if level is not None and standing is not Standing.PROVISIONAL
    ]


def relief_table(weeks: Sequence[Week], remarks: Remarks) -> FigureTable:
    """The figures of these weeks."""
    return FigureTable(COLUMNS, [_row(*each, remarks) for each in weeks])


def destination_rows(found: Sequence[TeamFreedHours]) -> list[ShareRow]:
    """What each team has freed for good, and what of it has a destination."""
    return [
        ShareRow(
            each.team,
            min(1.0, each.confirmed / each.freed) if each.freed else None,
            f"{conclusions.hours(each.confirmed)} van {conclusions.hours(each.freed)}",
            [f"niet meer vrij: {conclusions.hours(each.missing)}"] if each.missing else [],
        )
        for each in found
    ]


def relief_chart(found: Sequence[RelievedWeek], remarks: Remarks, csv: str) -> BarChart:
    """The chart of the weeks that were told, of which there is at least one."""
    weeks = measured_weeks(found, remarks)
    return BarChart(
        ChartText(
            key="balie-uren",
            title=conclusions.relieved(final_weeks(weeks)),
            definition=DEFINITION,
            definition_id=DEFINITION_ID,
            table=relief_table(weeks, remarks),
            csv=csv,
            format="hours",
            decimals=1,
            updated=dutch.moment(max(each.told_at for each in found)),
            standing=standing_text([(dutch.week(week), each) for week, _, each in weeks]),
            warnings=remarks.stale,
        ),
        PART_NAMES,
        [_bar(*each) for each in weeks],
        mark_name="Vrijgekomen",
        note_name="Gecorrigeerd",
        inks=(Ink.SOLID, Ink.LYING, Ink.STANDING),
    )


def _bar(week: IsoWeek, level: RelievedWeek | None, standing: Standing) -> Bar:
    label = dutch.week(week)
    if level is None:
        return Bar(label, [None] * len(PART_NAMES), standing=standing)
    freed = [-level.channel, -level.minutes, -level.volume]
    note = "◇" if standing is Standing.CORRECTED else None
    return Bar(label, freed, mark=level.relieved, note=note, standing=standing)


def _row(
    week: IsoWeek, level: RelievedWeek | None, standing: Standing, remarks: Remarks
) -> list[Cell]:
    figures: list[Cell] = [None] * 7
    if level is not None:
        figures = [
            level.relieved,
            level.low,
            level.high,
            -level.channel,
            -level.minutes,
            -level.volume,
            level.teams,
        ]
    told_at = None if level is None else level.told_at
    last = [standing.value, DEFINITION_ID, told_at, remarks.stale_sources]
    return [str(week), *figures, *last]
