"""Chapter 3: the programme, its subprojects, their milestones and the hours they need."""

from collections.abc import Sequence
from typing import Any

from deploy.demo.municipality import Demand, Milestone, Subproject
from deploy.demo.stage import Stage
from shared.contracts.channels import Channel


async def plan_programme(stage: Stage) -> None:
    """Plan everything; nothing has started yet."""
    programme = stage.municipality.programme
    created = await stage.programme_manager.post(
        "/planning/v1/programmes",
        name=programme.name,
        startsOn=stage.monday(programme.starts).isoformat(),
        endsOn=stage.sunday(programme.ends).isoformat(),
        targets=[
            {
                "product": target.product,
                "fromDate": stage.monday(target.from_week).isoformat(),
                "fromShare": target.from_share,
                "toDate": stage.sunday(target.to_week).isoformat(),
                "toShare": target.to_share,
            }
            for target in programme.targets
        ],
    )
    for key, subproject in stage.municipality.subprojects.items():
        await _plan(stage, created["id"], key, subproject)
    planned = len(stage.municipality.subprojects)
    stage.say(f"programma '{programme.name}' met {planned} deelprojecten gepland")


async def _plan(stage: Stage, programme_id: str, key: str, subproject: Subproject) -> None:
    manager, ids = stage.programme_manager, stage.ids
    created = await manager.post(
        "/planning/v1/subprojects",
        programmeId=programme_id,
        name=subproject.name,
        focusArea=subproject.focus_area,
        lead={"function": subproject.lead},
        startsOn=stage.monday(subproject.starts).isoformat(),
        endsOn=stage.sunday(subproject.ends).isoformat(),
        firstMoment=subproject.first_moment,
        dependsOn=[ids.subprojects[other] for other in subproject.depends_on],
    )
    ids.subprojects[key] = created["id"]
    for milestone in subproject.milestones:
        planned = await manager.post(
            f"/planning/v1/subprojects/{created['id']}/milestones",
            kind=milestone.kind,
            name=milestone.name,
            dueOn=stage.midweek(milestone.week).isoformat(),
            affects=_affected(stage, milestone),
        )
        ids.milestones[milestone.name] = planned["id"]
    for demand in subproject.demand:
        await manager.post(
            f"/planning/v1/subprojects/{created['id']}/demands",
            expertiseId=ids.expertises[demand.expertise],
            weeks=week_hours(stage, demand),
        )


def _affected(stage: Stage, milestone: Milestone) -> list[dict[str, Any]]:
    """What a go-live changes: the channels that move, and the web to which they move."""
    found = []
    for key in milestone.affects:
        effects = stage.municipality.products[key].effects
        moving = {channel for effect in effects for channel in effect.to_web}
        found.append({"product": key, "channels": sorted(moving | {Channel.WEB})})
    return found


def week_hours(stage: Stage, demand: Demand) -> Sequence[dict[str, Any]]:
    """The same hours in every week of a demand."""
    return [
        {"week": str(stage.week(offset)), "hours": demand.hours}
        for offset in range(demand.from_week, demand.until_week + 1)
    ]
