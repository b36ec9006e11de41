"""Freed counter hours: an estimate becomes a proposal, and nothing more without a team leader."""

from services.planning.domain.steering.freed_hours import (
    Allocation,
    Decided,
    Destination,
    Level,
    State,
    allocation_reasons,
    confirmed_from,
    confirmed_in,
    open_reasons,
    standing_level,
    to_propose,
)
from shared.isoweek import IsoWeek

NOW = IsoWeek(2026, 48)


def levels(*hours: float) -> list[Level]:
    return [Level(NOW.plus(place - len(hours)), int(each * 60)) for place, each in enumerate(hours)]


def allocation(hours: float, first: int, last: int) -> Allocation:
    return Allocation(Destination.PROJECT, int(hours * 60), NOW.plus(first), NOW.plus(last))


def test_a_team_counts_on_the_lowest_of_its_last_four_measured_weeks() -> None:
    assert standing_level(levels(1, 9, 7, 12, 8)) == Level(NOW.plus(-1), 7 * 60)


def test_a_week_that_needed_more_than_its_baseline_leaves_nothing_to_count_on() -> None:
    assert standing_level(levels(9, 7, -3, 8)) == Level(NOW.plus(-1), 0)


def test_with_fewer_than_four_measured_weeks_the_level_is_unknown_not_zero() -> None:
    assert standing_level([]) is None
    assert standing_level(levels(9, 7, 8)) is None


def test_a_first_hour_is_worth_a_proposal_and_less_is_not() -> None:
    assert to_propose(60, None, NOW)
    assert not to_propose(59, None, NOW)


def test_a_rejected_level_is_not_proposed_again_until_an_hour_came_on_top() -> None:
    rejected = Decided(level=600, until_week=None)
    assert not to_propose(659, rejected, NOW)
    assert to_propose(660, rejected, NOW)


def test_a_confirmed_level_is_proposed_again_once_its_allocations_have_ended() -> None:
    assert not to_propose(600, Decided(600, NOW), NOW)
    assert to_propose(600, Decided(600, NOW.plus(-1)), NOW)


def test_hours_with_a_destination_are_counted_in_the_weeks_they_run() -> None:
    running = [allocation(4, -2, 1), allocation(3, 1, 5)]
    assert [confirmed_in(NOW.plus(week), running) for week in (0, 1, 2, 6)] == [240, 420, 180, 0]
    assert confirmed_from(NOW, running) == 420
    assert confirmed_from(NOW.plus(2), running) == 180


def test_more_than_was_freed_cannot_be_given_next_to_what_already_runs() -> None:
    (reason,) = allocation_reasons([allocation(5, 0, 3)], [allocation(4, 2, 9)], 480, NOW)
    assert reason.code == "more-than-freed"
    assert "Er is 8 uur per week vrijgekomen en u geeft 9 uur" in reason.message
    assert list(allocation_reasons([allocation(4, 0, 3)], [allocation(4, 2, 9)], 480, NOW)) == []


def test_all_that_is_wrong_with_destinations_is_told_at_once() -> None:
    wanted = [allocation(0, -1, 2), allocation(1, 3, 2)]
    found = [(r.code, r.field) for r in allocation_reasons(wanted, [], 600, NOW)]
    assert found == [
        ("no-hours", "allocations.0.weeklyHours"),
        ("week-past", "allocations.0.fromWeek"),
        ("ends-before-start", "allocations.1.untilWeek"),
    ]


def test_a_confirmation_names_a_destination() -> None:
    assert [r.code for r in allocation_reasons([], [], 600, NOW)] == ["no-destination"]


def test_only_an_open_proposal_can_be_decided_upon() -> None:
    assert list(open_reasons(State.OPEN)) == []
    closed = [state for state in State if state is not State.OPEN]
    assert all(list(open_reasons(state)) for state in closed)
