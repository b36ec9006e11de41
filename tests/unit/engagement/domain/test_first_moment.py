"""T0: which day it is, and that nothing told later moves it."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.first_moment import T0, Course, FirstMoment, ToldDay, t0_of

JANUARY = datetime(2026, 1, 1, 9, tzinfo=UTC)


def told(day: date | None, minutes: int) -> ToldDay:
    """A day as told so many minutes into January."""
    return ToldDay(day, JANUARY + timedelta(minutes=minutes))


days = st.dates(date(2025, 6, 1), date(2027, 6, 1))
milestones = st.lists(
    st.builds(told, st.none() | days, st.integers(0, 100)), min_size=1, max_size=4
).map(tuple)


def test_by_start_t0_is_the_planned_start_and_then_the_day_it_really_started() -> None:
    planned = Course(FirstMoment.START, date(2026, 3, 2))
    started = Course(FirstMoment.START, date(2026, 3, 2), told(date(2026, 3, 9), 5))
    assert t0_of(planned) == T0(date(2026, 3, 2))
    assert t0_of(started) == T0(date(2026, 3, 9), fixed_at=JANUARY + timedelta(minutes=5))


def test_by_decision_t0_is_unknown_until_a_decision_is_planned() -> None:
    assert t0_of(Course(FirstMoment.DECISION, date(2026, 3, 2))) is None


def test_the_earliest_decision_that_was_not_cancelled_counts() -> None:
    course = Course(
        FirstMoment.DECISION,
        date(2026, 3, 2),
        milestones=(
            (told(date(2026, 2, 1), 0), told(None, 3)),
            (told(date(2026, 2, 20), 1),),
            (told(date(2026, 2, 10), 2),),
        ),
    )
    assert t0_of(course) == T0(date(2026, 2, 10))


def test_a_decision_moved_after_the_start_leaves_t0_where_it_was() -> None:
    course = Course(
        FirstMoment.DECISION,
        date(2026, 3, 2),
        started=told(date(2026, 3, 2), 10),
        milestones=((told(date(2026, 2, 10), 0), told(date(2026, 5, 1), 20)),),
    )
    assert t0_of(course) == T0(date(2026, 2, 10), fixed_at=JANUARY + timedelta(minutes=10))


def test_a_subproject_that_started_without_a_decision_gets_its_t0_from_the_first_one() -> None:
    course = Course(
        FirstMoment.DECISION,
        date(2026, 3, 2),
        started=told(date(2026, 3, 2), 10),
        milestones=((told(date(2026, 4, 1), 20), told(date(2026, 5, 1), 30)),),
    )
    assert t0_of(course) == T0(date(2026, 4, 1), fixed_at=JANUARY + timedelta(minutes=20))


def test_the_order_in_which_tellings_are_heard_makes_no_difference() -> None:
    tellings = (told(date(2026, 2, 10), 0), told(date(2026, 2, 14), 5), told(date(2026, 5, 1), 20))
    start = told(date(2026, 3, 2), 10)
    found = {
        t0_of(Course(FirstMoment.DECISION, date(2026, 3, 2), start, (heard,)))
        for heard in permutations(tellings)
    }
    assert found == {T0(date(2026, 2, 14), fixed_at=JANUARY + timedelta(minutes=10))}


@given(
    option=st.sampled_from(FirstMoment),
    history=st.lists(milestones, max_size=3),
    start=st.integers(0, 100),
    later=st.lists(st.tuples(st.integers(0, 3), st.none() | days), max_size=6),
    rescheduled=days,
)
def test_a_fixed_t0_never_moves_whatever_is_told_later(
    option: FirstMoment,
    history: list[tuple[ToldDay, ...]],
    start: int,
    later: list[tuple[int, date | None]],
    rescheduled: date,
) -> None:
    course = Course(option, date(2026, 3, 2), told(date(2026, 3, 3), start), tuple(history))
    fixed = t0_of(course)
    if fixed is None:
        return
    afterwards = [list(days_told) for days_told in history] + [[] for _ in range(4)]
    for minutes, (place, day) in enumerate(later, start=101):
        afterwards[place].append(told(day, minutes))
    changed = Course(
        option,
        rescheduled,
        course.started,
        tuple(tuple(days_told) for days_told in afterwards if days_told),
    )
    assert t0_of(changed) == fixed
