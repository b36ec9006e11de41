"""The steering table: how far self-service is, what it freed, who was there, where hours lack."""

from collections.abc import Iterable, Iterator

from deploy.demo.api import Answer
from deploy.demo.chapters.loop import Decided
from deploy.demo.stage import Stage
from shared.products import product_name
from shared.web import dutch

CAPACITY_WEEKS = 12
LATEST_WEEKS = 4


async def steering_lines(stage: Stage, decided: Iterable[Decided]) -> list[str]:
    """The table, line by line."""
    manager = stage.programme_manager
    overview = await manager.get("/planning/v1/steering-overview")
    hours = {
        product: await measured_weeks(stage, product) for product in stage.municipality.products
    }
    return [
        "",
        f"Koers van {stage.municipality.name}, {dutch.day(stage.today)}",
        "",
        *_uptake_lines(overview["uptake"], hours),
        "",
        *_coverage_lines(overview["coverage"]),
        "",
        *_capacity_lines(overview["capacity"]),
        "",
        *_freed_lines(decided),
    ]


async def measured_weeks(stage: Stage, product: str) -> list[Answer]:
    """The latest measured weeks of a product; none where no go-live changed it."""
    weeks = await stage.programme_manager.items(f"/metrics/v1/products/{product}/counter-hours")
    return weeks[-LATEST_WEEKS:]


def _uptake_lines(uptake: list[Answer], hours: dict[str, list[Answer]]) -> Iterator[str]:
    yield (
        f"{'Product':<34}{'Zelfbediening':>14}{'Streefpad':>11}"
        f"{'Uren vrij':>11}{'kanaal':>9}{'tijd':>7}{'vraag':>8}"
    )
    for product in uptake:
        newest = product["points"][-1]
        weeks = [week for week in hours.get(product["product"], []) if week["parts"]]
        yield (
            f"{product_name(product['product']):<34}{dutch.percent(newest['share']):>14}"
            f"{_target(newest['target']):>11}"
            f"{_mean(week['relieved'] for week in weeks):>11}"
            f"{_mean(-week['parts']['channel'] for week in weeks):>9}"
            f"{_mean(-week['parts']['minutes'] for week in weeks):>7}"
            f"{_mean(-week['parts']['volume'] for week in weeks):>8}"
        )
    yield f"Uren per week, gemiddeld over {LATEST_WEEKS} weken; minder vraag telt niet als vrij."


def _target(share: float | None) -> str:
    return "geen" if share is None else dutch.percent(share)


def _mean(values: Iterable[float]) -> str:
    known = list(values)
    return dutch.number(sum(known) / len(known), decimals=1) if known else "-"


def _coverage_lines(coverage: list[Answer]) -> Iterator[str]:
    yield f"{'Vanaf het eerste moment erbij':<48}{'Aandeel':>14}{'Mensen':>12}"
    for subproject in coverage:
        people = f"{subproject['numerator']} van {subproject['denominator']}"
        yield (
            f"{subproject['subproject']:<48}{dutch.percent(subproject['share']):>14}{people:>12}"
        )


def _capacity_lines(capacity: list[Answer]) -> Iterator[str]:
    weeks = f"Expertise, komende {CAPACITY_WEEKS} weken"
    yield f"{weeks:<34}{'Gevraagd':>10}{'Tekort':>10}"
    for expertise in capacity:
        shown = expertise["weeks"][:CAPACITY_WEEKS]
        yield (
            f"{expertise['expertise']:<34}{sum(week['demand'] for week in shown):>10.0f}"
            f"{sum(week['short'] for week in shown):>10.0f}"
        )


def _freed_lines(decided: Iterable[Decided]) -> Iterator[str]:
    yield "Vrijgekomen balie-uren met een bestemming: de laagste van de laatste weken telt"
    for decision in decided:
        for destination, hours in decision.destinations.items():
            weekly = dutch.number(hours, decimals=1)
            yield f"{decision.team:<34}{destination:<14}{weekly:>8} uur per week"
