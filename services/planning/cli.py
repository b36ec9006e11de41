"""`draagvlak planning`: the command line of planning."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.deadlines import Part
from services.planning.queries.capacity import balances
from services.planning.queries.deadlines import deadlines_page
from services.planning.queries.decisions import decisions
from services.planning.queries.expertise_coverage import expertise_coverage
from services.planning.queries.forecasts import forecasts_of
from services.planning.queries.timeliness import timeliness_of
from services.planning.roster.cli import app as roster
from services.planning.settings import PlanningDatabase
from services.planning.solving.cli import solve_file
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.database import create_engine, transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import system_clock, today
from shared.web import dutch

Result = TypeVar("Result")

app = typer.Typer(no_args_is_help=True, help="Deelprojecten, capaciteit en besluiten.")
app.add_typer(roster, name="roster")
app.command("solve")(solve_file)


@app.command("balance")
def show_balance(
    weeks: Annotated[
        int, typer.Option(min=1, max=MAX_WEEKS, help="Hoeveel weken, vanaf deze week.")
    ] = 12,
) -> None:
    """Toon per expertise en week de vraag, het aanbod, wat bevestigd is en het tekort, in uren."""
    first = IsoWeek.of(_today())
    found = _ask(lambda connection: balances(connection, first, first.plus(weeks - 1)))
    if not found:
        typer.echo("Er is geen inzet gevraagd in deze weken.")
        return
    titles = " ".join(f"{title:>10}" for title in ("vraag", "aanbod", "bevestigd", "tekort"))
    typer.echo(f"{'expertise':<30} {'week':<8} {titles}")
    for expertise in found:
        for week in expertise.weeks:
            figures = (week.demand, week.supply, week.confirmed, week.short)
            cells = " ".join(f"{dutch.number(figure, 1):>10}" for figure in figures)
            typer.echo(f"{expertise.expertise:<30} {week.week:<8} {cells}")


@app.command("timeliness")
def show_timeliness(
    weeks: Annotated[
        int, typer.Option(min=1, max=MAX_WEEKS, help="Hoeveel weken, vanaf deze week.")
    ] = 12,
) -> None:
    """Toon per deelproject hoeveel van de gevraagde uren op tijd is bevestigd."""
    first = IsoWeek.of(_today())
    found = _ask(lambda connection: timeliness_of(connection, first, first.plus(weeks - 1)))
    typer.echo(f"Op tijd is {found.norm_days} werkdagen voor de eerste week, of eerder.")
    typer.echo(f"{'deelproject':<30} {'op tijd':>10} {'gevraagd':>10} {'deel':>10}")
    for each in found.subprojects:
        typer.echo(_timeliness_line(each.subproject, each.numerator, each.denominator, each.share))
    typer.echo(_timeliness_line("alles", found.numerator, found.denominator, found.share))


@app.command("decisions")
def show_decisions(
    most: Annotated[int, typer.Option(min=1, max=100, help="Hoeveel besluiten hoogstens.")] = 10,
) -> None:
    """Toon welke besluiten nodig zijn, met de laatste dag waarop dat nog op tijd is."""
    day = _today()
    for decision in _ask(lambda connection: decisions(connection, day, at_most=most)):
        late = "  TE LAAT" if decision.last_day < day else ""
        typer.echo(f"{dutch.day(decision.last_day):<20} {decision.what}{late}")


@app.command("deadlines")
def show_deadlines(
    most: Annotated[int, typer.Option(min=1, max=1000, help="Hoeveel hoogstens.")] = 20,
) -> None:
    """Toon per gevraagde inzet de uiterste reserveerdatum, en waarom die dag."""
    day = _today()
    found = _ask(
        lambda connection: deadlines_page(connection, programme_id=None, after=None, limit=most)
    )
    for each in found:
        late = "  TE LAAT" if each.last_day < day else ""
        what = f"{dutch.number(each.open_hours, 1)} uur {each.expertise} voor “{each.subproject}”"
        typer.echo(f"{dutch.day(each.last_day):<20} {what}{late}")
        steps = ", ".join(f"{step['days']} {_PARTS[step['part']]}" for step in each.steps)
        typer.echo(f"{'':<20} begint {dutch.day(each.starts_on)}; werkdagen: {steps}")


@app.command("forecast")
def show_forecast(programme: Annotated[UUID, typer.Argument(help="Id van het programma.")]) -> None:
    """Toon per mijlpaal de geplande dag, en wanneer 50 en 80 % van de simulaties die bereikt."""
    titles = " ".join(f"{title:<20}" for title in ("gepland", "P50", "P80"))
    typer.echo(f"{titles} mijlpaal")
    for each in _ask(lambda connection: forecasts_of(connection, programme)):
        days = " ".join(
            f"{'niet verwacht' if day is None else dutch.day(day):<20}"
            for day in (each.due_on, each.p50, each.p80)
        )
        typer.echo(f"{days} {each.milestone} ({each.subproject})")


_PARTS = {
    Part.ROSTER_FREEZE: "roosters liggen vast",
    Part.APPROVAL: "akkoord vragen",
    Part.LEARNING: "leren",
    Part.HIRING: "aannemen",
    Part.BUFFER: "speling",
    Part.SCARCITY: "veel vraag",
}


@app.command("coverage")
def show_coverage() -> None:
    """Toon de expertisedekking (definitie C8): is er een bevestigde collega, en een vervanger?"""
    day = _today()
    found = _ask(lambda connection: expertise_coverage(connection, day))
    if found.numerator is None:
        typer.echo("Nog niet bekend: zonder instemming van de OR weten wij niet wie er is.")
    else:
        share = f"{found.numerator} van {found.denominator}"
        typer.echo(f"{share} aandachtsgebieden gedekt (definitie {found.definition})")
    for area in found.areas:
        typer.echo(area.focus_area)
        for each in area.expertises:
            people = f"bevestigd {dutch.number(each.confirmed)}"
            stand_in = f"vervangers {dutch.number(each.deputies)}"
            typer.echo(f"  {each.expertise:<34} niveau {each.level}  {people}  {stand_in}")


def _timeliness_line(name: str, timely: float, demanded: float, share: float | None) -> str:
    cells = (dutch.number(timely, 1), dutch.number(demanded, 1), dutch.percent(share))
    return f"{name:<30} " + " ".join(f"{cell:>10}" for cell in cells)


def _ask(question: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    async def ask() -> Result:
        engine = create_engine(PlanningDatabase().app_url.get_secret_value(), pool_size=1)
        try:
            async with transaction(engine) as connection:
                return await question(connection)
        finally:
            await engine.dispose()

    return asyncio.run(ask())


def _today() -> date:
    return today(system_clock())
