"""Moments, and what is told about who was invited and who was there.

What is told is never overwritten. A later telling corrects an earlier one and stays beside it, so
that it can be said what was known at T0 and what was corrected afterwards.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.refusal import Reason, Refusal, refuse_when


class MomentKind(StrEnum):
    """The kinds of moment at which staff are taken along."""

    INFORMATION = "information"
    TRAINING = "training"
    CONSULTATION = "consultation"
    DEMO = "demo"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a subproject that was not cancelled, and when it was told of."""

    moment_id: UUID
    held_on: date
    told_at: datetime


@dataclass(frozen=True, slots=True)
class PersonTold:
    """Somebody was invited to a moment, was there or not, and gave input or not; None: not known
    yet.
    """

    moment_id: UUID
    staff_id: UUID
    attended: bool | None
    told_at: datetime
    contributed: bool | None = None


@dataclass(frozen=True, slots=True)
class HeadsTold:
    """Heads of a group that were invited to a moment, that were there, and that gave input there;
    None: not known yet.
    """

    moment_id: UUID
    group_id: UUID
    invited: int
    attended: int | None
    told_at: datetime
    contributed: int | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """All that was told about the moments of one subproject."""

    moments: Sequence[Moment] = ()
    persons: Sequence[PersonTold] = ()
    heads: Sequence[HeadsTold] = ()

    def known_at(self, moment: datetime) -> "Participation":
        """The part that had been told at a moment. The day of a moment is fixed once attendance is
        told of it.
        """
        return Participation(
            [held for held in self.moments if held.told_at <= moment],
            [told for told in self.persons if told.told_at <= moment],
            [told for told in self.heads if told.told_at <= moment],
        )

    def latest_persons(self) -> dict[tuple[UUID, UUID], PersonTold]:
        """What was last told, by moment and staff id."""
        ordered = sorted(self.persons, key=lambda told: told.told_at)
        return {(told.moment_id, told.staff_id): told for told in ordered}

    def latest_heads(self) -> dict[tuple[UUID, UUID], HeadsTold]:
        """What was last told, by moment and group."""
        ordered = sorted(self.heads, key=lambda told: told.told_at)
        return {(told.moment_id, told.group_id): told for told in ordered}

    def attendance_told(self) -> Iterator[tuple[UUID, datetime]]:
        """Each time that something else was told of who was invited or there, by moment. That
        somebody gave input there says nothing else about it.
        """
        told = [((t.moment_id, t.staff_id), (t.attended,), t.told_at) for t in self.persons]
        counted = [
            ((t.moment_id, t.group_id), (t.invited, t.attended), t.told_at) for t in self.heads
        ]
        last: dict[tuple[UUID, UUID], tuple[int | None, ...]] = {}
        for key, said, told_at in sorted([*told, *counted], key=lambda each: each[2]):
            if last.get(key) != said:
                yield key[0], told_at
            last[key] = said


@dataclass(frozen=True, slots=True)
class Heads:
    """Heads of a group at a moment as somebody wants to tell them."""

    group_id: UUID
    invited: int
    attended: int | None
    contributed: int | None = None


def refuse_unsound_heads(
    told: Sequence[Heads], affected: Mapping[UUID, int], held_on: date, today: date
) -> None:
    """Refuse more that gave input than attended, more attended than invited, more invited than
    affected, and attendance before the day has come.
    """
    refuse_when(
        reason
        for place, heads in enumerate(told)
        for reason in _unsound_heads(
            f"headCounts.{place}", heads, told[:place], affected, held_on > today
        )
    )


def _unsound_heads(
    field: str,
    heads: Heads,
    before: Sequence[Heads],
    affected: Mapping[UUID, int],
    to_come: bool,
) -> Iterable[Reason]:
    if any(other.group_id == heads.group_id for other in before):
        yield Reason("group-repeated", "Deze groep staat er twee keer in.", f"{field}.groupId")
    if heads.group_id not in affected:
        yield Reason(
            "group-not-affected",
            "Voor deze groep staat niet vast hoeveel mensen het deelproject raakt.",
            f"{field}.groupId",
        )
    elif heads.invited > affected[heads.group_id]:
        yield Reason(
            "more-invited-than-affected",
            f"Het deelproject raakt {affected[heads.group_id]} mensen in deze groep. "
            "Meer kunnen er niet zijn uitgenodigd.",
            f"{field}.invited",
        )
    if heads.attended is None:
        if heads.contributed is not None:
            yield _attendance_missing(f"{field}.contributed")
        return
    if heads.contributed is not None and heads.contributed > heads.attended:
        yield Reason(
            "more-contributed-than-attended",
            "Meer mensen droegen bij dan er aanwezig waren.",
            f"{field}.contributed",
        )
    if heads.attended > heads.invited:
        yield Reason(
            "more-attended-than-invited",
            "Er waren meer mensen aanwezig dan er zijn uitgenodigd.",
            f"{field}.attended",
        )
    if to_come:
        yield _too_early(f"{field}.attended")


