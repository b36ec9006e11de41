"""A town hall that asks for hours: subprojects of three focus areas, teams with and without room,
and requests in every state.
"""

from dataclasses import dataclass

from tests.support.planning_world import TownHall


@dataclass(frozen=True, slots=True)
class Staffing:
    """The ids of what was made."""

    programme: str
    moving: str
    deeds: str
    licences: str
    design: str
    training: str
    front_office: str
    civil_registry: str
    fits: str
    slightly_over: str
    far_over: str
    confirmed: str


async def staff_town(town: TownHall) -> Staffing:
    """Plan three subprojects, and ask two teams for hours. The front office has 40 hours a week for
    process design: one request fits, one makes it 101%, one 150%.
    """
    programme = await town.programme()
    moving = await town.subproject(
        programme,
        "Verhuizing doorgeven zonder afspraak",
        focusArea="Verhuizen",
        startsOn=town.day(7),
        endsOn=town.day(200),
    )
    deeds = await town.subproject(programme, "Akten online bestellen", focusArea="Akten")
    licences = await town.subproject(
        programme,
        "Rijbewijs verlengen",
        focusArea="Rijbewijzen",
        startsOn=town.day(30),
        endsOn=town.day(330),
        dependsOn=[],
    )
    design = await town.expertise("Procesontwerp")
    training = await town.expertise("Opleiden van collega’s")
    front_office = await town.team("Publieksplein", h40=[design], h16=[training])
    civil_registry = await town.team("Burgerlijke stand", h20=[training])
    await _milestones(town, moving, deeds)
    await town.demand(moving, design, town.weeks(24, 8, 15), level=1)
    await town.demand(moving, training, town.weeks(30, 12, 17))
    await town.demand(deeds, design, town.weeks(40, 8, 12))
    await town.demand(licences, training, town.weeks(8, 14, 24))
    fits = await town.request(moving, design, front_office, town.weeks(24, 8, 11))
    confirmed = await town.request(deeds, design, front_office, town.weeks(16, 8, 10))
    await town.leads(front_office, f"/reservations/{confirmed}/confirmations", {"reason": "Prima"})
    slightly_over = await town.request(deeds, design, front_office, town.weeks(24.4, 8, 10))
    far_over = await town.request(moving, design, front_office, town.weeks(44, 8, 9))
    waiting = await town.request(moving, training, civil_registry, town.weeks(30, 12, 15))
    await town.leads(
        civil_registry,
        f"/reservations/{waiting}/postponements",
        {"reason": "Eerst de verkiezingen"},
    )
    offered = await town.request(licences, training, civil_registry, town.weeks(8, 14, 18))
    await town.leads(
        civil_registry,
        f"/reservations/{offered}/counter-offers",
        {"weeks": town.weeks(6, 16, 20), "reason": "Eerder is het team vol"},
    )
    declined = await town.request(licences, design, front_office, town.weeks(4, 12, 13))
    await town.leads(
        front_office, f"/reservations/{declined}/rejections", {"reason": "Dit kan later ook"}
    )
    return Staffing(
        programme,
        moving,
        deeds,
        licences,
        design,
        training,
        front_office,
        civil_registry,
        fits,
        slightly_over,
        far_over,
        confirmed,
    )


async def _milestones(town: TownHall, moving: str, deeds: str) -> None:
    """One that keeps its promise, and one that moved five weeks."""
    await town.plans(
        "POST",
        f"/subprojects/{moving}/milestones",
        {"kind": "training", "name": "Iedereen is getraind", "dueOn": town.day(150)},
    )
    moved = await town.plans(
        "POST",
        f"/subprojects/{deeds}/milestones",
        {"kind": "decision", "name": "Besluit over akten", "dueOn": town.day(20)},
    )
    await town.plans(
        "PUT",
        f"/subprojects/{deeds}/milestones/{moved['id']}/due-day",
        {"dueOn": town.day(55), "reason": "Het college vergadert later"},
        If_Match="*",
    )
