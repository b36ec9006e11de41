"""What planning tells the services, and nobody else, about reservations of people's hours."""

from typing import Annotated

from pydantic import Field

from shared.contracts.envelope import Audience, ContractModel, EventData
from shared.contracts.planning_v1.capacity import MAX_WEEKS
from shared.contracts.vocabulary import (
    ExpertiseId,
    NonNegativeHours,
    Note,
    ReservationId,
    StaffId,
    SubprojectId,
    TeamId,
    Week,
)


class ReservedWeek(ContractModel):
    """Hours in a week."""

    week: Week
    hours: NonNegativeHours
    """Hours asked for in the week."""


class ReservationRequested(
    EventData,
    type="planning.reservation.requested",
    subject="reservation/{reservation_id}",
    audience=Audience.INTERNAL,
):
    """The programme manager asks for hours of an expertise, of a person or of a team pool.

    Told again when it is open as before: with other weeks, or after a counter-offer was refused.
    """

    reservation_id: ReservationId
    subproject_id: SubprojectId
    expertise_id: ExpertiseId
    team_id: TeamId
    staff_id: StaffId | None = None
    """Whose hours; null when the team decides."""
    weeks: Annotated[tuple[ReservedWeek, ...], Field(min_length=1, max_length=MAX_WEEKS)]
    """The hours asked for, per week."""


class ReservationWaitlisted(
    EventData,
    type="planning.reservation.waitlisted",
    subject="reservation/{reservation_id}",
    audience=Audience.INTERNAL,
):
    """There is no room now; the request waits until there is."""

    reservation_id: ReservationId
    subproject_id: SubprojectId
    reason: Note


class ReservationProposed(
    EventData,
    type="planning.reservation.proposed",
    subject="reservation/{reservation_id}",
    audience=Audience.INTERNAL,
):
    """The team leader offers something else than was asked: another person, other weeks or fewer
    hours.
    """

    reservation_id: ReservationId
    subproject_id: SubprojectId
    staff_id: StaffId | None = None
    """Whose hours are offered; null when the team decides."""
    weeks: Annotated[tuple[ReservedWeek, ...], Field(min_length=1, max_length=MAX_WEEKS)]
    """The hours offered, per week."""
    reason: Note


class ReservationConfirmed(
    EventData,
    type="planning.reservation.confirmed",
    subject="reservation/{reservation_id}",
    audience=Audience.INTERNAL,
):
    """The hours are given: those that were proposed last, else those that were requested last."""

    reservation_id: ReservationId
    subproject_id: SubprojectId
    reason: Note
    over_allocated: NonNegativeHours = 0
    """Hours of these that nobody had when they were given; allowed with the reason."""


class ReservationDeclined(
    EventData,
    type="planning.reservation.declined",
    subject="reservation/{reservation_id}",
    audience=Audience.INTERNAL,
):
    """The team leader does not give the hours, and says why."""

    reservation_id: ReservationId
    subproject_id: SubprojectId
    reason: Note


class ReservationWithdrawn(
    EventData,
    type="planning.reservation.withdrawn",
    subject="reservation/{reservation_id}",
    audience=Audience.INTERNAL,
):
    """The programme manager no longer asks for the hours, and says why."""

    reservation_id: ReservationId
    subproject_id: SubprojectId
    reason: Note


class ReservationReleased(
    EventData,
    type="planning.reservation.released",
    subject="reservation/{reservation_id}",
    audience=Audience.INTERNAL,
):
    """Confirmed hours were given back, with the reason."""

    reservation_id: ReservationId
    subproject_id: SubprojectId
    reason: Note
