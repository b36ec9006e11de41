"""Change load: how much changes for a team in an ISO week on top of its usual work, in points, and
which weeks near a go-live are quieter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.planning.domain.plan.subprojects import Period
from shared.isoweek import IsoWeek


class Kind(StrEnum):
    """What weighs on a team."""

    GO_LIVE = "go-live"
    TRAINING = "training"
    PEAK = "peak"


WEIGHTS: Mapping[Kind, int] = {Kind.GO_LIVE: 3, Kind.PEAK: 2, Kind.TRAINING: 1}
"""Points of each in a week: a go-live changes the work of everybody in the team, a peak leaves less
time for anything else, a training takes some hours.
"""

WEEKS_AROUND = 8
"""A go-live is suggested no other week further away than this."""

MOST_SUGGESTED = 3
"""Quieter weeks that are suggested for one go-live, at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """A go-live or a training, and the teams whose products it affects."""

    id: UUID
    subproject_id: UUID
    kind: Kind
    day: date
    team_ids: frozenset[UUID]

    @property
    def week(self) -> IsoWeek:
        """The week that it weighs on."""
        return IsoWeek.of(self.day)


@dataclass(frozen=True, slots=True)
class Peak:
    """Weeks in which a team has more to do than usual, first and last included."""

    team_id: UUID
    from_week: IsoWeek
    until_week: IsoWeek


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """What weighs on a team in a week, counted by kind."""

    counts: Counter[Kind]

    @property
    def points(self) -> int:
        """The change load."""
        return sum(WEIGHTS[kind] * count for kind, count in self.counts.items())


@dataclass(frozen=True, slots=True)
class WeekPoints:
    """Points that the teams of a go-live have together in a week, the go-live itself left out."""

    week: IsoWeek
    points: int


Loads = Mapping[tuple[UUID, IsoWeek], TeamWeek]
"""By team and week; what is missing has no load."""


def change_loads(
    changes: Iterable[Change], peaks: Iterable[Peak], first: IsoWeek, last: IsoWeek
) -> Loads:
    """The change load of every team in these weeks."""
    loads: dict[tuple[UUID, IsoWeek], TeamWeek] = {}
    for team_id, week, kind in _weighing(changes, peaks, first, last):
        loads.setdefault((team_id, week), TeamWeek(Counter())).counts[kind] += 1
    return loads


def points_beside(go_live: Change, week: IsoWeek, loads: Loads) -> WeekPoints:
    """What the teams of a go-live would have in a week besides it."""
    points = sum(
        loads[team_id, week].points for team_id in go_live.team_ids if (team_id, week) in loads
    )
    itself = WEIGHTS[go_live.kind] * len(go_live.team_ids) if week == go_live.week else 0
    return WeekPoints(week, points - itself)


def weeks_to_choose(
    go_live: Change, trainings: Iterable[Change], period: Period, today: date
) -> Sequence[IsoWeek]:
    """The other weeks in which a go-live could be, on the same day of the week: not past, within
    its subproject, and not before a training of the subproject that comes before it now.
    """
    before = [
        each.day
        for each in trainings
        if each.subproject_id == go_live.subproject_id and each.day <= go_live.day
    ]
    earliest = max([today, *before])
    days = (
        go_live.day + timedelta(weeks=weeks) for weeks in range(-WEEKS_AROUND, WEEKS_AROUND + 1)
    )
    return [
        IsoWeek.of(day)
        for day in days
        if day != go_live.day and day >= earliest and period.includes(day)
    ]


def quieter_weeks(go_live: Change, weeks: Iterable[IsoWeek], loads: Loads) -> Sequence[WeekPoints]:
    """Of these weeks those in which the teams of a go-live have less than in its own week: the
    quietest first, then the nearest, then the earlier.
    """
    now = points_beside(go_live, go_live.week, loads)
    found = [points_beside(go_live, week, loads) for week in weeks]
    quieter = [each for each in found if each.points < now.points]
    monday = go_live.week.monday
    quieter.sort(key=lambda each: (each.points, abs(each.week.monday - monday), each.week))
    return quieter[:MOST_SUGGESTED]


def _weighing(
    changes: Iterable[Change], peaks: Iterable[Peak], first: IsoWeek, last: IsoWeek
) -> Iterator[tuple[UUID, IsoWeek, Kind]]:
    for change in changes:
        if first <= change.week <= last:
            for team_id in change.team_ids:
                yield team_id, change.week, change.kind
    for peak in peaks:
        for week in max(peak.from_week, first).until(min(peak.until_week, last)):
            yield peak.team_id, week, Kind.PEAK
