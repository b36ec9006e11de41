"""Veranderdruk: how much changes for each team per week, and quieter weeks for go-lives to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from services.planning.domain import wording
from services.planning.domain.steering.change_load import WEEKS_AROUND, WEIGHTS, Kind
from services.planning.http.callers import PlanReader
from services.planning.http.fields import WeekName
from services.planning.http.known import Known, KnownPlan
from services.planning.pages import timeline
from services.planning.queries.change_load import (
    ChangeLoadRow,
    GoLiveRow,
    TeamWeekRow,
    change_load,
)
from shared.isoweek import IsoWeek
from shared.web import dutch
from shared.web.charts import ChartText
from shared.web.dependencies import Now
from shared.web.figures import Column, FigureTable
from shared.web.pages import NavigationItem, PageRouter, csv_answer, page

router = PageRouter()

NAVIGATION = NavigationItem("Veranderdruk", "/planning/veranderdruk", timeline.NAVIGATION.roles)

WEEKS_SHOWN = 12
BUSY_FROM = WEIGHTS[Kind.GO_LIVE]
"""Points from which on the work of the whole team changes."""

VERY_BUSY_FROM = WEIGHTS[Kind.GO_LIVE] + WEIGHTS[Kind.PEAK]
"""Points from which on it changes while there is least time for it."""

DEFINITION_ID = "veranderdruk"
DEFINITION = (
    f"Een livegang telt voor {WEIGHTS[Kind.GO_LIVE]} punten, een week in een piek voor "
    f"{WEIGHTS[Kind.PEAK]} en een training voor {WEIGHTS[Kind.TRAINING]}. Ze tellen bij elk team "
    "dat een product behandelt dat verandert. De punten van een week worden opgeteld. Ze zeggen "
    "niets over uren."
)
COLUMNS = (
    Column(name="team", title="Team"),
    Column(name="week", title="Week", format="period"),
    Column(name="punten", title="Punten", format="number"),
    Column(name="livegangen", title="Livegangen", format="number"),
    Column(name="pieken", title="Pieken", format="number"),
    Column(name="trainingen", title="Trainingen", format="number"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
)


class Band(StrEnum):
    """What the style sheet tells apart, besides the number; the same as of how full a team is."""

    SOME = "room"
    BUSY = "full"
    VERY_BUSY = "far-over"


@dataclass(frozen=True, slots=True)
class Points:
    """The change load of a team in a week, and what it is made of in words."""

    points: int
    made_of: str

    @property
    def band(self) -> Band:
        """How far it is."""
        if self.points < BUSY_FROM:
            return Band.SOME
        return Band.BUSY if self.points < VERY_BUSY_FROM else Band.VERY_BUSY


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A team with each week; None where nothing changes."""

    team: str
    weeks: Sequence[Points | None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A go-live to come, what its teams have besides it, and quieter weeks, in sentences."""

    subproject_id: UUID
    name: str
    week: str
    besides: str
    quieter: str


@router.get("/veranderdruk")
async def show_change_load(
    request: Request,
    known: Known,
    now: Now,
    caller: PlanReader,
    van: Annotated[WeekName | None, Query()] = None,
) -> Response:
    """Teams by week, and what could be moved."""
    weeks = _weeks(known, van)
    found = await _found(known, weeks)
    here = f"{request.scope.get('root_path', '')}/veranderdruk"
    per = f"&per={known.day.isoformat()}" if known.is_past else ""
    return page(
        request,
        "change_load.html",
        title="Veranderdruk",
        known=known,
        van=van,
        weeks=weeks,
        rows=load_rows(found.teams, weeks),
        text=ChartText(
            key="per-week",
            title=conclusion(found.teams),
            definition=DEFINITION,
            definition_id=DEFINITION_ID,
            table=load_table(found.teams, now),
            csv=f"{here}/veranderdruk.csv?van={weeks[0]}{per}",
            updated=dutch.moment(now),
        ),
        busy=BUSY_FROM,
        very_busy=VERY_BUSY_FROM,
        around=WEEKS_AROUND,
        suggestions=[suggestion(each) for each in found.go_lives],
        suggestions_title=movable(found.go_lives),
        earlier=f"{here}?van={weeks[0].plus(-WEEKS_SHOWN)}{per}",
        later=f"{here}?van={weeks[-1].plus(1)}{per}",
    )


@router.get("/veranderdruk/veranderdruk.csv")
async def change_load_file(
    known: Known,
    now: Now,
    caller: PlanReader,
    van: Annotated[WeekName | None, Query()] = None,
) -> Response:
    """The same as a file: a row for each team and week in which something changes."""
    table = load_table((await _found(known, _weeks(known, van))).teams, now)
    return csv_answer("veranderdruk", table.file_header, table.file_rows)


def load_rows(found: Sequence[TeamWeekRow], weeks: Sequence[IsoWeek]) -> list[LoadRow]:
    """A row for each team that has a load in one of these weeks."""
    teams: dict[UUID, str] = {each.team_id: each.team for each in found}
    by_week = {(each.team_id, each.week): each for each in found}
    return [
        LoadRow(name, [_points(by_week.get((team_id, str(week)))) for week in weeks])
        for team_id, name in teams.items()
    ]


def load_table(found: Sequence[TeamWeekRow], moment: datetime) -> FigureTable:
    """What each load is made of."""
    return FigureTable(
        COLUMNS,
        [
            [
                each.team,
                each.week,
                each.points,
                each.go_lives,
                each.peaks,
                each.trainings,
                DEFINITION_ID,
                moment,
            ]
            for each in found
        ],
    )


def conclusion(found: Sequence[TeamWeekRow]) -> str:
    """For which team, and when, most changes."""
    if not found:
        return "In deze weken verandert er voor geen enkel team iets."
    most = max(each.points for each in found)
    worst = min((each for each in found if each.points == most), key=lambda each: each.week)
    others = sum(each.points == most for each in found) - 1
    also = "" if not others else f" Nog {others} keer is het net zo veel."
    when = dutch.period(worst.week)
    return f"Voor {wording.team(worst.team)} verandert het meest in {when}: {_count(most)}.{also}"


def suggestion(row: GoLiveRow) -> Suggestion:
    """A go-live in sentences."""
    besides = (
        f"Daarnaast hebben de teams die week {_count(row.points)}."
        if row.points
        else "Daarnaast verandert er die week niets voor de teams."
    )
    weeks = [f"{dutch.week(each.week)} ({_count(each.points)})" for each in row.quieter_weeks]
    if weeks:
        quieter = f"Rustiger is {_or(weeks)}."
    elif row.points:
        quieter = "Een rustiger week is er niet."
    else:
        quieter = ""
    return Suggestion(row.subproject_id, row.milestone, dutch.period(row.week), besides, quieter)


def movable(found: Sequence[GoLiveRow]) -> str:
    """How many go-lives could be in a quieter week."""
    if not found:
        return "In deze weken komt er geen livegang."
    count = sum(bool(each.quieter_weeks) for each in found)
    if not any(each.points for each in found):
        return "Geen enkele livegang valt samen met iets anders."
    if not count:
        return "Geen livegang kan in een rustiger week."
    if len(found) == 1:
        return "De livegang kan in een rustiger week."
    return f"{count} van de {len(found)} livegangen kan in een rustiger week."


def _weeks(known: KnownPlan, van: str | None) -> Sequence[IsoWeek]:
    first = IsoWeek.of(known.day) if van is None else IsoWeek.parse(van)
    return list(first.until(first.plus(WEEKS_SHOWN - 1)))


async def _found(known: KnownPlan, weeks: Sequence[IsoWeek]) -> ChangeLoadRow:
    async with known.read() as connection:
        return await change_load(connection, known.day, weeks[0], weeks[-1])


_PARTS: Mapping[str, tuple[str, str]] = {
    "go_lives": ("livegang", "livegangen"),
    "peaks": ("piek", "pieken"),
    "trainings": ("training", "trainingen"),
}


def _points(row: TeamWeekRow | None) -> Points | None:
    if row is None:
        return None
    counted = [(getattr(row, name), words) for name, words in _PARTS.items()]
    parts = [f"{many} {one if many == 1 else more}" for many, (one, more) in counted if many]
    return Points(row.points, ", ".join(parts))


def _count(points: int) -> str:
    return "1 punt" if points == 1 else f"{points} punten"


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} of {words[-1]}"
