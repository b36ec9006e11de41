"""Definition E7: who is ready, and what may be told of it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.role_change import (
    NeededTraining,
    OwnRole,
    Readiness,
    RoleContent,
    RoleProfile,
    is_ready,
    readiness_of,
    refuse_unsound_content,
    refuse_unsound_own_role,
)
from shared.refusal import Refusal

COURSE, PRACTICE = uuid4(), uuid4()
PROFILE = RoleProfile(3, frozenset({COURSE, PRACTICE}))
READY = OwnRole(3, PROFILE.trainings, 4)
STAFF = [UUID(int=number) for number in range(1, 31)]


def ready(*so_many: bool) -> dict[UUID, bool]:
    """Whether each of as many people is ready."""
    return dict(zip(STAFF, so_many, strict=False))


@pytest.mark.parametrize(
    "told",
    [
        OwnRole(),
        OwnRole(2, PROFILE.trainings, 5),
        OwnRole(None, PROFILE.trainings, 5),
        OwnRole(3, frozenset({COURSE}), 5),
        OwnRole(3, PROFILE.trainings, 3),
        OwnRole(3, PROFILE.trainings, None),
    ],
)
def test_ready_is_agreed_with_what_stands_and_trained_and_able(told: OwnRole) -> None:
    assert is_ready(READY, PROFILE)
    assert not is_ready(told, PROFILE)


def test_the_share_is_told_of_a_group_that_is_large_enough() -> None:
    assert readiness_of({}, ready(*[True] * 3, *[False] * 7), 5) == Readiness(3, 10)
    assert readiness_of({}, ready(*[True] * 2, *[False] * 2), 5) is None


def test_that_all_or_none_are_ready_is_not_told() -> None:
    assert readiness_of({}, ready(*[False] * 8), 5) == Readiness(1, 8)
    assert readiness_of({}, ready(True, *[False] * 7), 5) == Readiness(1, 8)
    assert readiness_of({}, ready(*[True] * 8), 5) == Readiness(7, 8)
    assert readiness_of({}, ready(*[True] * 7, False), 5) == Readiness(7, 8)


def test_figures_stay_until_enough_people_count_differently() -> None:
    before = ready(*[False] * 10)
    assert readiness_of(before, ready(*[True] * 4, *[False] * 6), 5) is None
    assert readiness_of(before, ready(*[True] * 5, *[False] * 5), 5) == Readiness(5, 10)


def test_who_came_and_who_left_count_differently_too() -> None:
    before = ready(*[False] * 10)
    after = {who: state for who, state in before.items() if who not in STAFF[:2]}
    after |= dict.fromkeys(STAFF[20:22], True)
    assert readiness_of(before, after, 5) is None
    assert readiness_of(before, after | {STAFF[5]: True}, 5) == Readiness(3, 10)


states = st.dictionaries(st.sampled_from(STAFF), st.booleans())


@given(states, states, st.integers(5, 10))
def test_no_figure_and_no_difference_is_about_fewer_than_the_limit(
    before: Mapping[UUID, bool], after: Mapping[UUID, bool], minimum: int
) -> None:
    found = readiness_of(before, after, minimum)
    changed = {who for who in {*before, *after} if before.get(who) != after.get(who)}
    if len(after) < minimum or len(changed) < minimum:
        assert found is None
    else:
        assert found is not None
        assert 1 <= found.numerator <= found.denominator - 1
        assert found.denominator == len(after)
        assert abs(found.numerator - sum(after.values())) <= 1


def test_all_that_is_wrong_with_a_profile_is_said_at_once() -> None:
    known, other = uuid4(), uuid4()
    trainings = [
        NeededTraining("Cursus", known),
        NeededTraining("CURSUS"),
        NeededTraining("Oefenen", other),
    ]
    with pytest.raises(Refusal) as refused:
        refuse_unsound_content(RoleContent([], [], [], trainings), {known})
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("role-unchanged", "starts"),
        ("training-repeated", "trainings.1.name"),
        ("milestone-not-training", "trainings.2.milestoneId"),
    ]
    refuse_unsound_content(RoleContent([], ["Uitleg geven"], [], trainings[:1]), {known})


def test_nobody_tells_of_another_profile_or_of_a_role_that_is_not_theirs() -> None:
    refuse_unsound_own_role(READY, PROFILE, affected=True)
    with pytest.raises(Refusal) as outside:
        refuse_unsound_own_role(READY, PROFILE, affected=False)
    assert [reason.code for reason in outside.value.reasons] == ["staff-not-affected"]
    with pytest.raises(Refusal) as wrong:
        refuse_unsound_own_role(OwnRole(2, frozenset({uuid4()}), 5), PROFILE, affected=True)
    assert [(reason.code, reason.field) for reason in wrong.value.reasons] == [
        ("role-profile-changed", "agreedVersion"),
        ("training-not-needed", "trainingsDone"),
    ]
