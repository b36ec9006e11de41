"""What one person can give, over HTTP; only under the works council's consent."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Self
from uuid import UUID

from fastapi import Response
from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.planning.commands import staff_capacity as commands
from services.planning.commands.locks import lock_row
from services.planning.domain.hours import to_minutes
from services.planning.domain.supply.staffing import Deputyship, Judgement
from services.planning.domain.supply.working_time import (
    MONDAY_TO_FRIDAY,
    WHOLE,
    Absence,
    WorkingHours,
)
from services.planning.http.callers import TeamKeeper
from services.planning.http.fields import Hours, Level, LoadBody
from services.planning.http.staff_answers import StaffAnswer, staff_answer
from services.planning.queries.staff import staff_by_id
from services.planning.tables import staff
from shared.contracts.vocabulary import Day, Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.access import Caller
from shared.web.answers import Body
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch, IfMatchHeader
from shared.web.routes import ApiRouter
from shared.web.validation import invalid

router = ApiRouter(tags=["Medewerkers"])

_WHY = frozenset({"reason", "reden", "type", "soort", "kind", "cause", "oorzaak"})


class HoursBody(Body):
    """Hours a week from a day on, until the next; day 1 is Monday."""

    from_date: Day
    weekly_hours: Annotated[Hours, Field(description="Uren volgens het contract.")]
    project_percent: Annotated[
        int, Field(ge=0, le=WHOLE, description="Hoeveel procent voor deelprojecten is.")
    ] = WHOLE
    working_days: Annotated[tuple[int, ...], Field(max_length=7)] = MONDAY_TO_FRIDAY

    def hours(self) -> WorkingHours:
        """As the rules know it."""
        return WorkingHours(
            self.from_date,
            to_minutes(self.weekly_hours),
            self.project_percent,
            self.working_days,
        )


class WorkingHoursBody(Body):
    """All hours, past and to come."""

    working_hours: Annotated[list[HoursBody], Field(max_length=100)]


class JudgementBody(Body):
    """A level; without a day it stays as it was judged, or is judged today when it is new."""

    expertise_id: UUID
    level: Level
    judged_on: Day | None = None


class LevelsBody(Body):
    """All expertises that somebody masters."""

    expertises: Annotated[list[JudgementBody], Field(max_length=100)]


class AbsenceBody(Body):
    """Days of absence, both included: a percentage of each working day, all of it when nothing is
    said, or hours in all, spread evenly over the working days. Why is never kept.
    """

    starts_on: Day
    ends_on: Day
    percent: Annotated[int, Field(ge=1, le=WHOLE)] | None = None
    hours: Hours | None = None

    @model_validator(mode="before")
    @classmethod
    def _never_why(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and _WHY & {str(key).lower() for key in given}:
            raise invalid(
                "absence-reason",
                "Waarom iemand afwezig is, bewaren wij niet. Geef alleen de dagen en hoeveel.",
            )
        return given

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if self.percent is not None and self.hours is not None:
            raise invalid("absence-measures", "Geef een percentage of uren, niet allebei.")
        return self

    def absence(self) -> Absence:
        """As the rules know it."""
        minutes = None if self.hours is None else to_minutes(self.hours)
        percent = WHOLE if self.percent is None else self.percent
        return Absence(self.starts_on, self.ends_on, percent, minutes)


class AbsencesBody(Body):
    """All absences, past and to come."""

    absences: Annotated[list[AbsenceBody], Field(max_length=500)]


class StaffDutiesBody(Body):
    """All counter duty."""

    counter_duties: Annotated[list[LoadBody], Field(max_length=50)]


class DeputyshipBody(Body):
    """An expertise of a focus area."""

    focus_area: Text
    expertise_id: UUID


class DeputyshipsBody(Body):
    """All for which somebody stands in."""

    deputyships: Annotated[list[DeputyshipBody], Field(max_length=100)]


@router.put(
    "/staff/{staff_id}/working-hours",
    response_model=StaffAnswer,
    summary="Werktijden van een medewerker vervangen",
)
async def put_working_hours(
    staff_id: UUID,
    body: WorkingHoursBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: TeamKeeper,
) -> Response:
    """Replace the hours of somebody, also those that begin later."""
    async with _own_person(engine, caller, if_match, staff_id) as connection:
        wanted = [each.hours() for each in body.working_hours]
        await commands.change_working_hours(connection, staff_id, wanted, today=today(now))
        return await staff_answer(connection, staff_id)


@router.put(
    "/staff/{staff_id}/expertises",
    response_model=StaffAnswer,
    summary="Expertises en niveaus van een medewerker vervangen",
)
async def put_levels(
    staff_id: UUID,
    body: LevelsBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: TeamKeeper,
) -> Response:
    """Replace what somebody masters; a level that changes is judged by the caller."""
    async with _own_person(engine, caller, if_match, staff_id) as connection:
        wanted = [
            Judgement(each.expertise_id, each.level, each.judged_on) for each in body.expertises
        ]
        await commands.change_levels(
            connection, staff_id, wanted, by=caller.subject, today=today(now)
        )
        return await staff_answer(connection, staff_id)


@router.put(
    "/staff/{staff_id}/absences",
    response_model=StaffAnswer,
    summary="Afwezigheid van een medewerker vervangen",
)
async def put_absences(
    staff_id: UUID,
    body: AbsencesBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: TeamKeeper,
) -> Response:
    """Replace the days on which somebody is absent; never why."""
    async with _own_person(engine, caller, if_match, staff_id) as connection:
        wanted = [each.absence() for each in body.absences]
        await commands.change_absences(connection, staff_id, wanted, today=today(now))
        return await staff_answer(connection, staff_id)


@router.put(
    "/staff/{staff_id}/counter-duties",
    response_model=StaffAnswer,
    summary="Vaste baliediensten van een medewerker vervangen",
)
async def put_staff_duties(
    staff_id: UUID,
    body: StaffDutiesBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: TeamKeeper,
) -> Response:
    """Replace the counter duty that somebody has every week."""
    async with _own_person(engine, caller, if_match, staff_id) as connection:
        wanted = [each.load() for each in body.counter_duties]
        await commands.change_duties(connection, staff_id, wanted, today=today(now))
        return await staff_answer(connection, staff_id)


@router.put(
    "/staff/{staff_id}/deputyships",
    response_model=StaffAnswer,
    summary="Vervangingen door een medewerker vastleggen",
)
async def put_deputyships(
    staff_id: UUID,
    body: DeputyshipsBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: TeamKeeper,
) -> Response:
    """Say for which expertises of which focus areas somebody stands in."""
    async with _own_person(engine, caller, if_match, staff_id) as connection:
        wanted = [Deputyship(each.focus_area, each.expertise_id) for each in body.deputyships]
        await commands.change_deputyships(connection, staff_id, wanted, today=today(now))
        return await staff_answer(connection, staff_id)


@asynccontextmanager
async def _own_person(
    engine: AsyncEngine, caller: Caller, if_match: IfMatchHeader, staff_id: UUID
) -> AsyncIterator[AsyncConnection]:
    """A transaction in which somebody of the caller's team is locked, at the version known."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, staff, staff_id))
        caller.require(team=(await staff_by_id(connection, staff_id)).team_id)
        yield connection
