"""`draagvlak metrics`: the command line of metrics."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.completeness import IN_DUTCH
from services.metrics.domain.periods import PeriodKind
from services.metrics.imports.cli import import_file
from services.metrics.queries.catalogue import list_sources
from services.metrics.queries.uptake import Span, uptake_series
from services.metrics.settings import MetricsDatabase
from shared.database.cli import ask
from shared.web import dutch

MOST_ROWS = 10_000
Result = TypeVar("Result")

app = typer.Typer(no_args_is_help=True, help="Producten, bronnen, transacties en cijfers.")
app.command("import")(import_file)


@app.command("sources")
def show_sources() -> None:
    """Toon de bronnen en wanneer ze voor het laatst iets nieuws aanleverden."""
    for source in _ask(lambda connection: list_sources(connection, after=None, limit=MOST_ROWS)):
        silent = "  STIL, langer dan de norm" if source.stale_since else ""
        typer.echo(f"{source.name:<40} {_moment(source.last_delivery_at):<28}{silent}")


@app.command("uptake")
def show_uptake(
    product: Annotated[str, typer.Argument(help="Sleutel van het product, zoals verhuismelding.")],
    kind: Annotated[
        PeriodKind, typer.Option(help="Soort periode: week, month, year of fiscal-year.")
    ] = PeriodKind.WEEK,
) -> None:
    """Toon het selfservicepercentage (definitie M1) van een product per periode."""
    found = _ask(
        lambda connection: uptake_series(
            connection, product, Span(kind), after=None, limit=MOST_ROWS
        )
    )
    for period in found:
        figure = period.figures.without_assisted
        made_of = f"{_count(figure.numerator)} van {_count(figure.denominator)}"
        share = dutch.percent(None if figure.value is None else float(figure.value))
        typer.echo(
            f"{period.period:<10} {share:>18}  {made_of:<28} {IN_DUTCH[period.completeness]}"
        )


def _ask(question: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    return ask(MetricsDatabase().app_url.get_secret_value(), question)


def _moment(moment: datetime | None) -> str:
    return "nog nooit" if moment is None else dutch.moment(moment)


def _count(count: int | None) -> str:
    return dutch.number(count)
