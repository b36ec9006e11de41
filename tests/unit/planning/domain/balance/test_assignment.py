"""Unmet demand comes from a maximum flow: compared with networkx and with the cut bound."""

from dataclasses import dataclass
from itertools import chain, combinations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.assignment import Assignment


@dataclass(frozen=True)
class Week:
    """Minutes per unit, and needs as minutes with the units that can serve them."""

    units: list[int]
    needs: list[tuple[int, frozenset[int]]]


@st.composite
def weeks(draw: st.DrawFn, most_units: int = 9, most_needs: int = 6) -> Week:
    units = draw(st.lists(st.integers(0, 40), min_size=1, max_size=most_units))
    servers = st.frozensets(st.integers(0, len(units) - 1))
    needs = draw(st.lists(st.tuples(st.integers(0, 60), servers), max_size=most_needs))
    return Week(units, needs)


def served(week: Week) -> list[int]:
    assignment = Assignment(week.units)
    return [assignment.serve(minutes, sorted(servers)) for minutes, servers in week.needs]


def maximum_flow(week: Week) -> int:
    graph = nx.DiGraph()
    graph.add_nodes_from(["source", "sink"])
    for unit, minutes in enumerate(week.units):
        graph.add_edge("source", ("unit", unit), capacity=minutes)
    for need, (minutes, servers) in enumerate(week.needs):
        graph.add_edge(("need", need), "sink", capacity=minutes)
        for unit in servers:
            graph.add_edge(("unit", unit), ("need", need))
    return int(nx.maximum_flow_value(graph, "source", "sink"))


@given(weeks())
def test_the_needs_together_get_what_a_maximum_flow_gives(week: Week) -> None:
    assert sum(served(week)) == maximum_flow(week)


@given(weeks())
def test_every_first_few_needs_get_a_maximum_flow_too(week: Week) -> None:
    given_in_order = served(week)
    for count in range(len(week.needs) + 1):
        assert sum(given_in_order[:count]) == maximum_flow(Week(week.units, week.needs[:count]))


@given(weeks())
def test_no_need_gets_more_than_it_asks(week: Week) -> None:
    for given_minutes, (minutes, _) in zip(served(week), week.needs, strict=True):
        assert 0 <= given_minutes <= minutes


@given(weeks())
def test_what_is_unmet_equals_the_worst_set_of_needs(week: Week) -> None:
    """Hall and the cut: the most that any set of needs asks beyond what its servers have."""
    needs = range(len(week.needs))
    worst = 0
    for chosen in chain.from_iterable(combinations(needs, size) for size in range(len(needs) + 1)):
        asked = sum(week.needs[need][0] for need in chosen)
        servers = frozenset().union(*(week.needs[need][1] for need in chosen))
        worst = max(worst, asked - sum(week.units[unit] for unit in servers))
    assert sum(minutes for minutes, _ in week.needs) - sum(served(week)) == worst


def test_an_earlier_need_moves_to_a_colleague_when_a_later_one_has_nobody_else() -> None:
    assignment = Assignment([60, 60])
    assert assignment.serve(60, [0, 1]) == 60
    assert assignment.serve(60, [0]) == 60
    assert assignment.serve(1, [0, 1]) == 0


def test_minutes_move_along_a_chain_of_colleagues() -> None:
    assignment = Assignment([10, 10, 10, 10])
    assert [assignment.serve(10, units) for units in ([0, 1], [1, 2], [2, 3], [0])] == [10] * 4
