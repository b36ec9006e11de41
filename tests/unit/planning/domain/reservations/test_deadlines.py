"""The last day to reserve: what it is made of, and that every input moves it the right way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.reservations.deadlines import (
    APPROVAL,
    BUFFER,
    ENOUGH_ANSWERS,
    ROSTER_FREEZE,
    SCARCITY,
    Buffer,
    LeadTimes,
    Need,
    OpenWeek,
    Part,
    buffer,
    deadline,
    decision_deadline,
)
from services.planning.domain.supply.catalogue import ExpertiseTimes
from services.planning.domain.supply.public_holidays import HolidayChoices
from services.planning.domain.supply.workdays import working_days_before
from shared.isoweek import IsoWeek

MONDAY = date(2027, 9, 6)
WEEK = IsoWeek.of(MONDAY)
TIMES = ExpertiseTimes(learning_weeks=8, hiring_weeks=16)
FREE = OpenWeek(WEEK, lacks=600, available=2400, taken=0, wanted=0, spare=2400)
DEFAULTS = (LeadTimes(), Buffer(BUFFER, measured=False))


def steps(*weeks: OpenWeek, times: ExpertiseTimes = TIMES) -> dict[Part, int]:
    """The days of each part under the default lead times."""
    found = deadline(Need(MONDAY, weeks, times), *DEFAULTS)
    return {step.part: step.days for step in found.steps}


BASIC = {Part.ROSTER_FREEZE: ROSTER_FREEZE, Part.APPROVAL: APPROVAL, Part.BUFFER: BUFFER}


def test_where_enough_people_are_free_only_rosters_approval_and_buffer_count() -> None:
    assert steps(FREE) == BASIC
    found = deadline(Need(MONDAY, [FREE], TIMES), *DEFAULTS)
    assert found.last_day == working_days_before(MONDAY, 30) == date(2027, 7, 26)


def test_somebody_learns_it_where_too_few_master_it_and_others_have_hours() -> None:
    assert steps(replace(FREE, available=0)) == BASIC | {Part.LEARNING: 40}


def test_somebody_is_hired_where_nobody_has_the_hours_to_learn_it() -> None:
    assert steps(replace(FREE, available=0, spare=599)) == BASIC | {Part.HIRING: 80}


def test_hiring_may_be_quicker_than_learning() -> None:
    quick = ExpertiseTimes(learning_weeks=30, hiring_weeks=10)
    assert steps(replace(FREE, available=0), times=quick) == BASIC | {Part.HIRING: 50}


def test_one_week_without_enough_people_decides() -> None:
    tight = replace(FREE, taken=2000)
    assert steps(FREE, tight, FREE) == BASIC | {Part.LEARNING: 40}


@pytest.mark.parametrize(
    ("wanted", "days"),
    [(0, 0), (1200, 0), (1201, 1), (1800, 8), (2400, SCARCITY), (9000, SCARCITY)],
)
def test_more_days_count_where_others_want_more_than_half_of_the_hours(
    wanted: int, days: int
) -> None:
    assert steps(FREE, replace(FREE, wanted=wanted)).get(Part.SCARCITY, 0) == days


def test_the_holidays_that_the_municipality_chose_are_no_working_days() -> None:
    easter_week = Need(date(2027, 3, 29), [FREE], TIMES)
    good_friday = LeadTimes(0, 1, HolidayChoices(good_friday=True))
    at_once = Buffer(0, measured=True)
    assert deadline(easter_week, LeadTimes(0, 1), at_once).last_day == date(2027, 3, 26)
    assert deadline(easter_week, good_friday, at_once).last_day == date(2027, 3, 25)


def test_a_team_leader_decides_before_rosters_are_fixed() -> None:
    assert decision_deadline(MONDAY, LeadTimes()) == working_days_before(MONDAY, 20)


def test_the_default_buffer_holds_until_enough_answers_are_known() -> None:
    assert buffer([40] * (ENOUGH_ANSWERS - 1)) == Buffer(BUFFER, measured=False)
    assert buffer([40] * ENOUGH_ANSWERS) == Buffer(40, measured=True)


def test_four_of_five_answers_came_within_the_buffer_and_early_is_not_late() -> None:
    assert buffer([*range(1, 17), 50, 60, 70, 80]) == Buffer(16, measured=True)
    assert buffer([-3] * 30) == Buffer(0, measured=True)


minutes = st.integers(0, 5000)
more = st.integers(0, 3000)
weeks = st.builds(
    OpenWeek,
    st.just(WEEK),
    st.integers(1, 5000),
    available=minutes,
    taken=minutes,
    wanted=minutes,
    spare=minutes,
)
times = st.builds(ExpertiseTimes, st.integers(0, 30), st.integers(0, 40))
needs = st.builds(
    Need,
    st.dates(date(2026, 1, 1), date(2031, 12, 31)),
    st.lists(weeks, min_size=1, max_size=4),
    times,
)
lead_times = st.builds(LeadTimes, st.integers(0, 60), st.integers(0, 30))
buffers = st.builds(Buffer, st.integers(0, 40), st.booleans())


@given(needs, lead_times, buffers, st.integers(0, 60))
def test_a_later_start_never_makes_it_earlier(
    need: Need, lead: LeadTimes, slack: Buffer, later: int
) -> None:
    moved = replace(need, starts_on=need.starts_on + timedelta(days=later))
    assert deadline(moved, lead, slack).last_day >= deadline(need, lead, slack).last_day


@given(needs, lead_times, buffers, st.data())
def test_longer_lead_times_never_make_it_later(
    need: Need, lead: LeadTimes, slack: Buffer, data: st.DataObject
) -> None:
    longer = st.integers(0, 20)
    slower = LeadTimes(lead.roster_freeze + data.draw(longer), lead.approval + data.draw(longer))
    harder = replace(
        need,
        times=ExpertiseTimes(
            need.times.learning_weeks + data.draw(longer),
            need.times.hiring_weeks + data.draw(longer),
        ),
    )
    wider = replace(slack, days=slack.days + data.draw(longer))
    assert deadline(harder, slower, wider).last_day <= deadline(need, lead, slack).last_day


@given(needs, lead_times, buffers, st.data())
def test_a_week_that_is_harder_to_serve_never_makes_it_later(
    need: Need, lead: LeadTimes, slack: Buffer, data: st.DataObject
) -> None:
    """More lacks, less there, more of it taken, more wanted by others, fewer hours to learn in."""
    place = data.draw(st.integers(0, len(need.weeks) - 1))
    week = need.weeks[place]
    harder = replace(
        week,
        lacks=week.lacks + data.draw(more),
        available=max(0, week.available - data.draw(more)),
        taken=week.taken + data.draw(more),
        wanted=week.wanted + data.draw(more),
        spare=max(0, week.spare - data.draw(more)),
    )
    among = [*need.weeks[:place], harder, *need.weeks[place + 1 :]]
    found = deadline(replace(need, weeks=among), lead, slack)
    assert found.last_day <= deadline(need, lead, slack).last_day


@given(needs, weeks, lead_times, buffers)
def test_one_more_week_to_serve_never_makes_it_later(
    need: Need, week: OpenWeek, lead: LeadTimes, slack: Buffer
) -> None:
    longer = replace(need, weeks=[*need.weeks, week])
    assert deadline(longer, lead, slack).last_day <= deadline(need, lead, slack).last_day


@given(needs, lead_times, buffers)
def test_the_steps_lead_from_the_start_to_the_last_day(
    need: Need, lead: LeadTimes, slack: Buffer
) -> None:
    found = deadline(need, lead, slack)
    assert all(step.days > 0 for step in found.steps)
    days = sum(step.days for step in found.steps)
    assert found.last_day == working_days_before(need.starts_on, days)


@given(st.lists(st.integers(-10, 60), min_size=ENOUGH_ANSWERS, max_size=60), st.data())
def test_one_later_answer_never_makes_the_buffer_shorter(
    days_late: list[int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(days_late) - 1))
    later = [*days_late]
    later[place] += data.draw(st.integers(0, 60))
    assert buffer(later).days >= buffer(days_late).days
