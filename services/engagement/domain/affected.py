"""Who is affected by a subproject, and the cohort that is frozen at T0."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.engagement.domain.days import beginning_of, day_of
from services.engagement.domain.first_moment import T0
from shared.refusal import Reason, refuse_when


class GroupKind(StrEnum):
    """By what heads are counted. A person has one team and one function group, so a sum may use
    only one of them.
    """

    TEAM = "team"
    FUNCTION_GROUP = "function-group"


@dataclass(frozen=True, slots=True)
class Group:
    """A team or function group of planning's organisation."""

    group_id: UUID
    kind: GroupKind
    head_count: int


@dataclass(frozen=True, slots=True)
class AffectedPerson:
    """A random staff id that is affected from `since` on, up to `until`, and when the one and the
    other were told.
    """

    staff_id: UUID
    since: date
    told_at: datetime
    until: date | None = None
    ended_at: datetime | None = None

    def affected_on(self, day: date, known_at: datetime) -> bool:
        """Whether the person was affected on a day, by what had been told at a moment."""
        if self.told_at > known_at or self.since > day:
            return False
        ended = self.ended_at is not None and self.ended_at <= known_at
        return not (ended and self.until is not None and self.until <= day)


@dataclass(frozen=True, slots=True)
class AffectedGroup:
    """A number of affected people in a team or function group, told at a moment and replaced at a
    later one.
    """

    group_id: UUID
    head_count: int
    told_at: datetime
    replaced_at: datetime | None = None

    def stood_at(self, known_at: datetime) -> bool:
        """Whether this was the number that stood at a moment."""
        return self.told_at <= known_at and (
            self.replaced_at is None or self.replaced_at > known_at
        )


@dataclass(frozen=True, slots=True)
class Cohort:
    """The affected staff that coverage is about: persons, or heads per group, never both.

    `frozen_at` is None as long as it still follows what is told. `joiners` counts the persons
    affected now who are not in the cohort; with head counts nobody knows.
    """

    frozen_at: datetime | None
    persons: frozenset[UUID] = frozenset()
    heads: Mapping[UUID, int] | None = None
    joiners: int | None = None

    @property
    def size(self) -> int | None:
        """How many people it holds; None when nobody is known to be affected, which is not the same
        as nobody.
        """
        if self.persons:
            return len(self.persons)
        return sum(self.heads.values()) if self.heads else None


def cohort_of(
    persons: Collection[AffectedPerson], groups: Collection[AffectedGroup], t0: T0, now: datetime
) -> Cohort:
    """The cohort: who was affected on T0, by what was known when it froze, or is known now while it
    has not.

    It freezes at the first moment at which T0 is fixed, T0's day has come, and somebody is known to
    be affected. Where T0 still lay ahead when it was fixed, its whole day counts. Whoever is told
    afterwards is a joiner, also when the date given for it lies before T0.
    """
    frozen_at = _freezing(persons, groups, t0)
    if frozen_at is not None and frozen_at > now:
        frozen_at = None
    members, heads = _affected(persons, groups, t0.day, frozen_at or now)
    if heads and not members:
        return Cohort(frozen_at, heads=heads)
    current = {p.staff_id for p in persons if p.affected_on(day_of(now), now)}
    return Cohort(frozen_at, persons=members, joiners=len(current - members))


def _affected(
    persons: Iterable[AffectedPerson],
    groups: Iterable[AffectedGroup],
    day: date,
    known_at: datetime,
) -> tuple[frozenset[UUID], dict[UUID, int]]:
    """Who was affected on a day, by what had been told at a moment: staff ids, and heads."""
    members = frozenset(p.staff_id for p in persons if p.affected_on(day, known_at))
    return members, {g.group_id: g.head_count for g in groups if g.stood_at(known_at)}


def _freezing(
    persons: Collection[AffectedPerson], groups: Collection[AffectedGroup], t0: T0
) -> datetime | None:
    if t0.fixed_at is None:
        return None
    ripe = t0.fixed_at
    if t0.day > day_of(t0.fixed_at):
        ripe = beginning_of(t0.day + timedelta(days=1))
    told = {p.told_at for p in persons} | {g.told_at for g in groups}
    for moment in sorted({ripe, *(later for later in told if later > ripe)}):
        if any(_affected(persons, groups, t0.day, moment)):
            return moment
    return None


def refuse_unsound_heads(
    heads: Mapping[UUID, int], known: Mapping[UUID, Group], kind: GroupKind
) -> None:
    """Refuse affected head counts of groups that are unknown, of another kind, or smaller than
    said.
    """
    refuse_when(
        reason
        for place, (group_id, head_count) in enumerate(heads.items())
        for reason in _unsound_heads(f"groups.{place}", head_count, known.get(group_id), kind)
    )


def _unsound_heads(
    field: str, head_count: int, group: Group | None, kind: GroupKind
) -> Iterable[Reason]:
    if group is None:
        yield Reason(
            "group-unknown", "Dit team of deze functiegroep is niet bekend.", f"{field}.groupId"
        )
        return
    if group.kind is not kind:
        yield Reason(
            "group-kinds-mixed",
            "Tel alleen teams of alleen functiegroepen. Anders telt een medewerker dubbel.",
            f"{field}.groupId",
        )
    if head_count > group.head_count:
        yield Reason(
            "more-affected-than-present",
            f"In deze groep werken {group.head_count} mensen. Meer kan het deelproject niet raken.",
            f"{field}.headCount",
        )


def refuse_unsound_staff(
    since: Sequence[tuple[UUID, date]], known: Collection[UUID], today: date
) -> None:
    """Refuse staff ids that planning does not know at work, ids given twice, and days to come."""
    staff = [staff_id for staff_id, _ in since]
    reasons = []
    for place, (staff_id, day) in enumerate(since):
        field = f"staff.{place}"
        if staff_id not in known:
            reasons.append(
                Reason("staff-unknown", "Deze medewerker is niet bekend.", f"{field}.staffId")
            )
        if staff_id in staff[:place]:
            reasons.append(
                Reason(
                    "staff-repeated", "Deze medewerker staat er twee keer in.", f"{field}.staffId"
                )
            )
        if day > today:
            reasons.append(Reason("since-in-future", "Deze dag moet nog komen.", f"{field}.since"))
    refuse_when(reasons)
