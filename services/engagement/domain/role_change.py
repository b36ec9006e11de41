"""The new role of a function group, and definition E7: whether people are ready for it.

Ready is who agreed with the role profile as it stands, did all the training that it needs, and
finds themselves able at 4 or 5 of 5. All three are told by the person concerned; who told nothing
is not ready.

E7 of a function group is the affected people in it who are ready, of all affected people in it. It
is told of groups only, and so that nothing can be worked out about one of them:

- a group smaller than the limit has no figures, like one about which nothing is known;
- there is no total, so that there is nothing to subtract groups from;
- of no group it is told that all or none are ready: 1 may be nobody, and all but one may be all;
- figures are told anew only when at least as many people as the limit count differently than in
  the figures before: they became ready, ceased to be, came or went. So the difference between two
  figures is never about fewer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.refusal import Reason, refuse_when

ABLE = 4
"""From which ability on, of 5, somebody is ready."""


@dataclass(frozen=True, slots=True)
class NeededTraining:
    """A training that a role needs, by its name, and the milestone by which it is given."""

    name: str
    milestone_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RoleContent:
    """What ends, what starts and what must be unlearned in a role, and the training it needs."""

    ends: Sequence[str]
    starts: Sequence[str]
    unlearns: Sequence[str]
    trainings: Sequence[NeededTraining]


@dataclass(frozen=True, slots=True)
class RoleProfile:
    """What decides on readiness: the version of a role profile and the trainings that it needs."""

    version: int
    trainings: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class OwnRole:
    """What somebody told of their own new role: the version of the profile with which they agreed,
    the trainings that they did, and how able they find themselves, from 1 to 5.
    """

    agreed_version: int | None = None
    trainings_done: frozenset[UUID] = frozenset()
    ability: int | None = None


@dataclass(frozen=True, slots=True)
class Readiness:
    """Definition E7 of a function group, as it may be told."""

    numerator: int
    denominator: int


def is_ready(own: OwnRole, profile: RoleProfile) -> bool:
    """Whether somebody is ready for the role as it stands."""
    return (
        own.agreed_version == profile.version
        and own.trainings_done >= profile.trainings
        and own.ability is not None
        and own.ability >= ABLE
    )


def readiness_of(
    counted: Mapping[UUID, bool], current: Mapping[UUID, bool], minimum_group: int
) -> Readiness | None:
    """The figures to tell anew of a function group; None where those before, or their absence, are
    to stay.

    `counted` is who was ready in the figures before, `current` who is now, both of everybody
    affected in the group.
    """
    if len(current) < minimum_group or len(_changed(counted, current)) < minimum_group:
        return None
    ready = sum(current.values())
    return Readiness(min(max(ready, 1), len(current) - 1), len(current))


def _changed(counted: Mapping[UUID, bool], current: Mapping[UUID, bool]) -> set[UUID]:
    return {who for who in {*counted, *current} if counted.get(who) is not current.get(who)}


def refuse_unsound_content(content: RoleContent, training_milestones: Collection[UUID]) -> None:
    """Refuse a profile in which nothing changes, training named twice, and milestones that are no
    training of the subproject.
    """
    refuse_when(_unsound_content(content, training_milestones))


def _unsound_content(
    content: RoleContent, training_milestones: Collection[UUID]
) -> Iterable[Reason]:
    if not (content.ends or content.starts or content.unlearns):
        yield Reason(
            "role-unchanged",
            "Noem ten minste één ding dat stopt, begint of afgeleerd moet worden.",
            "starts",
        )
    names = [training.name.casefold() for training in content.trainings]
    for place, training in enumerate(content.trainings):
        if names[place] in names[:place]:
            yield Reason(
                "training-repeated",
                "Deze training staat er twee keer in.",
                f"trainings.{place}.name",
            )
        if training.milestone_id is not None and training.milestone_id not in training_milestones:
            yield Reason(
                "milestone-not-training",
                "Deze mijlpaal is geen training van dit deelproject.",
                f"trainings.{place}.milestoneId",
            )


def refuse_unsound_own_role(own: OwnRole, profile: RoleProfile, affected: bool) -> None:
    """Refuse what somebody tells of a role that is not theirs, of a profile that is not the one
    that stands, and of trainings that it does not need.
    """
    refuse_when(_unsound_own_role(own, profile, affected))


def _unsound_own_role(own: OwnRole, profile: RoleProfile, affected: bool) -> Iterable[Reason]:
    if not affected:
        yield Reason("staff-not-affected", "Dit deelproject raakt u niet.")
        return
    if own.agreed_version not in (None, profile.version):
        yield Reason(
            "role-profile-changed",
            "De beschrijving van uw nieuwe rol is intussen gewijzigd. Lees die eerst.",
            "agreedVersion",
        )
    if own.trainings_done - profile.trainings:
        yield Reason(
            "training-not-needed",
            "Deze training hoort niet bij uw nieuwe rol.",
            "trainingsDone",
        )
