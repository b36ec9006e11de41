"""A town hall with figures in every part of Koers: known, unknown, provisional and corrected."""

from datetime import timedelta
from uuid import UUID

from shared.contracts.engagement_v1 import Coverage, CoverageUpdated, InvolvementLate
from shared.contracts.envelope import EventData
from shared.contracts.metrics_v1 import (
    Completeness,
    CounterHoursRelieved,
    HoursParts,
    PeriodCompleted,
    PeriodCorrected,
    PeriodFigures,
    Ratio,
    SourceStale,
)
from shared.isoweek import IsoWeek
from tests.support.planning_world import TownHall

WEEKS_TOLD = 40
"""Until two weeks ago: last week is not complete yet."""

TARGETS = {
    "verhuismelding": (0.40, 0.80),
    "brpUittr": (0.30, 0.75),
    "akte_van_de_burgerlijke_stand": (0.20, 0.60),
    "rijbVerlengen": (0.05, 0.50),
}
UPTAKES = {
    "verhuismelding": (0.41, 0.72),
    "brpUittr": (0.31, 0.44),
    "akte_van_de_burgerlijke_stand": (0.22, 0.45),
    "paspoort": (0.0, 0.0),
}
"""Uptake in the first and in the last week. Nothing is told of renewing a driving licence."""


async def tell_koers(town: TownHall) -> None:
    """Plan a programme, and hear figures of it from the other services."""
    programme = await _programme(town)
    names = ("Verhuizing doorgeven zonder afspraak", "Uittreksels en akten online", "Rijbewijs")
    subprojects = [await town.subproject(programme, name) for name in names]
    teams = [await town.team("Publieksplein"), await town.team("Burgerlijke stand")]
    await town.hears(*_uptake(town))
    await town.hears(*_relief(town, teams))
    await town.hears(*_coverage(town, subprojects))
    await town.hears(SourceStale(source="telefonie", norm_days=8, last_delivery_at=town.api.now))
    await _capacity(town, subprojects[0])
    decision = await town.plans(
        "POST",
        f"/subprojects/{subprojects[2]}/milestones",
        {"kind": "decision", "name": "Besluit over de keten met de RDW", "dueOn": town.day(4)},
    )
    await town.hears(
        InvolvementLate(
            milestone_id=UUID(decision["id"]),
            subproject_id=UUID(subprojects[2]),
            due_on=town.today + timedelta(days=4),
            norm=0.8,
            coverage=Coverage(numerator=5, denominator=14),
        )
    )


async def _programme(town: TownHall) -> str:
    first, last = town.day(-7 * WEEKS_TOLD), town.day(280)
    body = {
        "name": "Zelfbediening burgerzaken",
        "startsOn": town.day(-365),
        "endsOn": town.day(365),
        "targets": [
            {
                "product": product,
                "fromDate": first,
                "fromShare": begin,
                "toDate": last,
                "toShare": end,
            }
            for product, (begin, end) in TARGETS.items()
        ],
    }
    return str((await town.plans("POST", "/programmes", body))["id"])


def _uptake(town: TownHall) -> list[EventData]:
    told: list[EventData] = []
    for product, (first, last) in UPTAKES.items():
        for n in range(WEEKS_TOLD):
            week = IsoWeek.of(town.today).plus(n - WEEKS_TOLD - 1)
            share = first + (last - first) * n / (WEEKS_TOLD - 1)
            total = 180 + (n * 37) % 29
            known = not (product == "brpUittr" and n in (20, 21))
            figures = PeriodFigures(
                uptake=_ratio("M1", round(share * total) if known else None, total),
                uptake_with_assisted=_ratio(
                    "M1-assisted", round(share * total * 1.05) if known else None, total
                ),
            )
            period = {
                "product": product,
                "period": str(week),
                "starts_on": week.monday,
                "ends_on": week.sunday,
                "figures": figures,
            }
            told.append(PeriodCompleted.model_validate(period))
            if n in (12, 30):
                corrected = period | {"revision": 1, "reason": "Nalevering"}
                told.append(PeriodCorrected.model_validate(corrected))
    return told


def _ratio(definition: str, numerator: int | None, denominator: int) -> Ratio:
    value = None if numerator is None else numerator / denominator
    return Ratio(definition=definition, numerator=numerator, denominator=denominator, value=value)


def _relief(town: TownHall, teams: list[str]) -> list[EventData]:
    told: list[EventData] = []
    for n in range(24):
        for place, team in enumerate(teams):
            freed = 0.9 * n * (1 - place / 2) - 2
            slower = 1.5 if n < 8 else -1.0
            told.append(
                CounterHoursRelieved(
                    team_id=UUID(team),
                    week=town.week(n - 25),
                    baseline="2025",
                    p10=freed - slower - 3,
                    p50=freed - slower,
                    p90=freed - slower + 4,
                    parts=HoursParts(volume=(n * 13) % 7 - 4, channel=-freed, minutes=slower),
                    completeness=Completeness.CORRECTED if n == 15 else Completeness.COMPLETE,
                )
            )
    return told


def _coverage(town: TownHall, subprojects: list[str]) -> list[EventData]:
    figures = [
        (-300, True, Coverage(numerator=9, denominator=10, median_lead_days=14.0)),
        (
            -200,
            True,
            Coverage(numerator=13, denominator=17, median_lead_days=21.5, joiners_after_t0=2),
        ),
        (4, False, Coverage()),
    ]
    return [
        CoverageUpdated(
            subproject_id=UUID(subproject),
            t0=town.today + timedelta(days=days),
            frozen=frozen,
            coverage=coverage,
        )
        for subproject, (days, frozen, coverage) in zip(subprojects, figures, strict=True)
    ]


async def _capacity(town: TownHall, subproject: str) -> None:
    design = await town.expertise("Procesontwerp")
    testing = await town.expertise("Testen")
    team = await town.team("Team dienstverlening", h20=[design], h12=[testing])
    await town.demand(
        subproject,
        design,
        [*town.weeks(20.2, 1, 2), *town.weeks(30, 3, 6), *town.weeks(16, 8, 11)],
    )
    await town.demand(subproject, testing, town.weeks(8, 0, 11))
    confirmed = await town.request(subproject, design, team, town.weeks(14, 1, 6))
    await town.request(subproject, testing, team, town.weeks(6, 5, 9))
    await town.leads(team, f"/reservations/{confirmed}/confirmations", {"reason": "Past"})
