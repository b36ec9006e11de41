"""What may be told about who was at a moment."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from services.engagement.domain.participation import (
    Heads,
    HeadsTold,
    Moment,
    Participation,
    PersonPresence,
    PersonTold,
    refuse_cancelled,
    refuse_change,
    refuse_follow_up,
    refuse_heads_beside_persons,
    refuse_persons_beside_heads,
    refuse_unsound_heads,
    refuse_unsound_persons,
)
from shared.refusal import Refusal

TODAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_attended_invited_and_affected_must_fit_and_all_errors_are_said_at_once() -> None:
    team, other, third = uuid4(), uuid4(), uuid4()
    told = [Heads(team, 9, 10), Heads(other, 1, 1), Heads(third, 5, 5), Heads(third, 4, 4)]
    with pytest.raises(Refusal) as refused:
        refuse_unsound_heads(told, {team: 8, third: 5}, TODAY, TODAY)
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("more-invited-than-affected", "headCounts.0.invited"),
        ("more-attended-than-invited", "headCounts.0.attended"),
        ("group-not-affected", "headCounts.1.groupId"),
        ("group-repeated", "headCounts.3.groupId"),
    ]


def test_heads_may_be_invited_to_a_moment_to_come_but_not_have_been_there() -> None:
    team = uuid4()
    tomorrow = TODAY + timedelta(days=1)
    refuse_unsound_heads([Heads(team, 5, None)], {team: 8}, tomorrow, TODAY)
    with pytest.raises(Refusal) as refused:
        refuse_unsound_heads([Heads(team, 5, 0)], {team: 8}, tomorrow, TODAY)
    assert refused.value.reasons[0].code == "attendance-before-moment"


def test_persons_must_be_affected_named_once_and_not_have_been_at_a_moment_to_come() -> None:
    affected = uuid4()
    told = [
        PersonPresence(affected, None),
        PersonPresence(affected, True),
        PersonPresence(uuid4(), None),
    ]
    with pytest.raises(Refusal) as refused:
        refuse_unsound_persons(told, {affected}, TODAY + timedelta(days=1), TODAY)
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("staff-repeated", "staff.1.staffId"),
        ("attendance-before-moment", "staff.1.attended"),
        ("staff-not-affected", "staff.2.staffId"),
    ]


def test_only_who_was_there_contributed() -> None:
    team, other, known, unknown, absent = (uuid4() for _ in range(5))
    with pytest.raises(Refusal) as heads:
        refuse_unsound_heads(
            [Heads(team, 9, 5, 6), Heads(other, 9, None, 0)], {team: 9, other: 9}, TODAY, TODAY
        )
    assert [(reason.code, reason.field) for reason in heads.value.reasons] == [
        ("more-contributed-than-attended", "headCounts.0.contributed"),
        ("attendance-missing", "headCounts.1.contributed"),
    ]
    told = [
        PersonPresence(known, True, True),
        PersonPresence(unknown, None, False),
        PersonPresence(absent, False, True),
    ]
    with pytest.raises(Refusal) as persons:
        refuse_unsound_persons(told, {known, unknown, absent}, TODAY, TODAY)
    assert [(reason.code, reason.field) for reason in persons.value.reasons] == [
        ("attendance-missing", "staff.1.contributed"),
        ("contributed-while-absent", "staff.2.contributed"),
    ]


def test_a_contribution_told_later_tells_nothing_else_of_attendance() -> None:
    moment, person, team = uuid4(), uuid4(), uuid4()
    later = [MORNING + timedelta(hours=hour) for hour in range(4)]
    told = Participation(
        persons=[
            PersonTold(moment, person, True, later[1], True),
            PersonTold(moment, person, True, later[0]),
            PersonTold(moment, person, False, later[2], False),
        ],
        heads=[
            HeadsTold(moment, team, 9, 8, later[1]),
            HeadsTold(moment, team, 9, 8, later[3], 2),
        ],
    )
    assert list(told.attendance_told()) == [
        (moment, later[0]),
        (moment, later[1]),
        (moment, later[2]),
    ]


def test_a_moment_to_come_has_no_follow_up() -> None:
    refuse_follow_up(TODAY, False, TODAY)
    with pytest.raises(Refusal, match="moet nog komen"):
        refuse_follow_up(TODAY + timedelta(days=1), False, TODAY)
    with pytest.raises(Refusal, match="vervallen"):
        refuse_follow_up(TODAY, True, TODAY)


def test_a_moment_counts_heads_or_persons_never_both() -> None:
    refuse_persons_beside_heads(counted_by_heads=False)
    refuse_heads_beside_persons(counted_by_person=False)
    with pytest.raises(Refusal, match="dubbel"):
        refuse_persons_beside_heads(counted_by_heads=True)
    with pytest.raises(Refusal, match="dubbel"):
        refuse_heads_beside_persons(counted_by_person=True)


def test_a_moment_whose_attendance_is_known_can_not_be_moved() -> None:
    refuse_change(attendance_told=False, cancelled=False)
    with pytest.raises(Refusal) as known:
        refuse_change(attendance_told=True, cancelled=False)
    with pytest.raises(Refusal) as cancelled:
        refuse_change(attendance_told=False, cancelled=True)
    assert known.value.reasons[0].code == "attendance-known"
    assert cancelled.value.reasons[0].code == "moment-cancelled"


def test_nothing_is_told_about_a_cancelled_moment() -> None:
    refuse_cancelled(False)
    with pytest.raises(Refusal, match="vervallen"):
        refuse_cancelled(True)


def test_the_last_telling_stands_and_earlier_ones_can_be_asked_for() -> None:
    moment, somebody, team = Moment(uuid4(), TODAY, MORNING), uuid4(), uuid4()
    later = MORNING + timedelta(hours=1)
    participation = Participation(
        [moment],
        [
            PersonTold(moment.moment_id, somebody, True, later),
            PersonTold(moment.moment_id, somebody, None, MORNING),
        ],
        [
            HeadsTold(moment.moment_id, team, 6, 5, later),
            HeadsTold(moment.moment_id, team, 6, 4, MORNING),
        ],
    )
    assert participation.latest_persons()[moment.moment_id, somebody].attended is True
    assert participation.latest_heads()[moment.moment_id, team].attended == 5
    known = participation.known_at(MORNING)
    assert known.latest_persons()[moment.moment_id, somebody].attended is None
    assert known.latest_heads()[moment.moment_id, team].attended == 4
    assert participation.known_at(MORNING - timedelta(hours=1)) == Participation([], [], [])
