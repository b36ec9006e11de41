"""Chapter 5: the programme manager asks for hours, and team leaders give them."""

from deploy.demo.chapters.plan import week_hours
from deploy.demo.stage import Stage


async def reserve(stage: Stage) -> None:
    """Ask for the hours of each subproject and have the team leader confirm them."""
    given = 0.0
    for key, subproject in stage.municipality.subprojects.items():
        for wanted in subproject.reserve:
            asked = await stage.programme_manager.post(
                "/planning/v1/reservations",
                subprojectId=stage.ids.subprojects[key],
                expertiseId=stage.ids.expertises[wanted.expertise],
                teamId=stage.ids.teams[wanted.team],
                weeks=week_hours(stage, wanted),
                reason=f"Nodig voor {subproject.name}",
            )
            await stage.team_leader(wanted.team).post(
                f"/planning/v1/reservations/{asked['id']}/confirmations",
                version=asked["version"],
                reason="Past in het rooster",
            )
            given += wanted.hours * (wanted.until_week - wanted.from_week + 1)
    stage.say(f"teamleiders hebben {given:.0f} uur bevestigd")
