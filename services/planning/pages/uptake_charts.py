"""Uptake against the target path: a chart for each product."""

from collections.abc import Sequence
from datetime import date

from services.planning.pages import conclusions
from services.planning.pages.periods import periods, short_name
from services.planning.pages.remarks import Remarks, standing_text
from services.planning.queries.steering import (
    ProductUptake,
    Steering,
    UptakePoint,
)
from shared.contracts.vocabulary import PeriodKind
from shared.products import product_name
from shared.web import dutch
from shared.web.charts import ChartText, LineChart, LinePoint
from shared.web.figures import Cell, Column, FigureTable, Standing

DEFINITION = (
    "Zelfbediening is het deel van de afgeronde aanvragen dat via web of app ging, zonder hulp van "
    "een medewerker. Wij delen dat aantal door alle afgeronde aanvragen van die periode. "
    "Het streefpad is een rechte lijn van de afgesproken beginwaarde naar de afgesproken "
    "eindwaarde. Een periode telt pas mee als alle bronnen hebben geleverd. Tot dan is het cijfer "
    "nog niet bekend."
)

COLUMNS = (
    Column(name="product"),
    Column(name="naam"),
    Column(name="periode", title="Periode", format="period"),
    Column(name="laatste_dag"),
    Column(name="aandeel", title="Zelfbediening", format="percent", decimals=1),
    Column(name="streefpad", title="Streefpad", format="percent", decimals=1, absent="geen"),
    Column(name="digitaal", title="Digitaal", format="number"),
    Column(name="totaal", title="Alle aanvragen", format="number"),
    Column(name="aandeel_met_hulp", title="Met hulp erbij", format="percent", decimals=1),
    Column(name="stand", title="Stand"),
    Column(name="revisie"),
    Column(name="definitie"),
    Column(name="bijgewerkt_op"),
    Column(name="verouderde_bronnen"),
)

_FINEST_FIRST = tuple(PeriodKind)


def chosen_series(steering: Steering) -> list[ProductUptake]:
    """One series for each product, in its shortest periods. Furthest behind comes first, products
    without a path last.
    """
    by_product: dict[str, ProductUptake] = {}
    for series in sorted(steering.uptake, key=lambda each: _FINEST_FIRST.index(each.kind)):
        by_product.setdefault(series.product, series)
    return sorted(by_product.values(), key=_urgency)


def _urgency(series: ProductUptake) -> tuple[bool, int, str]:
    newest = conclusions.newest_known(series.points)
    gap = None if newest is None else conclusions.points_ahead(newest)
    return (series.path is None, 1000 if gap is None else gap, series.product)


def uptake_table(every: Sequence[ProductUptake], remarks: Remarks) -> FigureTable:
    """The figures of these products, the earliest period first."""
    rows = [
        _row(series, period, end, point, remarks)
        for series in every
        for period, end, point in _all_periods(series, remarks.today)
    ]
    return FigureTable(COLUMNS, rows)


def highest(every: Sequence[ProductUptake]) -> float:
    """The highest share or target of these products: the scale of charts beside each other."""
    points = [point for series in every for point in series.points]
    return max((max(point.share or 0, point.target or 0) for point in points), default=0)


def uptake_chart(series: ProductUptake, remarks: Remarks, csv: str, reach: float) -> LineChart:
    """The chart of a product, on an axis that holds at least `reach`."""
    found = list(_all_periods(series, remarks.today))
    points = [
        LinePoint(
            short_name(series.kind, period),
            None if point is None else point.share,
            _target(series, end, point),
            _standing(point),
        )
        for period, end, point in found
    ]
    name = product_name(series.product)
    begins = None if series.path is None else series.path.from_date
    standings = [(short_name(series.kind, p), _standing(point)) for p, _, point in found]
    return LineChart(
        ChartText(
            key=f"zelfbediening-{series.product}",
            title=conclusions.uptake(name, series.points, begins),
            definition=DEFINITION,
            definition_id=series.definition,
            table=uptake_table([series], remarks),
            csv=csv,
            format="percent",
            updated=dutch.moment(max(point.told_at for point in series.points)),
            standing=standing_text(standings),
            warnings=remarks.stale,
        ),
        points,
        value_name="Zelfbediening",
        reach=reach,
    )


def _all_periods(series: ProductUptake, today: date) -> list[tuple[str, date, UptakePoint | None]]:
    """Every period from the first told until the last ended; None where nothing was told yet."""
    told = {point.period: point for point in series.points}
    first = series.points[0].starts_on
    return [(name, end, told.get(name)) for name, end in periods(series.kind, first, today)]


def _target(series: ProductUptake, end: date, point: UptakePoint | None) -> float | None:
    if point is not None:
        return point.target
    return None if series.path is None else series.path.share_on(end)


def _standing(point: UptakePoint | None) -> Standing:
    if point is None:
        return Standing.PROVISIONAL
    return Standing.CORRECTED if point.revision else Standing.COMPLETE


def _row(
    series: ProductUptake,
    period: str,
    end: date,
    point: UptakePoint | None,
    remarks: Remarks,
) -> list[Cell]:
    return [
        series.product,
        product_name(series.product),
        period,
        end,
        None if point is None else point.share,
        _target(series, end, point),
        None if point is None else point.numerator,
        None if point is None else point.denominator,
        None if point is None else point.share_with_assisted,
        _standing(point).value,
        None if point is None else point.revision,
        series.definition,
        None if point is None else point.told_at,
        remarks.stale_sources,
    ]
