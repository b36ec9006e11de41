"""Coverage per team and per function group: where people are still missing.

A group is covered as the whole is (see coverage.py), over the people of the cohort who are in it
now. Its head counts are those told of the group itself.

Coverage of the whole is told too, so a group that is not shown could be worked out from the others
of its kind. Therefore the groups of a kind that are not shown hold together at least as many people
as the smallest group that has figures: where they hold fewer, the smallest of the others goes too.
What teams and function groups tell together is not looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.engagement.domain.affected import Cohort, GroupKind
from services.engagement.domain.coverage import Figures, figures_of, published
from services.engagement.domain.days import day_of
from services.engagement.domain.first_moment import T0
from services.engagement.domain.participation import Participation


@dataclass(frozen=True, slots=True)
class Placement:
    """The team and the function group of a member of staff."""

    team_id: UUID
    function_group_id: UUID

    def within(self, kind: GroupKind) -> UUID:
        """The group of this kind."""
        return self.team_id if kind is GroupKind.TEAM else self.function_group_id


def group_coverage_of(
    t0: T0,
    cohort: Cohort,
    placements: Mapping[UUID, Placement],
    groups: Mapping[UUID, GroupKind],
    participation: Participation,
    now: datetime,
    minimum_group: int,
) -> dict[UUID, Figures]:
    """The figures of each group that may be shown; `groups` are those of the organisation."""
    found: dict[UUID, Figures] = {}
    for kind in GroupKind:
        parts = _parts(cohort, placements, {g for g, each in groups.items() if each is kind}, kind)
        sizes = {group_id: part.size or 0 for group_id, part in parts.items()}
        elsewhere = (cohort.size or 0) - sum(sizes.values())
        for group_id in shown_groups(sizes, elsewhere, minimum_group):
            figures = figures_of(
                parts[group_id], t0.day, _of_group(participation, group_id), day_of(now)
            )
            found[group_id] = published(figures, minimum_group)
    return found


def shown_groups(sizes: Mapping[UUID, int], elsewhere: int, minimum_group: int) -> set[UUID]:
    """Which groups of one kind may be shown beside their whole; `elsewhere` is how many people of
    the whole are in none of them.
    """
    ascending = sorted(sizes, key=lambda group_id: (sizes[group_id], group_id))
    hidden = elsewhere
    for place, group_id in enumerate(ascending):
        small = sizes[group_id] < minimum_group
        if not small and (hidden == 0 or hidden >= minimum_group):
            return set(ascending[place:])
        hidden += sizes[group_id]
    return set()


def _parts(
    cohort: Cohort, placements: Mapping[UUID, Placement], listed: set[UUID], kind: GroupKind
) -> dict[UUID, Cohort]:
    """The people of the cohort in each group of a kind, where there are any."""
    if cohort.heads is not None:
        return {
            group_id: Cohort(cohort.frozen_at, heads={group_id: heads})
            for group_id, heads in cohort.heads.items()
            if group_id in listed
        }
    members: dict[UUID, set[UUID]] = {}
    for staff_id in cohort.persons & placements.keys():
        members.setdefault(placements[staff_id].within(kind), set()).add(staff_id)
    return {
        group_id: Cohort(cohort.frozen_at, persons=frozenset(staff))
        for group_id, staff in members.items()
        if group_id in listed
    }


def _of_group(participation: Participation, group_id: UUID) -> Participation:
    """What was told of persons, and of the heads of this group."""
    heads = [told for told in participation.heads if told.group_id == group_id]
    return replace(participation, heads=heads)
