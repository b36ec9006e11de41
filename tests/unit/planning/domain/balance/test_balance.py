"""The weekly balance: an hour of a multi-skilled person counts once."""

from uuid import UUID

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.balance import (
    Confirmed,
    Demand,
    ExpertiseBalance,
    Room,
    Supply,
    balance,
    room,
)

TEAM, OTHER_TEAM = UUID(int=1), UUID(int=2)
COUNTER, DATA, TRAINING = UUID(int=11), UUID(int=12), UUID(int=13)
EXPERTISES = (COUNTER, DATA, TRAINING)
ANNA, BEN = UUID(int=21), UUID(int=22)
MOVING, BIRTHS = UUID(int=31), UUID(int=32)


def person(
    staff_id: UUID, hours: int, *expertises: UUID, team: UUID = TEAM, level: int = 1
) -> Supply:
    return Supply(team, staff_id, dict.fromkeys(expertises, level), hours * 60)


def pool(hours: int, *expertises: UUID, team: UUID = TEAM) -> Supply:
    return Supply(team, None, dict.fromkeys(expertises, 1), hours * 60)


def demand(subproject: UUID, expertise: UUID, hours: int) -> Demand:
    return Demand(subproject, expertise, hours * 60)


def confirmed(
    subproject: UUID, expertise: UUID, hours: int, staff_id: UUID | None = None
) -> Confirmed:
    return Confirmed(subproject, expertise, TEAM, staff_id, hours * 60)


def short(found: ExpertiseBalance) -> float:
    return found.short / 60


def test_column_sums_see_no_shortage_where_one_person_is_asked_for_two_things() -> None:
    found = balance(
        [person(ANNA, 20, COUNTER, DATA)],
        [demand(MOVING, COUNTER, 20), demand(MOVING, DATA, 20)],
        [],
    )
    assert [each.supply for each in found.values()] == [20 * 60, 20 * 60]
    assert sum(short(each) for each in found.values()) == 20


def test_the_shortage_lands_on_the_expertise_that_most_can_give() -> None:
    found = balance(
        [person(ANNA, 20, COUNTER, DATA), person(BEN, 10, COUNTER)],
        [demand(MOVING, COUNTER, 30), demand(MOVING, DATA, 20)],
        [],
    )
    assert (short(found[COUNTER]), short(found[DATA])) == (20, 0)


def test_an_hour_of_a_team_pool_counts_once_too() -> None:
    found = balance(
        [pool(20, COUNTER, DATA)],
        [demand(MOVING, COUNTER, 15), demand(MOVING, DATA, 15)],
        [],
    )
    assert sum(short(each) for each in found.values()) == 10


def test_a_confirmed_reservation_covers_its_own_subproject_first() -> None:
    found = balance(
        [person(ANNA, 20, COUNTER)],
        [demand(MOVING, COUNTER, 20), demand(BIRTHS, COUNTER, 5)],
        [confirmed(MOVING, COUNTER, 20, ANNA)],
    )
    assert found[COUNTER] == ExpertiseBalance(
        demand=25 * 60, supply=20 * 60, confirmed=20 * 60, short=5 * 60, over=0
    )


def test_hours_confirmed_beyond_the_demand_are_gone_for_others() -> None:
    found = balance(
        [person(ANNA, 20, COUNTER)],
        [demand(MOVING, COUNTER, 5), demand(BIRTHS, COUNTER, 10)],
        [confirmed(MOVING, COUNTER, 15, ANNA)],
    )
    assert short(found[COUNTER]) == 5


def test_a_person_pinned_to_one_expertise_is_not_there_for_another() -> None:
    found = balance(
        [person(ANNA, 20, COUNTER, DATA)],
        [demand(MOVING, COUNTER, 20), demand(MOVING, DATA, 10)],
        [confirmed(MOVING, COUNTER, 20, ANNA)],
    )
    assert (short(found[COUNTER]), short(found[DATA])) == (0, 10)


