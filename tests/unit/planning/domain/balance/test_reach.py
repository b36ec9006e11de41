"""A change reaches as far as it has to, and no further than those who master nothing else."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.balance import Confirmed, Demand, Supply, balance
from services.planning.domain.balance.disclosure import publishable
from services.planning.domain.balance.reach import Reach

TEAMS = (UUID(int=1), UUID(int=2))
COUNTER, DATA, WEB, LAW = EXPERTISES = tuple(UUID(int=number) for number in range(11, 15))
PEOPLE = tuple(UUID(int=number) for number in range(21, 28))
SUBPROJECTS = (UUID(int=31), UUID(int=32))
SIZES = {TEAMS[0]: 9, TEAMS[1]: 3}

levels = st.dictionaries(st.sampled_from(EXPERTISES), st.integers(1, 3), max_size=3)
people = st.lists(
    st.builds(Supply, st.sampled_from(TEAMS), st.sampled_from(PEOPLE), levels, st.integers(0, 6)),
    unique_by=lambda each: each.staff_id,
    max_size=7,
)
pools = st.lists(
    st.builds(Supply, st.sampled_from(TEAMS), st.none(), levels, st.integers(0, 6)), max_size=2
)
demands = st.lists(
    st.builds(
        Demand,
        st.sampled_from(SUBPROJECTS),
        st.sampled_from(EXPERTISES),
        st.integers(1, 9),
        st.integers(1, 3),
    ),
    max_size=6,
)
promises = st.lists(
    st.builds(
        Confirmed,
        st.sampled_from(SUBPROJECTS),
        st.sampled_from(EXPERTISES),
        st.sampled_from(TEAMS),
        st.one_of(st.none(), st.sampled_from(PEOPLE)),
        st.integers(1, 6),
        st.integers(1, 3),
    ),
    max_size=5,
)
changed = st.sets(st.sampled_from(EXPERTISES), min_size=1, max_size=2)


@dataclass(frozen=True)
class Known:
    """Supplies as they were drawn."""

    supplies: Sequence[Supply]

    def mastering(self, expertise_ids: Set[UUID]) -> Sequence[Supply]:
        return [each for each in self.supplies if not each.expertises.isdisjoint(expertise_ids)]

    def mastering_only(self, expertise_id: UUID) -> Iterator[Supply]:
        return (each for each in self.supplies if each.expertises == {expertise_id})

    def of(self, staff_ids: Set[UUID]) -> Sequence[Supply]:
        return [each for each in self.supplies if each.staff_id in staff_ids]


def person(number: int, minutes: int, *expertises: UUID) -> Supply:
    return Supply(TEAMS[0], PEOPLE[number], dict.fromkeys(expertises, 1), minutes)


def asked(expertise: UUID, minutes: int) -> Demand:
    return Demand(SUBPROJECTS[0], expertise, minutes)


def reached(
    supplies: Sequence[Supply],
    asked_for: Sequence[Demand],
    confirmed: Sequence[Confirmed] = (),
) -> frozenset[UUID]:
    return Reach({COUNTER}, Known(supplies), asked_for, confirmed, SIZES).expertise_ids


@given(changed, people, pools, demands, promises)
def test_what_it_finds_is_what_the_whole_balance_finds(
    touched: set[UUID],
    known: list[Supply],
    of_teams: list[Supply],
    asked_for: list[Demand],
    confirmed: list[Confirmed],
) -> None:
    """The balance of what is reached, and whether it may be told, from only those it needs."""
    everybody = [*known, *of_teams]
    found = _from_enough(touched, everybody, asked_for, confirmed)
    truth = balance(everybody, asked_for, confirmed)
    assert touched <= found.expertise_ids
    assert found.balance() == {each: truth[each] for each in truth if each in found.expertise_ids}
    public = publishable(everybody, confirmed, SIZES)
    assert set(found.publishable()) & found.expertise_ids == public & found.expertise_ids


def _from_enough(
    touched: set[UUID],
    everybody: Sequence[Supply],
    asked_for: Sequence[Demand],
    confirmed: Sequence[Confirmed],
) -> Reach:
    """Take in those who master or promised what is needed, until nobody is missing."""
    needed = frozenset(touched)
    while True:
        promised = {each.staff_id for each in confirmed if each.expertise_id in needed} - {None}
        enough = [
            each
            for each in everybody
            if not each.expertises.isdisjoint(needed) or each.staff_id in promised
        ]
        found = Reach(touched, Known(enough), asked_for, confirmed, SIZES)
        if found.needed <= needed:
            return found
        needed |= found.needed


@given(people, pools, demands, demands, promises)
def test_beyond_its_reach_a_change_of_demand_changes_nothing(
    known: list[Supply],
    of_teams: list[Supply],
    asked_for: list[Demand],
    instead: list[Demand],
    confirmed: list[Confirmed],
) -> None:
    supplies = [*known, *of_teams]
    others = [each for each in asked_for if each.expertise_id != COUNTER]
    before = balance(supplies, asked_for, confirmed)
    after = balance(
        supplies, [*others, *[each for each in instead if each.expertise_id == COUNTER]], confirmed
    )
    beyond = set(EXPERTISES) - reached(supplies, asked_for, confirmed)
    assert {each: before.get(each) for each in beyond} == {each: after.get(each) for each in beyond}


def test_it_ends_where_those_who_master_nothing_else_are_enough() -> None:
    supplies = [person(0, 5, COUNTER, DATA), person(1, 5, DATA, WEB), person(2, 5, DATA)]
    assert reached(supplies, [asked(DATA, 5), asked(WEB, 9)]) == {COUNTER}
    assert reached(supplies, [asked(DATA, 6), asked(WEB, 9)]) == {COUNTER, DATA, WEB}


def test_hours_promised_elsewhere_serve_nobody() -> None:
    supplies = [person(0, 5, COUNTER, DATA), person(2, 5, DATA)]
    promise = Confirmed(SUBPROJECTS[1], LAW, TEAMS[0], PEOPLE[2], 1)
    assert reached(supplies, [asked(DATA, 5)]) == {COUNTER}
    assert reached(supplies, [asked(DATA, 5)], [promise]) == {COUNTER, DATA}


def test_hours_that_a_team_promised_have_to_be_served_apart_as_well() -> None:
    supplies = [person(0, 5, COUNTER, DATA), person(2, 5, DATA)]
    promise = Confirmed(SUBPROJECTS[1], DATA, TEAMS[0], None, 6)
    assert reached(supplies, [], [promise]) == {COUNTER, DATA}
