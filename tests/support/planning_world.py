"""A small town hall in planning, made through its API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import text

from services.planning.reactions import build_reactions
from shared.contracts.engagement_v1 import ConsentRecorded, ConsentScope, ConsentWithdrawn
from shared.contracts.envelope import EventData
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.messaging.reactions import Received
from shared.runtime.clock import today
from shared.web.access import Role
from tests.support.service_api import ServiceApi

Data = TypeVar("Data", bound=EventData)


@dataclass
class TownHall:
    """What stands in planning, in words that tests use."""

    api: ServiceApi

    @property
    def today(self) -> date:
        """The day of the API's clock."""
        return today(self.api.now)

    def week(self, ahead: int) -> str:
        """The week so many weeks from now."""
        return str(IsoWeek.of(self.today).plus(ahead))

    def day(self, ahead: int) -> str:
        """The day so many days from now."""
        return (self.today + timedelta(days=ahead)).isoformat()

    def weeks(self, hours: float, first: int = 1, last: int = 1) -> list[dict[str, Any]]:
        """The same hours in each week from one to another."""
        return [{"week": self.week(ahead), "hours": hours} for ahead in range(first, last + 1)]

    async def plans(self, method: str, path: str, body: object = None, **more: Any) -> Any:
        """What the programme manager does, and succeeds in."""
        return await self.api.ok(Role.PROGRAMME_MANAGER, method, path, body, **more)

    async def leads(self, team: str, path: str, body: object = None, **more: Any) -> Any:
        """What the leader of a team decides, and succeeds in, whatever the version."""
        sent = {"If_Match": "*"} | more
        return await self.api.ok(Role.TEAM_LEADER, "POST", path, body, teams=[team], **sent)

    async def programme(self) -> str:
        """A programme that runs from a year ago to two years from now."""
        body = {"name": "Zelfbediening", "startsOn": self.day(-365), "endsOn": self.day(730)}
        return str((await self.plans("POST", "/programmes", body))["id"])

    async def subproject(self, programme: str, name: str = "Verhuizen", **changed: Any) -> str:
        """A subproject of this half year, led by a function."""
        body = {
            "programmeId": programme,
            "name": name,
            "focusArea": "Burgerzaken",
            "lead": {"function": "Teamleider Publiekszaken"},
            "startsOn": self.day(-14),
            "endsOn": self.day(180),
            "firstMoment": "decision",
        }
        return str((await self.plans("POST", "/subprojects", body | changed))["id"])

    async def expertise(self, name: str) -> str:
        """An expertise of the catalogue."""
        return str((await self.plans("POST", "/expertises", {"name": name}))["id"])

    async def team(self, name: str, **pools: Sequence[str]) -> str:
        """A team; pools as h20=[expertise, ...] for 20 hours a week in any of these."""
        team = await self.plans("POST", "/teams", {"name": name})
        if pools:
            body = {
                "pools": [
                    {"expertiseIds": list(expertises), "weeklyHours": float(hours[1:])}
                    for hours, expertises in pools.items()
                ]
            }
            path = f"/teams/{team['id']}/pools"
            await self.plans("PUT", path, body, If_Match=f'"{team["version"]}"')
        return str(team["id"])

    async def staff(self, team: str) -> str:
        """Somebody who has been in a team for long, in a function group of their own."""
        (staff_id,) = await self.people(team, 1)
        return staff_id

    async def people(self, team: str, count: int) -> list[str]:
        """So many people of a team, all in one function group."""
        group = await self.plans("POST", "/function-groups", {"name": f"Groep {uuid4()}"})
        body = {"teamId": team, "functionGroupId": group["id"], "joinedOn": self.day(-1000)}
        made = [await self.plans("POST", "/staff", body) for _ in range(count)]
        return [str(each["id"]) for each in made]

    async def capacity(self, staff_id: str, hours: float, *expertises: str) -> None:
        """Hours a week of somebody, under the consent that a test recorded before."""
        await self.working_hours(staff_id, {"fromDate": self.day(-1000), "weeklyHours": hours})
        await self.levels(staff_id, dict.fromkeys(expertises, 1))

    async def working_hours(self, staff_id: str, *hours: dict[str, Any]) -> None:
        """All hours of somebody."""
        await self.about(staff_id, "working-hours", {"workingHours": list(hours)})

    async def levels(self, staff_id: str, levels: Mapping[str, int]) -> None:
        """All that somebody masters, at which level."""
        expertises = [{"expertiseId": key, "level": level} for key, level in levels.items()]
        await self.about(staff_id, "expertises", {"expertises": expertises})

    async def about(self, staff_id: str, what: str, body: dict[str, Any]) -> Any:
        """Something that is said anew about somebody."""
        return await self.plans("PUT", f"/staff/{staff_id}/{what}", body, If_Match="*")

    async def demand(
        self, subproject: str, expertise: str, weeks: list[dict[str, Any]], level: int = 1
    ) -> str:
        """Hours that a subproject needs."""
        body = {"expertiseId": expertise, "weeks": weeks, "level": level}
        return str((await self.plans("POST", f"/subprojects/{subproject}/demands", body))["id"])

    async def request(
        self,
        subproject: str,
        expertise: str,
        team: str,
        weeks: list[dict[str, Any]],
        staff_id: str | None = None,
    ) -> str:
        """Hours asked of a team or of one of its people."""
        body = {
            "subprojectId": subproject,
            "expertiseId": expertise,
            "teamId": team,
            "staffId": staff_id,
            "weeks": weeks,
        }
        return str((await self.plans("POST", "/reservations", body))["id"])

    async def balance(self, week: int = 1) -> Mapping[str, Mapping[str, float]]:
        """The balance of a week, by name of the expertise."""
        found = await self.plans("GET", "/capacity-balances?weeks=52")
        return {
            item["expertise"]: {name: value for name, value in each.items() if name != "week"}
            for item in found["items"]
            for each in item["weeks"]
            if each["week"] == self.week(week)
        }

    async def hears(self, *events: EventData) -> None:
        """Planning hears these events, in one batch."""
        received = [
            (
                event.event_type,
                Received(
                    id=str(uuid4()),
                    source="urn:nld:oin:00000001001234567000:systeem:draagvlak-test",
                    subject=event.subject,
                    subject_version=None,
                    time=self.api.now,
                    traceparent=None,
                    data=event,
                ),
            )
            for event in events
        ]
        async with transaction(self.api.engine) as connection:
            await build_reactions(lambda: self.api.now).apply(connection, received)

    async def consents(self, valid_days: int = 365) -> UUID:
        """The works council consents to hours per person."""
        consent_id = uuid4()
        await self.hears(
            ConsentRecorded(
                consent_id=consent_id,
                decision_reference="OR-2026-12",
                decided_on=self.today,
                valid_until=self.today + timedelta(days=valid_days),
                scope=(ConsentScope.PERSON_LEVEL_CAPACITY,),
            )
        )
        return consent_id

    async def withdraws(self, consent_id: UUID) -> None:
        """The works council withdraws it, from today."""
        await self.hears(
            ConsentWithdrawn(
                consent_id=consent_id,
                withdrawn_on=self.today,
                scope=(ConsentScope.PERSON_LEVEL_CAPACITY,),
            )
        )

    async def told(self, contract: type[Data]) -> list[Data]:
        """What planning told of this type, in order."""
        async with transaction(self.api.engine) as connection:
            rows = await connection.execute(
                text("SELECT data FROM planning.event_log WHERE type = :type ORDER BY entry"),
                {"type": contract.event_type},
            )
            return [contract.model_validate(row.data) for row in rows]

    async def count(self, table: str) -> int:
        """How many rows a table has."""
        async with transaction(self.api.engine) as connection:
            found = await connection.scalar(text(f"SELECT count(*) FROM planning.{table}"))  # noqa: S608
            return int(found or 0)