def test_hours_confirmed_by_a_team_may_come_from_whoever_is_free() -> None:
    found = balance(
        [person(ANNA, 20, COUNTER, DATA), person(BEN, 20, COUNTER)],
        [demand(MOVING, COUNTER, 20), demand(MOVING, DATA, 20)],
        [confirmed(MOVING, COUNTER, 20)],
    )
    assert (short(found[COUNTER]), short(found[DATA])) == (0, 0)


def test_confirmed_hours_that_nobody_has_any_more_leave_the_demand_short() -> None:
    found = balance([], [demand(MOVING, COUNTER, 20)], [confirmed(MOVING, COUNTER, 20, ANNA)])
    assert found[COUNTER] == ExpertiseBalance(20 * 60, 0, 20 * 60, 20 * 60, over=20 * 60)


def test_room_of_a_person_is_what_other_work_leaves() -> None:
    found = room(
        [person(ANNA, 36, COUNTER, DATA)],
        [confirmed(MOVING, DATA, 30, ANNA)],
        expertise_id=COUNTER,
        team_id=TEAM,
        staff_id=ANNA,
    )
    assert found == Room(confirmed=30 * 60, honoured=30 * 60, free=6 * 60)


def test_room_of_a_person_grows_when_the_teams_work_can_go_to_a_colleague() -> None:
    supplies = [person(ANNA, 20, COUNTER), person(BEN, 20, COUNTER)]
    given_by_team = [confirmed(MOVING, COUNTER, 20)]
    of_anna = room(supplies, given_by_team, expertise_id=COUNTER, team_id=TEAM, staff_id=ANNA)
    assert of_anna.free == 20 * 60
    of_team = room(supplies, given_by_team, expertise_id=COUNTER, team_id=TEAM, staff_id=None)
    assert of_team == Room(confirmed=20 * 60, honoured=20 * 60, free=20 * 60)


def test_room_of_a_team_does_not_count_the_people_of_another() -> None:
    found = room(
        [person(ANNA, 20, COUNTER), person(BEN, 20, COUNTER, team=OTHER_TEAM)],
        [],
        expertise_id=COUNTER,
        team_id=TEAM,
        staff_id=None,
    )
    assert found.free == 20 * 60


def test_only_who_is_at_the_level_or_above_counts_for_a_demand() -> None:
    supplies = [person(ANNA, 20, COUNTER, level=3), person(BEN, 20, COUNTER, level=1)]
    asked = [Demand(MOVING, COUNTER, 30 * 60, level=2)]
    found = balance(supplies, asked, [])[COUNTER]
    assert (found.supply, found.short) == (20 * 60, 10 * 60)

    for level, free in ((1, 40), (2, 20), (3, 20)):
        of_team = room(supplies, [], expertise_id=COUNTER, team_id=TEAM, staff_id=None, level=level)
        assert of_team.free == free * 60


def test_who_is_scarce_at_a_high_level_is_not_spent_on_what_others_can_do() -> None:
    supplies = [person(ANNA, 20, COUNTER, level=3), person(BEN, 20, COUNTER, level=1)]
    asked = [Demand(MOVING, COUNTER, 20 * 60), Demand(BIRTHS, COUNTER, 20 * 60, level=3)]
    assert balance(supplies, asked, [])[COUNTER].short == 0


def test_promised_hours_of_somebody_below_the_level_leave_the_demand_short() -> None:
    found = balance(
        [person(BEN, 20, COUNTER, level=1)],
        [Demand(MOVING, COUNTER, 20 * 60, level=2)],
        [Confirmed(MOVING, COUNTER, TEAM, BEN, 20 * 60, level=2)],
    )
    assert (found[COUNTER].short, found[COUNTER].over) == (20 * 60, 0)


supplies_of_people = st.lists(
    st.builds(
        lambda number, levels, minutes: Supply(TEAM, UUID(int=100 + number), levels, minutes),
        st.integers(0, 10**6),
        st.dictionaries(st.sampled_from(EXPERTISES), st.integers(1, 3)),
        st.integers(0, 60),
    ),
    max_size=8,
    unique_by=lambda supply: supply.staff_id,
)
demands_of_week = st.lists(
    st.builds(
        Demand,
        st.sampled_from((MOVING, BIRTHS)),
        st.sampled_from(EXPERTISES),
        st.integers(1, 120),
        st.integers(1, 3),
    ),
    max_size=6,
    unique_by=lambda each: (each.subproject_id, each.expertise_id),
)


