"""What everybody may know of the balance follows from no hours of a person or of a few."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.balance import (
    Confirmed,
    Demand,
    ExpertiseBalance,
    Supply,
    balance,
)
from services.planning.domain.balance.disclosure import SMALLEST_GROUP, KeptBalance, publishable

LARGE, JUST_LARGE, SMALL = UUID(int=1), UUID(int=2), UUID(int=3)
SIZES = {LARGE: 14, JUST_LARGE: SMALLEST_GROUP, SMALL: SMALLEST_GROUP - 1}
TEAMS = (*SIZES, UUID(int=4))
COUNTER, DATA, TRAINING = UUID(int=11), UUID(int=12), UUID(int=13)
EXPERTISES = (COUNTER, DATA, TRAINING)
PEOPLE = tuple(UUID(int=number) for number in range(21, 29))
MOVING, BIRTHS = UUID(int=31), UUID(int=32)


def pool(team: UUID, *expertises: UUID) -> Supply:
    return Supply(team, None, dict.fromkeys(expertises, 1), 600)


def person(staff_id: UUID, *expertises: UUID) -> Supply:
    return Supply(LARGE, staff_id, dict.fromkeys(expertises, 1), 600)


def confirmed(team: UUID, expertise: UUID, staff_id: UUID | None = None) -> Confirmed:
    return Confirmed(MOVING, expertise, team, staff_id, 60)


def test_hours_of_a_team_of_five_are_told_and_those_of_four_are_not() -> None:
    assert publishable([pool(JUST_LARGE, COUNTER)], [], SIZES) == {COUNTER}
    assert publishable([pool(SMALL, COUNTER)], [], SIZES) == frozenset()


def test_a_small_team_beside_a_large_one_is_still_the_difference() -> None:
    supplies = [pool(LARGE, COUNTER), pool(SMALL, COUNTER), pool(LARGE, DATA)]
    assert publishable(supplies, [], SIZES) == {DATA}


def test_hours_of_people_are_not_told_however_many_they_are() -> None:
    people = [person(each, COUNTER) for each in PEOPLE]
    assert len(people) > SMALLEST_GROUP
    assert publishable(people, [], SIZES) == frozenset()


def test_an_expertise_that_nobody_masters_looks_like_one_of_a_few() -> None:
    assert publishable([], [], SIZES) == frozenset()
    assert publishable([pool(LARGE, DATA)], [confirmed(LARGE, COUNTER)], SIZES) == {DATA}


def test_confirmed_hours_of_a_person_or_of_a_small_team_suppress_the_expertise() -> None:
    supplies = [pool(LARGE, COUNTER)]
    assert publishable(supplies, [confirmed(LARGE, COUNTER)], SIZES) == {COUNTER}
    assert publishable(supplies, [confirmed(LARGE, COUNTER, PEOPLE[0])], SIZES) == frozenset()
    assert publishable(supplies, [confirmed(SMALL, COUNTER)], SIZES) == frozenset()


def test_what_shares_supply_with_a_suppressed_expertise_is_suppressed_at_any_distance() -> None:
    supplies = [
        person(PEOPLE[0], COUNTER),
        pool(LARGE, COUNTER, DATA),
        pool(LARGE, DATA, TRAINING),
    ]
    assert publishable(supplies, [], SIZES) == frozenset()
    assert publishable(supplies[1:], [], SIZES) == set(EXPERTISES)


def test_the_shortage_of_one_expertise_would_tell_the_hours_of_the_only_one_in_another() -> None:
    def week(minutes: int) -> list[Supply]:
        only_one = replace(person(PEOPLE[0], DATA), minutes=minutes)
        return [only_one, pool(LARGE, COUNTER, DATA), pool(LARGE, COUNTER)]

    demands = [Demand(MOVING, COUNTER, 1200), Demand(MOVING, DATA, 400)]
    shortages = {given: balance(week(given), demands, [])[COUNTER].short for given in (0, 300)}

    assert shortages == {0: 400, 300: 100}
    assert publishable(week(300), [], SIZES) == frozenset()


def test_figures_that_are_suppressed_are_kept_and_not_public() -> None:
    figures = ExpertiseBalance(demand=60, supply=120, confirmed=0, short=0, over=0)
    assert KeptBalance(figures, suppressed=True).public is None
    assert KeptBalance(figures, suppressed=False).public == figures


minutes = st.integers(0, 4)
level = st.integers(1, 3)
expertise = st.sampled_from(EXPERTISES)
team = st.sampled_from(TEAMS)
supplies_of_week = st.lists(
    st.builds(
        Supply,
        team,
        st.sampled_from((None, *PEOPLE)),
        st.dictionaries(expertise, level, min_size=1, max_size=2),
        minutes,
    ),
    max_size=6,
)
demands_of_week = st.lists(
    st.builds(Demand, st.sampled_from((MOVING, BIRTHS)), expertise, st.integers(1, 6), level),
    max_size=6,
)
confirmed_of_week = st.lists(
    st.builds(
        Confirmed,
        st.sampled_from((MOVING, BIRTHS)),
        expertise,
        team,
        st.sampled_from((None, None, *PEOPLE)),
        minutes,
        level,
    ),
    max_size=4,
)


def is_about_few(hours: Supply | Confirmed) -> bool:
    return hours.staff_id is not None or SIZES.get(hours.team_id, 0) < SMALLEST_GROUP


@given(supplies_of_week, demands_of_week, confirmed_of_week, st.data())
def test_other_hours_of_a_person_or_of_a_few_change_no_figure_that_is_told(
    supplies: list[Supply],
    demands: list[Demand],
    given_hours: list[Confirmed],
    data: st.DataObject,
) -> None:
    other_supplies = [
        replace(each, minutes=data.draw(minutes)) if is_about_few(each) else each
        for each in supplies
    ]
    other_given = [
        replace(each, minutes=data.draw(minutes)) if is_about_few(each) else each
        for each in given_hours
    ]

    told = publishable(supplies, given_hours, SIZES)
    found = balance(supplies, demands, given_hours)
    other = balance(other_supplies, demands, other_given)

    assert publishable(other_supplies, other_given, SIZES) == told
    assert {each: found.get(each) for each in told} == {each: other.get(each) for each in told}


@given(supplies_of_week, confirmed_of_week)
def test_no_hours_of_a_person_or_of_a_few_are_in_a_figure_that_is_told(
    supplies: list[Supply], given_hours: list[Confirmed]
) -> None:
    told = publishable(supplies, given_hours, SIZES)

    assert not [each for each in supplies if is_about_few(each) and each.expertises & told]
    assert not [each for each in given_hours if is_about_few(each) and each.expertise_id in told]
    assert all([each for each in supplies if found in each.expertises] for found in told)
