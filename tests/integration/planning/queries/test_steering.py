"""What Koers shows, and what needs a decision first."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.planning.domain.supply.workdays import working_days_before
from shared.contracts.engagement_v1 import Coverage, CoverageUpdated, InvolvementLate
from shared.contracts.metrics_v1 import (
    Completeness,
    CounterHoursRelieved,
    HoursParts,
    PeriodCompleted,
    PeriodCorrected,
    PeriodFigures,
    Ratio,
    SourceRecovered,
    SourceStale,
)
from shared.isoweek import IsoWeek
from tests.support.planning_world import TownHall


def figures(share: float | None) -> PeriodFigures:
    parts = {} if share is None else {"numerator": round(share * 100), "denominator": 100}
    ratio = Ratio(definition="M1", value=share, **parts)
    return PeriodFigures(uptake=ratio, uptake_with_assisted=ratio)


def completed(town: TownHall, share: float | None, ago: int = 1) -> PeriodCompleted:
    week = IsoWeek.of(town.today).plus(-ago)
    return PeriodCompleted(
        product="verhuismelding",
        period=str(week),
        starts_on=week.monday,
        ends_on=week.sunday,
        figures=figures(share),
    )


async def test_uptake_is_shown_against_the_target_path_and_a_correction_replaces_it(
    town: TownHall,
) -> None:
    end = IsoWeek.of(town.today).plus(-1).sunday
    await town.plans(
        "POST",
        "/programmes",
        {
            "name": "Zelfbediening",
            "startsOn": town.day(-100),
            "endsOn": town.day(100),
            "targets": [
                {
                    "product": "verhuismelding",
                    "fromDate": (end - timedelta(days=50)).isoformat(),
                    "fromShare": 0.4,
                    "toDate": (end + timedelta(days=50)).isoformat(),
                    "toShare": 0.8,
                }
            ],
        },
    )
    before = completed(town, 0.5)
    await town.hears(completed(town, None, ago=2), before)
    await town.hears(
        PeriodCorrected(
            product=before.product,
            period=before.period,
            starts_on=before.starts_on,
            ends_on=before.ends_on,
            figures=figures(0.55),
            revision=1,
            reason="Nalevering",
        )
    )
    (product,) = (await town.plans("GET", "/steering-overview"))["uptake"]
    unknown, known = product["points"]
    assert (unknown["share"], unknown["numerator"]) == (None, None)
    assert (known["share"], known["target"], known["revision"]) == (0.55, pytest.approx(0.6), 1)


async def test_relieved_hours_add_up_over_teams_with_their_parts(town: TownHall) -> None:
    teams = [await town.team(name) for name in ("Balie", "Archief")]
    for team, hours, low in zip(teams, (6.0, 4.0), (5.0, None), strict=True):
        await town.hears(
            CounterHoursRelieved(
                team_id=UUID(team),
                week=town.week(-1),
                baseline="2025",
                p10=low,
                p50=hours,
                p90=hours + 2,
                parts=HoursParts(volume=1, channel=-hours - 1, minutes=1),
                completeness=Completeness.COMPLETE,
            )
        )
    (week,) = (await town.plans("GET", "/steering-overview"))["relieved"]
    assert week == {
        "week": town.week(-1),
        "low": None,
        "relieved": 10,
        "high": 14,
        "volume": 2,
        "channel": -12,
        "minutes": 2,
        "teams": 2,
        "completeness": "complete",
        "toldAt": town.api.now.isoformat().replace("+00:00", "Z"),
    }


async def test_coverage_without_figures_stays_without(town: TownHall) -> None:
    subproject = UUID(await town.subproject(await town.programme()))
    await town.hears(
        CoverageUpdated(
            subproject_id=subproject,
            t0=town.today,
            frozen=True,
            coverage=Coverage(numerator=8, denominator=10, median_lead_days=12.5),
        )
    )
    (shown,) = (await town.plans("GET", "/steering-overview"))["coverage"]
    assert (shown["share"], shown["numerator"], shown["denominator"]) == (0.8, 8, 10)
    await town.hears(
        CoverageUpdated(subproject_id=subproject, t0=town.today, frozen=True, coverage=Coverage())
    )
    (shown,) = (await town.plans("GET", "/steering-overview"))["coverage"]
    assert (shown["share"], shown["numerator"], shown["medianLeadDays"]) == (None, None, None)


async def test_subprojects_of_one_day_come_in_the_order_in_which_they_are_read(
    town: TownHall,
) -> None:
    programme = await town.programme()
    read = ["golf 1", "Golf 2", "Golf 10"]
    ids = [UUID(await town.subproject(programme, name)) for name in reversed(read)]
    told = [
        CoverageUpdated(subproject_id=each, t0=town.today, frozen=True, coverage=Coverage())
        for each in ids
    ]
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h40=[counter])
    for each in ids:
        await town.request(str(each), counter, team, town.weeks(8))
    await town.hears(*told)
    found = await town.plans("GET", "/steering-overview?decisions=10")
    assert [each["subproject"] for each in found["coverage"]] == read
    asked = [each["what"] for each in found["decisions"] if each["kind"] == "reservation"]
    assert [what.partition("“")[2].partition("”")[0] for what in asked] == read


async def test_a_silent_source_is_shown_until_it_delivers(town: TownHall) -> None:
    await town.hears(SourceStale(source="iburgerzaken", norm_days=8))
    shown = (await town.plans("GET", "/steering-overview"))["staleSources"]
    assert shown == [{"source": "iburgerzaken", "lastDeliveryAt": None, "normDays": 8}]
    await town.hears(SourceRecovered(source="iburgerzaken", delivered_at=town.api.now))
    assert (await town.plans("GET", "/steering-overview"))["staleSources"] == []


async def test_decisions_come_by_their_last_day_and_no_more_than_asked(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h10=[counter])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(12, 10, 11))
    await town.request(subproject, counter, team, town.weeks(5, 6, 7))
    milestone = await town.plans(
        "POST",
        f"/subprojects/{subproject}/milestones",
        {"kind": "decision", "name": "Raadsbesluit", "dueOn": town.day(5)},
    )
    late = InvolvementLate(
        milestone_id=UUID(milestone["id"]),
        subproject_id=UUID(subproject),
        due_on=town.today,
        norm=0.8,
        coverage=Coverage(numerator=2, denominator=10),
    )
    await town.hears(late)
    found = (await town.plans("GET", "/steering-overview?decisions=10"))["decisions"]

    (deadline,) = (await town.plans("GET", "/reservation-deadlines"))["items"]
    this_week = IsoWeek.of(town.today)
    assert [(each["kind"], each["lastDay"]) for each in found] == sorted(
        [
            ("involvement", town.day(5)),
            ("reservation", working_days_before(this_week.plus(6).monday, 20).isoformat()),
            ("shortage", deadline["lastDay"]),
        ],
        key=lambda each: each[1],
    )
    what = {each["kind"]: each["what"] for each in found}
    assert what["reservation"] == (
        "Beslis of team Publiekszaken 10 uur Balie geeft aan “Verhuizen”"
    )
    assert what["shortage"].startswith("Los het tekort aan Balie op: 4 uur, vanaf week ")
    assert "“Raadsbesluit”" in what["involvement"]
    first = (await town.plans("GET", "/steering-overview?decisions=1"))["decisions"]
    assert first == found[:1]
    await town.hears(
        *(
            CounterHoursRelieved(
                team_id=UUID(team),
                week=town.week(-ago),
                baseline="2025",
                p50=6,
                parts=HoursParts(volume=0, channel=-6, minutes=0),
                completeness=Completeness.COMPLETE,
            )
            for ago in (4, 3, 2, 1)
        )
    )
    found = (await town.plans("GET", "/steering-overview?decisions=10"))["decisions"]
    assert [each["what"] for each in found if each["kind"] == "freed-hours"] == [
        "Geef 6 uur per week van team Publiekszaken een bestemming"
    ]

    await town.hears(
        CoverageUpdated(
            subproject_id=UUID(subproject),
            t0=town.today,
            frozen=False,
            coverage=Coverage(numerator=8, denominator=10),
        )
    )
    found = (await town.plans("GET", "/steering-overview?decisions=10"))["decisions"]
    assert "involvement" not in {each["kind"] for each in found}


async def test_what_a_cancelled_subproject_would_decide_needs_no_involvement(
    town: TownHall,
) -> None:
    subproject = await town.subproject(await town.programme())
    milestone = await town.plans(
        "POST",
        f"/subprojects/{subproject}/milestones",
        {"kind": "decision", "name": "Raadsbesluit", "dueOn": town.day(5)},
    )
    await town.hears(
        InvolvementLate(
            milestone_id=UUID(milestone["id"]),
            subproject_id=UUID(subproject),
            due_on=town.today,
            norm=0.8,
            coverage=Coverage(numerator=2, denominator=10),
        )
    )
    path = "/steering-overview?decisions=10"
    assert [each["kind"] for each in (await town.plans("GET", path))["decisions"]] == [
        "involvement"
    ]
    await town.plans("POST", f"/subprojects/{subproject}/cancellations", {"reason": "Geen geld"})
    assert (await town.plans("GET", path))["decisions"] == []
