"""`draagvlak planning`: the command line of planning."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.deadlines import Part
from services.planning.queries.capacity import balances
from services.planning.queries.deadlines import deadlines_page
from services.planning.queries.decisions import decisions
from services.planning.settings import PlanningDatabase
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.database import create_engine, transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import system_clock, today
from shared.web import dutch

Result = TypeVar("Result")

app = typer.Typer(no_args_is_help=True, help="Deelprojecten, capaciteit en besluiten.")


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


_PARTS = {
    Part.ROSTER_FREEZE: "roosters liggen vast",
    Part.APPROVAL: "akkoord vragen",
    Part.LEARNING: "leren",
    Part.HIRING: "aannemen",
    Part.BUFFER: "speling",
    Part.SCARCITY: "veel vraag",
}


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