@dataclass(frozen=True, slots=True)
class PersonPresence:
    """Somebody invited to a moment, there or not, giving input or not, as somebody wants to tell
    it; None: not known yet.
    """

    staff_id: UUID
    attended: bool | None
    contributed: bool | None = None


def refuse_unsound_persons(
    told: Sequence[PersonPresence], affected: Collection[UUID], held_on: date, today: date
) -> None:
    """Refuse staff ids that are not affected or given twice, input of who was not there, and
    attendance before the day has come.
    """
    refuse_when(
        reason
        for place, person in enumerate(told)
        for reason in _unsound_person(
            f"staff.{place}", person, told[:place], affected, held_on > today
        )
    )


def _unsound_person(
    field: str,
    person: PersonPresence,
    before: Sequence[PersonPresence],
    affected: Collection[UUID],
    to_come: bool,
) -> Iterable[Reason]:
    if person.staff_id not in affected:
        yield Reason(
            "staff-not-affected", "Het deelproject raakt deze medewerker niet.", f"{field}.staffId"
        )
    if any(other.staff_id == person.staff_id for other in before):
        yield Reason("staff-repeated", "Deze medewerker staat er twee keer in.", f"{field}.staffId")
    if person.attended is None and person.contributed is not None:
        yield _attendance_missing(f"{field}.contributed")
    if person.attended is False and person.contributed:
        yield Reason(
            "contributed-while-absent",
            "Wie er niet was, kan niet hebben bijgedragen.",
            f"{field}.contributed",
        )
    if to_come and person.attended is not None:
        yield _too_early(f"{field}.attended")


def _attendance_missing(field: str) -> Reason:
    return Reason(
        "attendance-missing",
        "Geef ook door wie er was. Alleen wie er was, kan hebben bijgedragen.",
        field,
    )


def _too_early(field: str) -> Reason:
    return Reason(
        "attendance-before-moment",
        "Dit moment moet nog komen. Wie er was, is nog niet bekend.",
        field,
    )


def refuse_cancelled(cancelled: bool) -> None:
    """Refuse to tell who was at a moment that did not take place."""
    if cancelled:
        raise Refusal(Reason("moment-cancelled", "Dit moment is vervallen."))


def refuse_persons_beside_heads(counted_by_heads: bool) -> None:
    """Refuse staff ids at a moment that was counted by heads: the same people would count twice."""
    if counted_by_heads:
        raise Refusal(
            Reason(
                "moment-counts-heads",
                "Bij dit moment zijn aantallen vastgelegd. Medewerkers erbij zouden dubbel tellen.",
            )
        )


def refuse_heads_beside_persons(counted_by_person: bool) -> None:
    """Refuse head counts at a moment whose staff ids are known: people would count twice."""
    if counted_by_person:
        raise Refusal(
            Reason(
                "moment-counts-persons",
                "Bij dit moment zijn medewerkers vastgelegd. Aantallen erbij zouden dubbel tellen.",
            )
        )


def refuse_change(attendance_told: bool, cancelled: bool) -> None:
    """Refuse to move or cancel a moment that was cancelled or whose attendance is known: that would
    rewrite the past.
    """
    refuse_cancelled(cancelled)
    if attendance_told:
        raise Refusal(
            Reason(
                "attendance-known",
                "Van dit moment is al bekend wie er was. De datum ligt daarmee vast.",
            )
        )


def refuse_follow_up(held_on: date, cancelled: bool, today: date) -> None:
    """Refuse what was agreed at a moment that did not take place, or has yet to."""
    refuse_cancelled(cancelled)
    if held_on > today:
        raise Refusal(
            Reason(
                "follow-up-before-moment",
                "Dit moment moet nog komen. Wat er is afgesproken, is nog niet bekend.",
            )
        )
