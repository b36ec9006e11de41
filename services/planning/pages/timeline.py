"""Tijdlijn: the subprojects by focus area, with what was promised and what is likely. One
subproject is in subproject_page.py.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator
from starlette.requests import Request
from starlette.responses import Response

from services.planning.http.callers import PlanReader
from services.planning.http.fields import WeekName
from services.planning.http.known import Known, KnownPlan
from services.planning.pages.gantt import Gantt, window
from services.planning.pages.plan_words import SUBPROJECT_STATES
from services.planning.queries.timeline import TimelineRow, timeline
from shared.isoweek import IsoWeek
from shared.web import dutch
from shared.web.access import Role
from shared.web.charts import ChartText
from shared.web.dependencies import Now
from shared.web.figures import Cell, Column, FigureTable
from shared.web.pages import NavigationItem, PageRouter, csv_answer, page

router = PageRouter()

NAVIGATION = NavigationItem(
    "Tijdlijn",
    "/planning/tijdlijn",
    frozenset(
        {
            Role.PROGRAMME_MANAGER,
            Role.TEAM_LEADER,
            Role.EMPLOYEE,
            Role.WORKS_COUNCIL,
            Role.OPERATOR,
        }
    ),
)

ZOOMS = {"kwartaal": 13, "halfjaar": 26, "jaar": 52}
ZOOM_WORDS = {"kwartaal": "Kwartaal", "halfjaar": "Half jaar", "jaar": "Jaar"}

DEFINITION = (
    "De ruit is de dag waarop een mijlpaal nu gepland staat. De open ruit is de dag die het eerst "
    "is beloofd. Het gearceerde stuk loopt tot de dag waarop de mijlpaal in 4 van de 5 "
    "berekeningen is bereikt. De vlag is de uiterste reserveerdatum: de eerste dag waarop er nog "
    "uren missen die dan gevraagd moeten zijn."
)
COLUMNS = (
    Column(name="deelproject", title="Deelproject"),
    Column(name="aandachtsgebied", title="Aandachtsgebied"),
    Column(name="begin", title="Begin"),
    Column(name="einde", title="Einde"),
    Column(name="toestand", title="Toestand"),
    Column(name="mijlpaal", title="Mijlpaal", absent="geen"),
    Column(name="gepland", title="Gepland", absent="–"),
    Column(name="beloofd", title="Beloofd", absent="–"),
    Column(name="waarschijnlijk_voor", title="Waarschijnlijk voor"),
    Column(name="uiterste_reserveerdatum", title="Uiterste reserveerdatum", absent="–"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
)

Zoom = Annotated[str, AfterValidator(lambda asked: asked if asked in ZOOMS else "halfjaar")]


@router.get("/tijdlijn")
async def show_timeline(
    request: Request,
    known: Known,
    now: Now,
    caller: PlanReader,
    zoom: Zoom = "halfjaar",
    van: Annotated[WeekName | None, Query()] = None,
) -> Response:
    """The plan over time."""
    found = await _drawn(known, zoom, van)
    here = f"{request.scope.get('root_path', '')}/tijdlijn"
    per = f"&per={known.day.isoformat()}" if known.is_past else ""
    step = ZOOMS[zoom] // 2
    first = IsoWeek.of(found.first)
    title = _conclusion(found.rows, known.day)
    return page(
        request,
        "timeline.html",
        title="Tijdlijn",
        known=known,
        gantt=found,
        text=ChartText(
            key="tijdlijn",
            title=title,
            definition=DEFINITION,
            definition_id="P80",
            table=_table(found.rows, now),
            csv=f"{here}/tijdlijn.csv?zoom={zoom}&van={first}{per}",
            updated=dutch.moment(now),
        ),
        zoom=zoom,
        van=van,
        zooms=[
            (f"zoom={name}" + (f"&van={van}" if van else "") + per, words, name == zoom)
            for name, words in ZOOM_WORDS.items()
        ],
        earlier=f"{here}?zoom={zoom}&van={first.plus(-step)}{per}",
        later=f"{here}?zoom={zoom}&van={first.plus(step)}{per}",
        plans=Role.PROGRAMME_MANAGER in caller.roles,
    )


@router.get("/tijdlijn/tijdlijn.csv")
async def timeline_file(
    known: Known,
    now: Now,
    caller: PlanReader,
    zoom: Zoom = "halfjaar",
    van: Annotated[WeekName | None, Query()] = None,
) -> Response:
    """The same as a file: a row for each milestone, or for a subproject without."""
    table = _table((await _drawn(known, zoom, van)).rows, now)
    return csv_answer("tijdlijn", table.file_header, table.file_rows)


async def _drawn(known: KnownPlan, zoom: str, van: str | None) -> Gantt:
    first, last = window(known.day, ZOOMS[zoom], None if van is None else IsoWeek.parse(van))
    async with known.read() as connection:
        rows = await timeline(connection, first, last, forecast=not known.is_past)
    return Gantt(first, last, known.day, rows)


def _conclusion(rows: Sequence[TimelineRow], day: date) -> str:
    if not rows:
        return "In deze weken loopt er geen deelproject."
    marks = [each for row in rows for each in row.milestones]
    late = sum(each.days_late > 0 for each in marks)
    passed = sum(row.last_day is not None and row.last_day < day for row in rows)
    if not marks:
        said = "Er zijn nog geen mijlpalen gepland."
    elif late:
        verb = "komt" if late == 1 else "komen"
        said = f"{late} van de {len(marks)} mijlpalen {verb} waarschijnlijk later dan beloofd."
    else:
        said = "Geen mijlpaal komt waarschijnlijk later dan beloofd."
    if passed:
        which = "deelproject is" if passed == 1 else "deelprojecten is"
        said += f" Bij {passed} {which} de uiterste reserveerdatum voorbij."
    return said


def _table(rows: Sequence[TimelineRow], moment: datetime) -> FigureTable:
    cells: list[list[Cell]] = []
    for row in rows:
        shared: list[Cell] = [
            row.name,
            row.focus_area,
            row.starts_on,
            row.ends_on,
            SUBPROJECT_STATES[row.state][0],
        ]
        ends: list[Cell] = [row.last_day, "P80", moment]
        cells += [
            [*shared, each.name, each.due_on, each.promised_on, each.p80 or each.reached_on, *ends]
            for each in row.milestones
        ] or [[*shared, None, None, None, None, *ends]]
    return FigureTable(COLUMNS, cells)
