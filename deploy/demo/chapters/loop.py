"""Chapter 7: the loop closes. Planning hears of freed counter hours, a team leader decides."""

from dataclasses import dataclass

from deploy.demo.api import Answer, until
from deploy.demo.stage import Stage
from shared.web import dutch

PROPOSED_WEEKS = 13
DESTINATIONS = {
    "training": "opleiding",
    "quality": "kwaliteit",
    "calm": "rust",
    "project": "projecten",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What a team leader decided about the freed hours of a team, in hours a week."""

    team: str
    proposed: float
    destinations: dict[str, float]


async def decide_freed_hours(stage: Stage) -> list[Decided]:
    """Wait for the proposals of the teams that have a plan for them, and confirm these."""
    decided = []
    for team, shares in stage.municipality.destinations.items():
        proposal = await _proposal(stage, team)
        decided.append(await _confirm(stage, team, proposal, dict(shares)))
    for decision in decided:
        parts = (f"{dutch.number(each, 1)} {name}" for name, each in decision.destinations.items())
        freed = dutch.number(decision.proposed, 1)
        stage.say(f"{decision.team}: {freed} uur per week vrij, waarvan {', '.join(parts)}")
    return decided


async def _proposal(stage: Stage, team: str) -> Answer:
    """The open proposal that stands on the newest week; an older one is replaced by it."""
    leader = stage.team_leader(team)
    newest = str(stage.week(-1))

    async def arrived() -> Answer | None:
        found = await leader.items(
            "/planning/v1/freed-hours-proposals", state="open", teamId=stage.ids.teams[team]
        )
        return next((each for each in found if each["measuredWeek"] == newest), None)

    return await until(arrived, f"een voorstel voor de vrije uren van {team}")


async def _confirm(stage: Stage, team: str, proposal: Answer, shares: dict[str, float]) -> Decided:
    hours = {name: round(proposal["weeklyHours"] * share, 1) for name, share in shares.items()}
    # What rounding leaves goes to the first, so that no more is given than there is.
    first = next(iter(hours))
    hours[first] = round(hours[first] + min(0, proposal["weeklyHours"] - sum(hours.values())), 2)
    confirmed = await stage.team_leader(team).post(
        f"/planning/v1/freed-hours-proposals/{proposal['id']}/confirmations",
        allocations=[
            {
                "destination": name,
                "weeklyHours": each,
                "fromWeek": str(stage.week(1)),
                "untilWeek": str(stage.week(PROPOSED_WEEKS)),
            }
            for name, each in hours.items()
        ],
        reason="Afgesproken in het teamoverleg",
    )
    destinations = {
        DESTINATIONS[each["destination"]]: each["weeklyHours"] for each in confirmed["allocations"]
    }
    return Decided(stage.municipality.teams[team].name, proposal["weeklyHours"], destinations)
