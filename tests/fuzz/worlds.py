"""What stands in a service before it is asked anything: some of everything that only events or much
work bring about.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from services.planning.solving.proposals import Proposer
from services.planning.solving.work import given_for, work
from shared.contracts.engagement_v1 import BarrierDetected, BarrierEvidence, Stage
from shared.contracts.metrics_v1 import Completeness, CounterHoursRelieved, HoursParts
from tests.support.branches import dates
from tests.support.engagement_world import SPOKEN, Municipality
from tests.support.metrics import (
    MOVING,
    NOW,
    PASSPORT,
    YEAR_BEFORE,
    add_products,
    add_source,
    columns,
    deliver,
    week_rows,
)
from tests.support.planning_world import TownHall
from tests.support.service_api import ServiceApi, service_api
from tests.support.staffing_world import Staffing, staff_town


async def found(service: str, app_url: str, folder: Path) -> None:
    """Fill a service's empty database, and make the keys in the folder."""
    async with service_api(service, app_url, folder, datetime.now(UTC)) as api:
        await {"planning": _planning, "engagement": _engagement, "metrics": _metrics}[service](api)


async def _planning(api: ServiceApi) -> None:
    """A town hall with people, requests in every state, freed hours, barriers, scenarios that
    change something, a proposal, and a question for another; and a programme that is under way.
    """
    town = TownHall(api)
    await _proposed(town)
    await town.consents()
    made = await staff_town(town)
    for person in await town.people(made.front_office, 3):
        await town.capacity(person, 32, made.design)
    await town.hears(
        *(
            CounterHoursRelieved(
                team_id=UUID(team),
                week=town.week(-ago),
                baseline="2025",
                p10=5,
                p50=6,
                p90=7,
                parts=HoursParts(volume=-2, channel=-6, minutes=2),
                completeness=Completeness.COMPLETE,
            )
            for team in (made.front_office, made.civil_registry)
            for ago in (4, 3, 2, 1)
        ),
        *(
            BarrierDetected(
                barrier_id=UUID(subproject),
                subproject_id=UUID(subproject),
                function_group_id=None,
                stage=stage,
                evidence=BarrierEvidence(round_id=UUID(int=1)),
            )
            for subproject, stage in ((made.moving, Stage.KNOWING), (made.deeds, Stage.ABLE))
        ),
    )
    for name in ("Een kwartaal later", "Meer opleiding"):
        scenario = {
            "programmeId": made.programme,
            "name": name,
            "changes": [dates(town, made.licences, 60, 360)],
        }
        await town.plans("POST", "/scenarios", scenario)
    await _under_way(town, made)
    await town.plans("POST", "/proposals", {"programmeId": made.programme})


async def _proposed(town: TownHall) -> None:
    """A programme that lacks hours, and a proposal for it: made while there is little to plan."""
    programme = await town.programme()
    expertise = await town.expertise("Inrichting")
    await town.team("Applicatiebeheer", h20=[expertise])
    subproject = await town.subproject(programme, "Zaaksysteem inrichten")
    await town.demand(subproject, expertise, town.weeks(30, 4, 6))
    await town.plans("POST", "/proposals", {"programmeId": programme, "effort": 1})
    await Proposer(town.api.engine, lambda: town.api.now, given_for, work).worked()


async def _under_way(town: TownHall, made: Staffing) -> None:
    """A programme of which one subproject has started, one is paused and one is completed."""
    programme = await town.programme()
    for name, steps in (
        ("Geboorte aangeven", ("starts",)),
        ("Uittreksel bestellen", ("starts", "pauses")),
        ("Adres opvragen", ("starts", "completions")),
    ):
        subproject = await town.subproject(programme, name)
        if "completions" not in steps:
            await town.demand(subproject, made.training, town.weeks(2, 4, 9))
            milestone = {"kind": "training", "name": f"{name} is geleerd", "dueOn": town.day(60)}
            await town.plans("POST", f"/subprojects/{subproject}/milestones", milestone)
        for step in steps:
            said = {"reason": "Eerst de verkiezingen"} if step == "pauses" else {}
            await town.plans("POST", f"/subprojects/{subproject}/{step}", said)


async def _engagement(api: ServiceApi) -> None:
    """A subproject with affected people, and moments with some of them."""
    municipality = Municipality(api.engine)
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    yesterday = SPOKEN.date() - timedelta(days=1)
    moment = await municipality.moment(yesterday)
    await municipality.attend(moment, *municipality.staff[:8])
    counted = Municipality(api.engine)
    await counted.hear(counted.planned())
    await counted.affect_heads({municipality.team: 9, municipality.other_team: 4})
    await counted.count(await counted.moment(yesterday), municipality.team, 9, 7)


async def _metrics(api: ServiceApi) -> None:
    """Two products with a year of transactions from one source."""
    await add_products(api.engine, MOVING, PASSPORT)
    await add_source(api.engine, "balieregistratie", (MOVING, "balie"), (MOVING, "web"))
    rows = week_rows(MOVING, YEAR_BEFORE, balie=40, web=60)
    await deliver(api.engine, "balieregistratie", columns(*rows), now=NOW)
