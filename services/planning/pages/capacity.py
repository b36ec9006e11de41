"""Capaciteit: what there is against what is asked, who is how full, and is it in time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands.consent import person_level_allowed
from services.planning.commands.occupancy import WeekOccupancy, occupancy
from services.planning.http.callers import CapacityReader
from services.planning.http.known import Known
from services.planning.pages import conclusions, heat_map
from services.planning.pages.staffing_charts import staffing_chart, staffing_table
from services.planning.queries.expertise_coverage import CoverageRow, expertise_coverage
from services.planning.queries.organisation import named_page
from services.planning.queries.staff import staff_of_teams
from services.planning.queries.staffing import ExpertiseStaffing, staffing
from services.planning.queries.timeliness import timeliness_of
from services.planning.tables import teams
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.web import dutch
from shared.web.access import Caller, Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import ChosenId
from shared.web.pages import NavigationItem, PageRouter, csv_answer, page

router = PageRouter()

NAVIGATION = NavigationItem(
    "Capaciteit",
    "/planning/capaciteit",
    frozenset({Role.PROGRAMME_MANAGER, Role.TEAM_LEADER}),
)

SPANS = (12, 26, 52)
MOST_CHARTS = 6
"""Expertises of which the chart is there at once; of the others there is a link."""

HEAT_WEEKS = 12
MOST_TEAMS = 1_000

Weeks = Annotated[int, AfterValidator(lambda asked: asked if asked in SPANS else SPANS[0])]
"""How many weeks ahead, one of the spans."""


@dataclass(frozen=True, slots=True)
class Deficit:
    """An expertise of which there is too little, in words."""

    expertise_id: UUID
    expertise: str
    hours: str
    first_week: str
    worst_week: str
    worst_hours: str


@dataclass(frozen=True, slots=True)
class _Heat:
    """Who is how full: the teams that the reader may see, and people where that may be known."""

    weeks: Sequence[IsoWeek]
    found: Sequence[WeekOccupancy]
    teams: Sequence[tuple[UUID, str]]
    people: Mapping[UUID, Sequence[UUID]]
    is_person_level: bool


@router.get("/capaciteit")
async def show_capacity(
    request: Request,
    known: Known,
    engine: Engine,
    now: Now,
    caller: CapacityReader,
    weken: Weeks = SPANS[0],
    expertise: ChosenId = None,
    team: ChosenId = None,
) -> Response:
    """What there is, what is asked, and what is short."""
    first = IsoWeek.of(known.day)
    last = first.plus(weken - 1)
    async with known.read() as connection:
        found = await staffing(connection, first, last)
        timely = await timeliness_of(connection, first, last)
    heat, cover = None, None
    if not known.is_past:
        async with transaction(engine) as connection:
            heat = await _heat(connection, caller, first, known.day, team)
            cover = await expertise_coverage(connection, known.day)
    ordered = _shortest_first(found)
    charted = [each for each in ordered if expertise in (None, each.expertise_id)][:MOST_CHARTS]
    base = f"{request.scope.get('root_path', '')}/capaciteit"
    asked = f"weken={weken}" + (f"&per={known.day.isoformat()}" if known.is_past else "")
    rows = heat_map.heat_rows(heat.found, heat.teams, heat.people) if heat else []
    return page(
        request,
        "capacity.html",
        title="Capaciteit",
        known=known,
        conclusion=_conclusion(found, weken),
        span=weken,
        spans=SPANS,
        proposes=Role.PROGRAMME_MANAGER in caller.roles and not known.is_past,
        deficits=[_deficit(each) for each in ordered if any(w.balance.short for w in each.weeks)],
        charts_of=[
            staffing_chart(
                each,
                list(first.until(last)),
                now,
                f"{base}/uren.csv?expertise={each.expertise_id}&{asked}",
            )
            for each in charted
        ],
        others=[(each.expertise_id, each.expertise) for each in ordered if each not in charted],
        expertise=expertise,
        heat=heat,
        heat_rows=rows,
        heat_title=heat_map.conclusion(rows),
        heat_csv=f"{base}/bezetting.csv" + (f"?team={team}" if team else ""),
        team=team,
        cover=cover,
        cover_title=_cover_title(cover),
        timely=timely,
        timely_title=conclusions.timeliness(timely),
    )


@router.get("/capaciteit/uren.csv")
async def staffing_file(
    known: Known,
    now: Now,
    caller: CapacityReader,
    weken: Weeks = SPANS[0],
    expertise: ChosenId = None,
) -> Response:
    """Supply and demand per week, of one expertise or of all."""
    first = IsoWeek.of(known.day)
    async with known.read() as connection:
        found = await staffing(connection, first, first.plus(weken - 1))
    table = staffing_table([each for each in found if expertise in (None, each.expertise_id)], now)
    return csv_answer("capaciteit", table.file_header, table.file_rows)


@router.get("/capaciteit/bezetting.csv")
async def heat_file(
    engine: Engine, known: Known, now: Now, caller: CapacityReader, team: ChosenId = None
) -> Response:
    """How full teams are, and people where that may be known."""
    async with transaction(engine) as connection:
        heat = await _heat(connection, caller, IsoWeek.of(known.day), known.day, team)
    table = heat_map.heat_table(heat.found, heat.teams, heat.people, now)
    return csv_answer("bezetting", table.file_header, table.file_rows)


async def _heat(
    connection: AsyncConnection, caller: Caller, first: IsoWeek, day: date, team: UUID | None
) -> _Heat:
    everybody = await named_page(connection, teams, after=None, limit=MOST_TEAMS)
    own = None if Role.PROGRAMME_MANAGER in caller.roles else caller.team_ids
    seen = [(each.id, each.name) for each in everybody if own is None or each.id in own]
    allowed = await person_level_allowed(connection, day)
    chosen: Collection[UUID] = [each for each, _ in seen if team in (None, each)]
    with_people = chosen if allowed and (team is not None or len(seen) == 1) else []
    weeks = list(first.until(first.plus(HEAT_WEEKS - 1)))
    return _Heat(
        weeks,
        await occupancy(connection, weeks, chosen),
        [(each, name) for each, name in seen if each in chosen],
        await staff_of_teams(connection, with_people),
        allowed,
    )


def _shortest_first(found: Sequence[ExpertiseStaffing]) -> list[ExpertiseStaffing]:
    return sorted(found, key=lambda each: -sum(week.balance.short for week in each.weeks))


def _deficit(found: ExpertiseStaffing) -> Deficit:
    short = [week for week in found.weeks if week.balance.short > 0]
    worst = max(short, key=lambda week: week.balance.short)
    return Deficit(
        found.expertise_id,
        found.expertise,
        conclusions.hours(sum(week.balance.short for week in short)),
        dutch.period(short[0].balance.week),
        dutch.period(worst.balance.week),
        conclusions.hours(worst.balance.short),
    )


def _conclusion(found: Sequence[ExpertiseStaffing], weeks: int) -> str:
    if not any(each.weeks for each in found):
        return f"Er is nog geen vraag naar uren voor de komende {weeks} weken."
    short = sum(any(week.balance.short > 0 for week in each.weeks) for each in found)
    if not short:
        return f"Er zijn genoeg uren voor de komende {weeks} weken."
    return f"Voor {short} van de {len(found)} expertises zijn er in {weeks} weken te weinig uren."


def _cover_title(cover: CoverageRow | None) -> str:
    if cover is None:
        return ""
    if not cover.denominator:
        return "Er wordt nog geen expertise gevraagd."
    if cover.numerator is None:
        return "Zonder instemming van de ondernemingsraad is dit niet bekend."
    areas = "aandachtsgebied heeft" if cover.denominator == 1 else "aandachtsgebieden hebben"
    return (
        f"{cover.numerator} van de {cover.denominator} {areas} voor elke expertise iemand en een "
        "vervanger."
    )
