"""The day of a point of no return: planned until a milestone of its kind was reached."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.first_moment import T0, ToldDay
from services.engagement.domain.no_return import MilestoneCourse, day_of_no_return

JANUARY = datetime(2026, 1, 1, 9, tzinfo=UTC)
MARCH, APRIL, MAY = date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 1)


def course(*told: tuple[date | None, int], reached: bool = False) -> MilestoneCourse:
    """A milestone of which these days were told, each so many minutes into January."""
    days = [ToldDay(day, JANUARY + timedelta(minutes=minutes)) for day, minutes in told]
    return MilestoneCourse(days, reached)


def test_without_a_milestone_or_with_cancelled_ones_only_there_is_no_day() -> None:
    assert day_of_no_return([]) is None
    assert day_of_no_return([course((MARCH, 0), (None, 1))]) is None


def test_the_earliest_day_that_is_planned_now_is_expected() -> None:
    planned = [course((MARCH, 0), (MAY, 2)), course((APRIL, 1))]
    assert day_of_no_return(planned) == T0(APRIL)


def test_the_first_that_was_told_to_be_reached_fixes_the_day() -> None:
    passed = [
        course((APRIL, 0), (MAY, 5), reached=True),
        course((MARCH, 1), (APRIL, 9), reached=True),
        course((MARCH, 2)),
    ]
    assert day_of_no_return(passed) == T0(MAY, JANUARY + timedelta(minutes=5))


@given(
    st.lists(
        st.tuples(st.dates(MARCH, MAY), st.integers(0, 50), st.booleans()), min_size=1, max_size=5
    ),
    st.dates(MARCH, MAY),
    st.booleans(),
)
def test_once_fixed_nothing_told_later_moves_it(
    milestones: list[tuple[date, int, bool]], day: date, reached: bool
) -> None:
    known = [course((told, minutes), reached=passed) for told, minutes, passed in milestones]
    found = day_of_no_return(known)
    assert found is not None
    if found.fixed_at is not None:
        assert day_of_no_return([*known, course((day, 60), reached=reached)]) == found
