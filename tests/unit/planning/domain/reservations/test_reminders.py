"""When a deadline is told again, and what can still be done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.planning.domain.reservations.deadlines import (
    LeadTimes,
    Need,
    OpenWeek,
)
from services.planning.domain.reservations.reminders import Option, options, reminder
from services.planning.domain.supply.catalogue import ExpertiseTimes
from services.planning.domain.supply.workdays import working_days_before
from shared.isoweek import IsoWeek

TODAY = date(2026, 11, 24)
MONDAY = date(2027, 9, 6)
FREE = OpenWeek(IsoWeek.of(MONDAY), lacks=600, available=2400, taken=0, wanted=0, spare=2400)
NEED = Need(MONDAY, [FREE], ExpertiseTimes(learning_weeks=8, hiring_weeks=16))


@pytest.mark.parametrize(
    ("left", "which"),
    [
        (31, None),
        (30, 30),
        (15, 30),
        (14, 14),
        (8, 14),
        (7, 7),
        (2, 7),
        (1, 1),
        (0, 0),
        (-1, 0),
        (-400, 0),
    ],
)
def test_the_latest_reminder_that_it_is_time_for_is_due(left: int, which: int | None) -> None:
    assert reminder(TODAY + timedelta(days=left), TODAY) == which


def possible(need: Need, today: date = TODAY, *, can_move: bool = True) -> set[Option]:
    return set(options(need, LeadTimes(20, 5), today, can_move=can_move))


def test_early_everything_can_still_be_done() -> None:
    assert possible(NEED) == set(Option)


def test_without_room_after_it_nothing_moves() -> None:
    assert possible(NEED, can_move=False) == set(Option) - {Option.MOVE}


def test_no_other_person_where_too_few_are_free_and_no_part_where_nobody_is() -> None:
    some = replace(NEED, weeks=[replace(FREE, taken=2000)])
    assert possible(some) == set(Option) - {Option.OTHER_PERSON}
    nobody = replace(NEED, weeks=[replace(FREE, taken=2400)])
    assert possible(nobody) == set(Option) - {Option.OTHER_PERSON, Option.SPLIT}


def test_nobody_learns_it_without_the_hours_to() -> None:
    nobody = replace(NEED, weeks=[replace(FREE, available=0, spare=0)])
    assert Option.TRAIN not in possible(nobody)
    assert Option.HIRE in possible(nobody)


def test_learning_and_hiring_end_when_there_is_no_longer_time_for_them() -> None:
    last_to_hire = working_days_before(MONDAY, 25 + 80)
    last_to_learn = working_days_before(MONDAY, 25 + 40)
    day = timedelta(days=1)
    assert {Option.HIRE, Option.TRAIN} <= possible(NEED, last_to_hire)
    assert Option.HIRE not in possible(NEED, last_to_hire + day)
    assert Option.TRAIN in possible(NEED, last_to_learn)
    assert possible(NEED, last_to_learn + day, can_move=False) == {
        Option.OTHER_PERSON,
        Option.SPLIT,
        Option.REDUCE_SCOPE,
    }
