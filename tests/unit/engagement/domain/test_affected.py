"""The cohort: who belongs to it, when it freezes, and that joiners never count."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.engagement.domain.affected import (
    AffectedGroup,
    AffectedPerson,
    Group,
    GroupKind,
    cohort_of,
    refuse_unsound_heads,
    refuse_unsound_staff,
)
from services.engagement.domain.first_moment import T0
from shared.refusal import Refusal

T0_DAY = date(2026, 3, 2)
BEFORE = datetime(2026, 2, 20, 9, tzinfo=UTC)
STARTED = datetime(2026, 3, 2, 8, tzinfo=UTC)
AFTER = datetime(2026, 3, 20, 9, tzinfo=UTC)
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
FIXED = T0(T0_DAY, fixed_at=STARTED)


def person(since: date = T0_DAY, told_at: datetime = BEFORE) -> AffectedPerson:
    """Somebody affected since a day, told at a moment."""
    return AffectedPerson(uuid4(), since, told_at)


def test_a_cohort_freezes_when_the_subproject_starts_on_or_after_t0() -> None:
    members = [person() for _ in range(6)]
    cohort = cohort_of(members, [], FIXED, NOW)
    assert cohort.frozen_at == STARTED
    assert cohort.persons == {member.staff_id for member in members}
    assert cohort.joiners == 0


def test_a_t0_ahead_freezes_when_its_day_is_over_in_the_netherlands() -> None:
    ahead = T0(date(2026, 7, 1), fixed_at=STARTED)
    end_of_day = datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert cohort_of([person()], [], ahead, end_of_day - timedelta(seconds=1)).frozen_at is None
    assert cohort_of([person()], [], ahead, end_of_day).frozen_at == end_of_day


def test_nothing_freezes_before_somebody_is_known_to_be_affected() -> None:
    assert cohort_of([], [], FIXED, NOW).frozen_at is None
    late = cohort_of([person(told_at=AFTER)], [], FIXED, NOW)
    assert late.frozen_at == AFTER
    assert late.size == 1


def test_nobody_left_of_those_told_in_time_leaves_the_cohort_open_for_the_next() -> None:
    removed = AffectedPerson(uuid4(), T0_DAY, BEFORE, until=T0_DAY, ended_at=BEFORE)
    cohort = cohort_of([removed, person(told_at=AFTER)], [], FIXED, NOW)
    assert (cohort.frozen_at, cohort.size) == (AFTER, 1)


def test_whoever_is_told_after_the_freeze_is_a_joiner_also_when_backdated() -> None:
    members = [person() for _ in range(5)]
    backdated = person(since=date(2026, 1, 1), told_at=AFTER)
    later = person(since=date(2026, 3, 20), told_at=AFTER)
    cohort = cohort_of([*members, backdated, later], [], FIXED, NOW)
    assert cohort.size == 5
    assert cohort.joiners == 2


def test_who_left_after_t0_stays_in_the_cohort_and_who_left_before_is_not_in_it() -> None:
    stayed = AffectedPerson(uuid4(), date(2026, 1, 1), BEFORE, date(2026, 3, 15), AFTER)
    gone = AffectedPerson(uuid4(), date(2026, 1, 1), BEFORE, date(2026, 2, 25), BEFORE)
    cohort = cohort_of([stayed, gone], [], FIXED, NOW)
    assert cohort.persons == {stayed.staff_id}


def test_a_removal_told_after_the_freeze_does_not_shrink_the_cohort() -> None:
    removed = AffectedPerson(uuid4(), T0_DAY, BEFORE, until=T0_DAY, ended_at=AFTER)
    assert cohort_of([removed], [], FIXED, NOW).persons == {removed.staff_id}
    in_time = AffectedPerson(uuid4(), T0_DAY, BEFORE, until=T0_DAY, ended_at=BEFORE)
    assert cohort_of([in_time, person()], [], FIXED, NOW).size == 1


def test_head_counts_stand_as_they_did_when_the_cohort_froze() -> None:
    team = uuid4()
    groups = [
        AffectedGroup(team, 12, BEFORE, replaced_at=AFTER),
        AffectedGroup(team, 20, AFTER),
    ]
    cohort = cohort_of([], groups, FIXED, NOW)
    assert cohort.heads == {team: 12}
    assert cohort.size == 12
    assert cohort.joiners is None


def test_a_head_count_replaced_at_the_very_freeze_does_not_stand_any_more() -> None:
    team = uuid4()
    groups = [
        AffectedGroup(team, 20, STARTED),
        AffectedGroup(team, 12, BEFORE, replaced_at=STARTED),
    ]
    assert cohort_of([], groups, FIXED, NOW).heads == {team: 20}


def test_a_cohort_that_is_not_frozen_follows_what_is_told() -> None:
    expected = T0(T0_DAY)
    members = [person(), person(told_at=AFTER), person(since=date(2026, 3, 20), told_at=AFTER)]
    cohort = cohort_of(members, [], expected, NOW)
    assert (cohort.frozen_at, cohort.size, cohort.joiners) == (None, 2, 1)


def test_affected_heads_are_checked_against_the_organisation_all_errors_at_once() -> None:
    team, function_group, unknown = uuid4(), uuid4(), uuid4()
    known = {
        team: Group(team, GroupKind.TEAM, 8),
        function_group: Group(function_group, GroupKind.FUNCTION_GROUP, 30),
    }
    with pytest.raises(Refusal) as refused:
        refuse_unsound_heads({team: 9, function_group: 3, unknown: 1}, known, GroupKind.TEAM)
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("more-affected-than-present", "groups.0.headCount"),
        ("group-kinds-mixed", "groups.1.groupId"),
        ("group-unknown", "groups.2.groupId"),
    ]
    refuse_unsound_heads({team: 8}, known, GroupKind.TEAM)


def test_staff_must_be_known_named_once_and_affected_already_all_errors_at_once() -> None:
    known: UUID = uuid4()
    told = [(known, T0_DAY), (known, T0_DAY), (uuid4(), T0_DAY + timedelta(days=1))]
    with pytest.raises(Refusal) as refused:
        refuse_unsound_staff(told, {known}, T0_DAY)
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("staff-repeated", "staff.1.staffId"),
        ("staff-unknown", "staff.2.staffId"),
        ("since-in-future", "staff.2.since"),
    ]
