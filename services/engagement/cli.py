"""`draagvlak engagement`: the command line of engagement."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.attendance.cli import app as attendance
from services.engagement.domain.coverage import LOWER_BOUND, Coverage, Figures
from services.engagement.domain.no_return import PointOfNoReturn
from services.engagement.queries.subprojects import late_involvements, subprojects
from services.engagement.settings import EngagementDatabase
from shared.database.cli import ask
from shared.web import dutch

MOST_ROWS = 10_000
POINTS: Mapping[PointOfNoReturn, str] = {
    PointOfNoReturn.SCOPE_FIXED: "scope vast",
    PointOfNoReturn.DECISION: "eerste besluit",
}
UNKNOWN_T0 = "T0 nog niet bekend"
Result = TypeVar("Result")

app = typer.Typer(no_args_is_help=True, help="Wie een deelproject raakt en wie meedeed.")
app.add_typer(attendance, name="attendance")


@app.command("coverage")
def show_coverage() -> None:
    """Toon per deelproject welk deel van de medewerkers vanaf het eerste moment meedeed."""
    for found in _ask(lambda connection: subprojects(connection, after=None, limit=MOST_ROWS)):
        told = UNKNOWN_T0 if found.coverage is None else _coverage(found.coverage)
        before = (_before(point, found.before[point]) for point in POINTS if point in found.before)
        typer.echo(f"{found.name:<40} {'; '.join((told, *before))}")


@app.command("late")
def show_late() -> None:
    """Toon de besluiten waarvoor nog te weinig medewerkers betrokken zijn, het eerste bovenaan."""
    for found in _ask(late_involvements):
        typer.echo(f"{dutch.day(found.due_on):<20} {found.subproject_name}")


def _coverage(found: Coverage) -> str:
    fixed = "ligt vast" if found.frozen else "nog niet vast"
    parts = [_figures(found.figures), f"T0 {dutch.day(found.t0)}, {fixed}"]
    if found.figures.joiners_after_t0:
        parts.append(f"later erbij: {found.figures.joiners_after_t0}")
    if found.corrections and found.at_t0 is not None:
        parts.append(f"op T0 bekend: {_figures(found.at_t0)}, {found.corrections} keer aangevuld")
    return "; ".join(parts)


def _before(point: PointOfNoReturn, found: Coverage) -> str:
    return f"voor {POINTS[point]} {dutch.day(found.t0)}: {_figures(found.figures)}"


def _figures(found: Figures) -> str:
    if found.share is None:
        return dutch.percent(None)
    at_least = "ten minste " if found.definition == LOWER_BOUND else ""
    share = dutch.percent(found.share)
    return f"{at_least}{share} ({found.numerator} van {found.denominator})"


def _ask(question: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    return ask(EngagementDatabase().app_url.get_secret_value(), question)
