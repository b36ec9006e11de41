"""Chapter 4: who was there from the first moment; then the subprojects start and go their way."""

from deploy.demo.api import Refused, once_known, until
from deploy.demo.municipality import State, Subproject
from deploy.demo.stage import Stage


async def involve_and_start(stage: Stage) -> None:
    """Tell of every moment before the start freezes T0, then do what has been done by today."""
    for key, subproject in stage.municipality.subprojects.items():
        await _involve(stage, key, subproject)
        await _progress(stage, key, subproject)
    moments = sum(len(each.moments) for each in stage.municipality.subprojects.values())
    stage.say(f"{moments} momenten met medewerkers vastgelegd; de deelprojecten lopen")


async def _involve(stage: Stage, key: str, subproject: Subproject) -> None:
    manager = stage.programme_manager
    path = f"/engagement/v1/subprojects/{stage.ids.subprojects[key]}"

    async def heard() -> bool:
        try:
            return bool(await manager.get(path))
        except Refused:
            return False

    await until(heard, f"engagement heeft van '{subproject.name}' gehoord")
    since = stage.monday(subproject.starts - 10).isoformat()
    affected = [person for team in subproject.affected_teams for person in stage.ids.staff[team]]
    await once_known(
        lambda: manager.put(
            f"{path}/affected-staff",
            staff=[{"staffId": person, "since": since} for person in affected],
        ),
        "staff-unknown",
    )
    for moment in subproject.moments:
        held = await manager.post(
            f"{path}/moments",
            kind=moment.kind,
            title=moment.title,
            heldOn=stage.midweek(moment.week).isoformat(),
        )
        await manager.post(
            f"{path}/moments/{held['id']}/attendances",
            staff=[
                {"staffId": person, "attended": number < moment.present}
                for number, person in enumerate(affected)
            ],
        )


async def _progress(stage: Stage, key: str, subproject: Subproject) -> None:
    """Start it, reach the milestones that lie behind us, complete it."""
    if subproject.state is State.PLANNED:
        return
    manager = stage.programme_manager
    path = f"/planning/v1/subprojects/{stage.ids.subprojects[key]}"
    await manager.post(f"{path}/starts", startedOn=stage.monday(subproject.starts).isoformat())
    for milestone in subproject.milestones:
        if milestone.week < 0:
            await manager.post(
                f"{path}/milestones/{stage.ids.milestones[milestone.name]}/achievements",
                reachedOn=stage.midweek(milestone.week).isoformat(),
            )
    if subproject.state is State.COMPLETED:
        completed_on = stage.midweek(subproject.ends).isoformat()
        await manager.post(f"{path}/completions", completedOn=completed_on)
