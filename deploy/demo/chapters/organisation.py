"""Chapter 1: the works council agrees, and the organisation is described."""

import asyncio
from datetime import timedelta

from deploy.demo.api import once_known
from deploy.demo.municipality import People
from deploy.demo.stage import Stage
from shared.web.access import Role

CONSENT_SCOPE = ["person-level-participation", "person-level-capacity"]
JOINED = -150
INDEPENDENT = 2


async def describe_organisation(stage: Stage) -> None:
    """Record the consent, the expertises, function groups, teams and their people."""
    council = stage.api.acting(Role.WORKS_COUNCIL)
    await council.post(
        "/engagement/v1/consents",
        decisionReference="OR-besluit zelfbediening",
        decidedOn=stage.midweek(-58).isoformat(),
        validUntil=(stage.today + timedelta(days=730)).isoformat(),
        scope=CONSENT_SCOPE,
    )
    manager, ids, municipality = stage.programme_manager, stage.ids, stage.municipality
    for key, name in municipality.expertises.items():
        ids.expertises[key] = (await manager.post("/planning/v1/expertises", name=name))["id"]
    for key, name in municipality.function_groups.items():
        created = await manager.post("/planning/v1/function-groups", name=name)
        ids.function_groups[key] = created["id"]
    for key, team in municipality.teams.items():
        ids.teams[key] = (await manager.post("/planning/v1/teams", name=team.name))["id"]
        path = f"/planning/v1/teams/{ids.teams[key]}"
        if team.products:
            await manager.put(f"{path}/products", version_of=path, products=list(team.products))
        for people in team.people:
            hired = (_hire(stage, key, people) for _ in range(people.count))
            ids.staff.setdefault(key, []).extend(await asyncio.gather(*hired))
    staff = sum(map(len, ids.staff.values()))
    stage.say(f"{len(ids.teams)} teams met {staff} medewerkers; de OR heeft ingestemd")


async def _hire(stage: Stage, team: str, people: People) -> str:
    manager, ids = stage.programme_manager, stage.ids
    created = await manager.post(
        "/planning/v1/staff",
        teamId=ids.teams[team],
        functionGroupId=ids.function_groups[people.function_group],
        joinedOn=stage.monday(JOINED).isoformat(),
    )
    path = f"/planning/v1/staff/{created['id']}"
    await once_known(
        lambda: manager.put(
            f"{path}/working-hours",
            version_of=path,
            workingHours=[
                {"fromDate": stage.monday(JOINED).isoformat(), "weeklyHours": people.hours}
            ],
        ),
        "consent-missing",
    )
    await manager.put(
        f"{path}/expertises",
        version_of=path,
        expertises=[
            {"expertiseId": ids.expertises[expertise], "level": INDEPENDENT}
            for expertise in people.expertises
        ],
    )
    staff_id: str = created["id"]
    return staff_id
