"""`draagvlak planning`: the command line of planning."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.comparison import Column, Comparison, compare
from services.planning.commands.proposal_inputs import proposal_inputs
from services.planning.domain.hours import to_hours
from services.planning.domain.proposal.propose import NoProposal, propose
from services.planning.domain.reservations.deadlines import Part
from services.planning.domain.scenarios.scenarios import MOST_COMPARED
from services.planning.domain.steering.change_load import WEIGHTS, Kind
from services.planning.queries.capacity import balances
from services.planning.queries.change_load import change_load
from services.planning.queries.deadlines import deadlines_page
from services.planning.queries.decisions import decisions
from services.planning.queries.expertise_coverage import expertise_coverage
from services.planning.queries.forecasts import forecasts_of
from services.planning.queries.names import Names, names
from services.planning.queries.scenarios import scenarios_page
from services.planning.queries.timeliness import timeliness_of
from services.planning.roster.cli import app as roster
from services.planning.settings import PlanningDatabase
from services.planning.solving.cli import solve_file
from services.planning.solving.proposing import (
    NOT_IN_TIME,
    proposal_json,
    proposal_lines,
    show_progress,
)
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.database.cli import ask
from shared.isoweek import IsoWeek
from shared.refusal import Refusal
from shared.runtime.clock import system_clock, today
from shared.tabular.cli import refused
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


@app.command("change-load")
def show_change_load(
    weeks: Annotated[
        int, typer.Option(min=1, max=MAX_WEEKS, help="Hoeveel weken, vanaf deze week.")
    ] = 12,
) -> None:
    """Toon de veranderdruk per team en week, en rustigere weken voor livegangen."""
    day = _today()
    first = IsoWeek.of(day)
    found = _ask(lambda connection: change_load(connection, day, first, first.plus(weeks - 1)))
    weights = ", ".join(f"{_WEIGHING[kind]} {points}" for kind, points in WEIGHTS.items())
    typer.echo(f"Punten per week: {weights}.")
    titles = " ".join(f"{title:>10}" for title in ("punten", *_WEIGHING.values()))
    typer.echo(f"{'team':<30} {'week':<8} {titles}")
    for each in found.teams:
        counts = (each.points, each.go_lives, each.peaks, each.trainings)
        cells = " ".join(f"{dutch.number(count):>10}" for count in counts)
        typer.echo(f"{each.team:<30} {each.week:<8} {cells}")
    for go_live in found.go_lives:
        quieter = ", ".join(f"{week.week} ({week.points})" for week in go_live.quieter_weeks)
        if quieter:
            now = f"“{go_live.milestone}” in {go_live.week} ({go_live.points})"
            typer.echo(f"Rustiger dan {now}: {quieter}")


_WEIGHING = {Kind.GO_LIVE: "livegang", Kind.PEAK: "piek", Kind.TRAINING: "training"}


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


@app.command("scenarios")
def show_scenarios(
    scenarios: Annotated[
        list[UUID] | None,
        typer.Argument(metavar="SCENARIO", help="Vergelijk deze met het plan zoals het is."),
    ] = None,
) -> None:
    """Toon de scenario's, of zet er hoogstens drie naast het plan zoals het is."""
    if scenarios:
        _show_comparison(list(dict.fromkeys(scenarios)))
        return
    for each in _ask(lambda connection: scenarios_page(connection, None, after=None, limit=1000)):
        state = "doorgevoerd" if each.promoted_at else f"wijzigingen: {len(each.changes)}"
        typer.echo(f"{each.id}  {each.name} ({state})")


def _show_comparison(scenarios: Sequence[UUID]) -> None:
    if len(scenarios) > MOST_COMPARED:
        raise typer.BadParameter(f"Vergelijk hoogstens {MOST_COMPARED} scenario's.")
    day = _today()
    try:
        found = _ask(lambda connection: compare(connection, scenarios, day))
    except Refusal as refusal:
        raise refused(refusal) from None
    for name, cells in (*_column_lines(found.columns), *_difference_lines(found, _ask(names))):
        typer.echo(f"{name:<40} " + " ".join(f"{cell:>20}" for cell in cells))


def _column_lines(columns: Sequence[Column]) -> Iterator[tuple[str, Sequence[str]]]:
    yield "", [each.scenario.name if each.scenario else "plan zoals het is" for each in columns]
    yield "uren tekort", [dutch.number(to_hours(each.outcome.short), 1) for each in columns]
    yield "belemmeringen", [dutch.number(len(each.obstacles)) for each in columns]


def _difference_lines(found: Comparison, called: Names) -> Iterator[tuple[str, Sequence[str]]]:
    differ = found.differences
    for due in differ.milestones:
        yield called.milestones[due.key], _days(due.values)
    for expected in differ.expected:
        days = [None if each is None else each.p80 for each in expected.values]
        yield f"{called.milestones[expected.key]} (P80)", _days(days)
    for week in differ.weeks:
        expertise_id, which = week.key
        short = [0 if each is None else each.short for each in week.values]
        hours = [dutch.number(to_hours(minutes), 1) for minutes in short]
        yield f"tekort {called.expertises[expertise_id]} {which}", hours
    for last in differ.deadlines:
        needed = f"{called.expertises[last.key.expertise_id]} voor"
        subproject = called.subprojects[last.key.subproject_id]
        yield f"reserveer {needed} “{subproject}”", _days(last.values)


def _days(days: Sequence[date | None]) -> Sequence[str]:
    return ["–" if each is None else dutch.day(each) for each in days]


@app.command("propose")
def show_proposal(
    programme: Annotated[UUID, typer.Argument(help="Id van het programma.")],
    time_limit: Annotated[
        float, typer.Option(min=1, max=86_400, help="Hoeveel seconden er gezocht mag worden.")
    ] = 120,
    effort: Annotated[
        float, typer.Option(min=1, max=86_400, help="Hoeveel rekenwerk: bepaalt de uitkomst.")
    ] = 20,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Begingetal van het zoeken.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Toon het voorstel als JSON.")] = False,
) -> None:
    """Stel voor wie wanneer wat doet, zeg wat niet past en waarom, en wat het oplost.

    Wat onderweg gevonden wordt, staat op stderr. Er verandert niets in het plan.
    """
    day = _today()
    try:
        inputs = _ask(lambda connection: proposal_inputs(connection, programme, day))
        found = propose(
            inputs, time_limit=time_limit, effort=effort, seed=seed, on_progress=show_progress
        )
    except Refusal as refusal:
        raise refused(refusal) from None
    except NoProposal:
        raise refused(Refusal(NOT_IN_TIME)) from None
    lines = [proposal_json(found)] if as_json else proposal_lines(found, _ask(names))
    for line in lines:
        typer.echo(line)


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
    return ask(PlanningDatabase().app_url.get_secret_value(), question)


def _today() -> date:
    return today(system_clock())
