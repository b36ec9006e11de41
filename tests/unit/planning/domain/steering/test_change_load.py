"""What changes for a team in a week is weighed, and quieter weeks are near and possible."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.plan.subprojects import Period
from services.planning.domain.steering.change_load import (
    MOST_SUGGESTED,
    WEIGHTS,
    Change,
    Kind,
    Peak,
    change_loads,
    points_beside,
    quieter_weeks,
    weeks_to_choose,
)
from shared.isoweek import IsoWeek

COUNTER, PHONE = UUID(int=1), UUID(int=2)
MOVING, BIRTH = UUID(int=11), UUID(int=12)
DAY = date(2026, 11, 25)
NOW = IsoWeek.of(DAY)
YEAR = Period(DAY - timedelta(days=180), DAY + timedelta(days=180))


def change(
    ahead: int,
    kind: Kind = Kind.GO_LIVE,
    teams: Collection[UUID] = (COUNTER,),
    subproject: UUID = MOVING,
) -> Change:
    day = DAY + timedelta(weeks=ahead)
    return Change(UUID(int=100 + ahead), subproject, kind, day, frozenset(teams))


def peak(first: int, last: int, team: UUID = COUNTER) -> Peak:
    return Peak(team, NOW.plus(first), NOW.plus(last))


def points(changes: Collection[Change], peaks: Collection[Peak] = ()) -> dict[tuple[int, int], int]:
    """Points by number of the team and week ahead, of ten weeks."""
    loads = change_loads(changes, peaks, NOW, NOW.plus(9))
    ahead = {NOW.plus(each): each for each in range(10)}
    return {(team.int, ahead[week]): each.points for (team, week), each in loads.items()}


def test_a_go_live_weighs_three_a_peak_two_and_a_training_one() -> None:
    changes = [change(1), change(1, Kind.TRAINING), change(2, teams=[COUNTER, PHONE])]
    assert points(changes, [peak(1, 2)]) == {(1, 1): 6, (1, 2): 5, (2, 2): 3}


def test_only_the_weeks_that_were_asked_are_there() -> None:
    assert points([change(-1), change(10)], [peak(-5, 0), peak(9, 30)]) == {(1, 0): 2, (1, 9): 2}


def test_what_stands_beside_a_go_live_leaves_out_the_go_live_itself() -> None:
    go_live = change(2, teams=[COUNTER, PHONE])
    loads = change_loads([go_live, change(2, Kind.TRAINING)], [peak(3, 3)], NOW, NOW.plus(9))
    assert points_beside(go_live, NOW.plus(2), loads).points == 1
    assert points_beside(go_live, NOW.plus(3), loads).points == 2


def test_a_go_live_can_be_in_weeks_to_come_within_its_subproject_after_its_training() -> None:
    def ahead(*trainings: Change, period: Period = YEAR) -> list[int]:
        weeks = weeks_to_choose(change(3), trainings, period, DAY)
        return [(week.monday - NOW.monday).days // 7 for week in weeks]

    assert ahead() == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]
    assert ahead(change(2, Kind.TRAINING)) == [2, 4, 5, 6, 7, 8, 9, 10, 11]
    others = [change(2, Kind.TRAINING, subproject=BIRTH), change(5, Kind.TRAINING)]
    assert ahead(*others) == ahead()
    short = Period(DAY, DAY + timedelta(weeks=5, days=-1))
    assert ahead(period=short) == [0, 1, 2, 4]


def test_the_quietest_week_comes_first_then_the_nearest_then_the_earlier() -> None:
    go_live = change(4)
    loads = change_loads([go_live], [peak(4, 4), peak(4, 4), peak(5, 5)], NOW, NOW.plus(9))
    weeks = [NOW.plus(each) for each in (5, 6, 7, 2, 1)]
    found = quieter_weeks(go_live, weeks, loads)
    assert [(each.week, each.points) for each in found] == [
        (NOW.plus(2), 0),
        (NOW.plus(6), 0),
        (NOW.plus(1), 0),
    ]


def test_nothing_is_suggested_when_no_week_is_quieter() -> None:
    go_live = change(1)
    loads = change_loads([go_live], [peak(1, 2)], NOW, NOW.plus(9))
    assert quieter_weeks(go_live, [NOW.plus(2)], loads) == []


@given(
    st.lists(st.builds(change, st.integers(0, 9), st.sampled_from([Kind.GO_LIVE, Kind.TRAINING]))),
    st.lists(
        st.builds(lambda first, more: peak(first, first + more), st.integers(0, 9), st.just(2))
    ),
    st.integers(0, 9),
)
def test_moving_to_a_suggested_week_makes_it_as_quiet_as_it_said(
    others: list[Change], peaks: list[Peak], at: int
) -> None:
    go_live = change(at)
    last = NOW.plus(20)
    loads = change_loads([go_live, *others], peaks, NOW, last)
    suggested = quieter_weeks(go_live, weeks_to_choose(go_live, [], YEAR, DAY), loads)
    assert len(suggested) <= MOST_SUGGESTED
    for each in suggested:
        moved = change((each.week.monday - NOW.monday).days // 7)
        after = change_loads([moved, *others], peaks, NOW, last)
        assert after[COUNTER, each.week].points == each.points + WEIGHTS[Kind.GO_LIVE]
        assert each.points < points_beside(go_live, go_live.week, loads).points
