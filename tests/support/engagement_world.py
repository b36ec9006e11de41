"""A municipality as engagement knows it: planning tells, people are affected, moments are held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.engagement.commands.affected import (
    AffectedHeads,
    AffectedStaff,
    tell_affected_heads,
    tell_affected_staff,
)
from services.engagement.commands.consents import RecordConsent, record_consent
from services.engagement.commands.moments import PlanMoment, plan_moment
from services.engagement.commands.participation import (
    TellHeads,
    TellPersons,
    tell_heads,
    tell_persons,
)
from services.engagement.domain.affected import GroupKind
from services.engagement.domain.consent import ConsentScope
from services.engagement.domain.involvement import Norms
from services.engagement.domain.participation import Heads, MomentKind, PersonPresence
from services.engagement.queries.subprojects import SubprojectRow, subproject_by_id
from services.engagement.reactions import build_reactions
from services.engagement.tables import metadata
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    FirstMoment,
    FunctionGroup,
    MilestoneKind,
    MilestonePlanned,
    OrganisationUpdated,
    StaffJoined,
    SubprojectPlanned,
    SubprojectStarted,
    Team,
)
from shared.database import transaction
from shared.messaging.reactions import Received

PLANNING = "urn:nld:oin:00000001823288444000:systeem:draagvlak-planning"
T0 = date(2026, 3, 2)
SPOKEN = datetime(2026, 2, 25, 9, tzinfo=UTC)


def at(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), tzinfo=UTC)


@dataclass
class Municipality:
    """One subproject that starts on T0, two teams, one function group, and their staff."""

    engine: AsyncEngine
    norms: Norms = field(default_factory=Norms)
    subproject_id: UUID = field(default_factory=uuid4)
    decision_id: UUID = field(default_factory=uuid4)
    team: UUID = field(default_factory=uuid4)
    other_team: UUID = field(default_factory=uuid4)
    function_group: UUID = field(default_factory=uuid4)
    staff: Sequence[UUID] = field(default_factory=lambda: [uuid4() for _ in range(14)])

    async def hear(self, *events: EventData, when: datetime = SPOKEN) -> None:
        """Let planning tell these events at a moment, in one batch."""
        await self.hear_at(*((event, when) for event in events))

    async def hear_at(self, *events: tuple[EventData, datetime]) -> None:
        """Let planning tell events, each at its own moment, in the order in which they arrive."""
        reactions = build_reactions(self.norms)
        async with transaction(self.engine) as connection:
            await reactions.apply(
                connection,
                [
                    (
                        event.event_type,
                        Received(str(uuid4()), PLANNING, event.subject, None, when, None, event),
                    )
                    for event, when in events
                ],
            )

    def planned(self, first_moment: FirstMoment = FirstMoment.START) -> SubprojectPlanned:
        """The subproject is planned to start on T0."""
        return SubprojectPlanned(
            subproject_id=self.subproject_id,
            programme_id=uuid4(),
            name="Verhuizing online",
            focus_area="Verhuizingen",
            starts_on=T0,
            ends_on=T0 + timedelta(days=200),
            first_moment=first_moment,
        )

    def decision(self, due_on: date) -> MilestonePlanned:
        """The decision milestone of the subproject."""
        return MilestonePlanned(
            milestone_id=self.decision_id,
            subproject_id=self.subproject_id,
            kind=MilestoneKind.DECISION,
            name="Keuze van het formulier",
            due_on=due_on,
        )

    def started(self, started_on: date = T0) -> SubprojectStarted:
        """The subproject has started."""
        return SubprojectStarted(subproject_id=self.subproject_id, started_on=started_on)

    def organisation(self) -> OrganisationUpdated:
        """Team of 12, other team of 8, everybody in one function group."""
        return OrganisationUpdated(
            teams=(
                Team(team_id=self.team, name="Balie", headcount=12),
                Team(team_id=self.other_team, name="Burgerzaken", headcount=8),
            ),
            function_groups=(
                FunctionGroup(
                    function_group_id=self.function_group, name="Medewerker", headcount=20
                ),
            ),
        )

    def joined(self) -> Iterable[StaffJoined]:
        """The staff: the first nine in the team, the others in the other team."""
        for place, staff_id in enumerate(self.staff):
            yield StaffJoined(
                staff_id=staff_id,
                team_id=self.team if place < 9 else self.other_team,
                function_group_id=self.function_group,
                joined_on=date(2025, 1, 1),
            )

    async def found(self, first_moment: FirstMoment = FirstMoment.START) -> None:
        """Let planning tell of all of it."""
        await self.hear(self.planned(first_moment), self.organisation(), *self.joined())

    async def consent(
        self,
        *also: ConsentScope,
        valid_until: date = date(2027, 1, 1),
    ) -> UUID:
        """Record the works council's consent to participation per person, and to more."""
        command = RecordConsent(
            f"OR-{uuid4().hex[:8]}",
            date(2026, 1, 5),
            valid_until,
            frozenset({ConsentScope.PERSON_LEVEL_PARTICIPATION, *also}),
        )
        async with transaction(self.engine) as connection:
            return await record_consent(connection, command, by="or", now=SPOKEN)

    async def affect(
        self, *staff: UUID, since: date = date(2026, 1, 5), now: datetime = SPOKEN
    ) -> None:
        """Tell that exactly these staff ids are affected."""
        command = AffectedStaff(self.subproject_id, tuple((who, since) for who in staff))
        async with transaction(self.engine) as connection:
            await tell_affected_staff(connection, command, norms=self.norms, now=now)

    async def affect_heads(self, heads: dict[UUID, int], now: datetime = SPOKEN) -> None:
        """Tell how many people of each team are affected."""
        command = AffectedHeads(self.subproject_id, GroupKind.TEAM, heads)
        async with transaction(self.engine) as connection:
            await tell_affected_heads(connection, command, norms=self.norms, now=now)

    async def moment(self, held_on: date, now: datetime = SPOKEN) -> UUID:
        """Plan an information moment."""
        command = PlanMoment(self.subproject_id, MomentKind.INFORMATION, "Bijpraten", held_on)
        async with transaction(self.engine) as connection:
            return await plan_moment(connection, command, norms=self.norms, now=now)

    async def attend(
        self, moment_id: UUID, *staff: UUID, attended: bool | None = True, now: datetime = SPOKEN
    ) -> None:
        """Tell that these staff ids were at a moment."""
        persons = tuple(PersonPresence(who, attended) for who in staff)
        command = TellPersons(self.subproject_id, moment_id, persons)
        async with transaction(self.engine) as connection:
            await tell_persons(connection, command, norms=self.norms, now=now)

    async def count(
        self,
        moment_id: UUID,
        team: UUID,
        invited: int,
        attended: int | None,
        now: datetime = SPOKEN,
    ) -> None:
        """Tell how many heads of a team were at a moment."""
        command = TellHeads(self.subproject_id, moment_id, (Heads(team, invited, attended),))
        async with transaction(self.engine) as connection:
            await tell_heads(connection, command, norms=self.norms, now=now)

    async def subproject(self) -> SubprojectRow:
        """The subproject as it is answered."""
        async with transaction(self.engine) as connection:
            return await subproject_by_id(connection, self.subproject_id)

    async def events(self, ending: str) -> list[dict[str, Any]]:
        """The data of the recorded events whose type ends like this, in order."""
        async with transaction(self.engine) as connection:
            rows = await connection.execute(
                text("SELECT data FROM engagement.event_log WHERE type LIKE :type ORDER BY entry"),
                {"type": f"%{ending}.v1"},
            )
            return list(rows.scalars())

    async def places_of(self, *ids: UUID) -> set[str]:
        """The tables in which any of these ids stands, in any column."""
        found = set()
        async with transaction(self.engine) as connection:
            for table in metadata.sorted_tables:
                rows = await connection.execute(
                    select(text("t::text")).select_from(table.alias("t"))
                )
                content = " ".join(rows.scalars())
                if any(str(each) in content for each in ids):
                    found.add(table.name)
        return found