@given(supplies_of_people, demands_of_week)
def test_without_reservations_the_total_short_is_demand_minus_maximum_flow(
    supplies: list[Supply], demands: list[Demand]
) -> None:
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for supply in supplies:
        graph.add_edge("source", supply.staff_id, capacity=supply.minutes)
        for asked in demands:
            if supply.levels.get(asked.expertise_id, 0) >= asked.level:
                graph.add_edge(supply.staff_id, asked)
    for asked in demands:
        graph.add_edge(asked, "sink", capacity=asked.minutes)
    flow = nx.maximum_flow_value(graph, "source", "sink")

    found = balance(supplies, demands, [])

    assert sum(each.short for each in found.values()) == (
        sum(asked.minutes for asked in demands) - flow
    )
    for expertise, each in found.items():
        assert each.demand == sum(d.minutes for d in demands if d.expertise_id == expertise)
        assert max(0, each.demand - each.supply) <= each.short <= each.demand


@given(supplies_of_people, demands_of_week, st.data())
def test_what_there_is_room_for_can_be_confirmed_without_breaking_an_earlier_promise(
    supplies: list[Supply], demands: list[Demand], data: st.DataObject
) -> None:
    promised: list[Confirmed] = []
    for asked in demands:
        able = [s for s in supplies if s.levels.get(asked.expertise_id, 0) >= asked.level]
        staff_id = data.draw(st.sampled_from([None, *(s.staff_id for s in able)]))
        available = room(
            supplies,
            promised,
            expertise_id=asked.expertise_id,
            team_id=TEAM,
            staff_id=staff_id,
            level=asked.level,
        )
        promised.append(
            Confirmed(
                asked.subproject_id,
                asked.expertise_id,
                TEAM,
                staff_id,
                min(asked.minutes, available.free),
                asked.level,
            )
        )
    found = balance(supplies, demands, promised)
    for expertise, each in found.items():
        covered = sum(p.minutes for p in promised if p.expertise_id == expertise)
        assert each.confirmed == covered
        assert each.short <= each.demand - covered


promises_of_week = st.lists(
    st.builds(
        Confirmed,
        st.sampled_from((MOVING, BIRTHS)),
        st.sampled_from(EXPERTISES),
        st.just(TEAM),
        st.sampled_from((None, ANNA, BEN)),
        st.integers(1, 120),
    ),
    max_size=6,
)


@given(st.integers(0, 90), st.integers(0, 90), promises_of_week)
def test_what_is_over_is_what_no_assignment_can_honour_and_a_persons_is_only_theirs(
    annas: int, bens: int, promised: list[Confirmed]
) -> None:
    supplies = [
        Supply(TEAM, ANNA, {COUNTER: 1, DATA: 1, TRAINING: 1}, annas),
        Supply(TEAM, BEN, {COUNTER: 1}, bens),
    ]
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for supply in supplies:
        graph.add_edge("source", supply.staff_id, capacity=supply.minutes)
    for place, each in enumerate(promised):
        graph.add_edge(place, "sink", capacity=each.minutes)
        for supply in supplies:
            if each.staff_id in (None, supply.staff_id) and (
                each.staff_id or each.expertise_id in supply.levels
            ):
                graph.add_edge(supply.staff_id, place)
    flow = nx.maximum_flow_value(graph, "source", "sink")

    found = balance(supplies, [], promised)

    total = sum(each.minutes for each in promised)
    assert sum(each.over for each in found.values()) == total - flow
    for staff_id, minutes in ((ANNA, annas), (BEN, bens)):
        own = [each for each in promised if each.staff_id == staff_id]
        alone = balance(supplies, [], own)
        assigned = sum(each.minutes for each in own)
        assert sum(each.over for each in alone.values()) == max(0, assigned - minutes)
