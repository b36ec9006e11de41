from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.pages.gantt import BAR_TOP, WIDTH, Gantt, window
from services.planning.queries.timeline import TimelineMilestone, TimelineRow
from shared.isoweek import IsoWeek

FIRST, LAST = window(date(2026, 11, 24), 26, None)


def milestone(
    due: date, promised: date | None = None, p80: date | None = None
) -> TimelineMilestone:
    return TimelineMilestone(
        UUID(int=1), "go-live", "Livegang", due, promised or due, p80, "planned", None
    )


def gantt(*marks: TimelineMilestone, last_day: date | None = None) -> Gantt:
    row = TimelineRow(
        UUID(int=2),
        "Verhuizen",
        "Burgerzaken",
        "planned",
        date(2026, 12, 1),
        date(2027, 3, 31),
        marks,
        last_day,
    )
    return Gantt(FIRST, LAST, date(2026, 11, 24), [row])


def test_it_shows_whole_weeks_from_two_before_today() -> None:
    assert (date(2026, 11, 9), date(2027, 5, 9)) == (FIRST, LAST)
    assert window(date(2026, 11, 24), 13, IsoWeek(2026, 53))[0] == date(2026, 12, 28)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_a_later_day_is_never_to_the_left(one: date, other: date) -> None:
    drawn = gantt()
    low, high = sorted((one, other))
    assert 0 <= drawn.x(low) <= drawn.x(high) <= WIDTH


def test_a_bar_ends_with_its_last_day() -> None:
    area, line = gantt().lines
    assert (area.name, area.id) == ("Burgerzaken", None)
    day = WIDTH / (26 * 7)
    assert line.x == pytest.approx(22 * day, abs=0.1)
    assert line.width == pytest.approx(121 * day, abs=0.2)


def test_a_moved_milestone_has_the_outline_of_its_promise_and_a_kept_one_has_not() -> None:
    due, promised = date(2027, 2, 1), date(2027, 1, 4)
    (moved,) = gantt(milestone(due, promised)).lines[1].marks
    assert moved.promised_x is not None
    assert moved.promised_x < moved.x
    (kept,) = gantt(milestone(due)).lines[1].marks
    assert kept.promised_x is None


def test_the_tail_runs_from_the_milestone_to_its_p80_and_is_not_there_when_it_is_earlier() -> None:
    due = date(2027, 2, 1)
    drawn = gantt(milestone(due, p80=due + timedelta(days=14)))
    line = drawn.lines[1]
    tail = line.marks[0].tail
    assert tail is not None
    assert (tail.x, tail.y) == (drawn.x(due), line.y + BAR_TOP + 2)
    assert tail.width == pytest.approx(drawn.x(due + timedelta(days=14)) - drawn.x(due), abs=0.1)
    assert tail.lines
    (early,) = gantt(milestone(due, p80=due - timedelta(days=1))).lines[1].marks
    assert early.tail is None


def test_a_passed_deadline_is_late() -> None:
    assert gantt(last_day=date(2026, 11, 23)).lines[1].is_late
    assert not gantt(last_day=date(2026, 11, 24)).lines[1].is_late


def test_how_late_a_milestone_is_counts_from_what_was_promised() -> None:
    due = date(2027, 2, 1)
    assert milestone(due, due - timedelta(days=5)).days_late == 5
    assert milestone(due, p80=due + timedelta(days=9)).days_late == 9
    assert milestone(due, due + timedelta(days=5)).days_late == 0
