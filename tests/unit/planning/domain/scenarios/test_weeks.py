"""A week is the same whether its balance is computed, kept, or found beside another plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.balance import ExpertiseBalance, Supply
from services.planning.domain.plan.plan import Plan, PlannedDemand, PlannedReservation
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period, State, Subproject
from services.planning.domain.reservations.reservations import State as Reserved
from services.planning.domain.scenarios.weeks import Week, weeks_beside, weeks_of
from shared.isoweek import IsoWeek

TODAY = date(2026, 11, 25)
LAST_WEEK, THIS_WEEK, NEXT_WEEK = (IsoWeek.of(TODAY).plus(each) for each in (-1, 0, 1))
TEAMS = (UUID(int=1), UUID(int=2))
EXPERTISES = tuple(UUID(int=number) for number in range(11, 15))
PEOPLE = tuple(UUID(int=number) for number in range(21, 26))
SUBPROJECTS = (UUID(int=31), UUID(int=32))

levels = st.dictionaries(st.sampled_from(EXPERTISES), st.integers(1, 3), max_size=3)
supplies = st.builds(
    lambda people, pools: [*people, *pools],
    st.lists(
        st.builds(
            Supply, st.sampled_from(TEAMS), st.sampled_from(PEOPLE), levels, st.integers(0, 6)
        ),
        unique_by=lambda each: each.staff_id,
        max_size=5,
    ),
    st.lists(
        st.builds(Supply, st.sampled_from(TEAMS), st.none(), levels, st.integers(0, 6)), max_size=2
    ),
)
in_weeks = st.dictionaries(
    st.sampled_from([LAST_WEEK, THIS_WEEK, NEXT_WEEK]), st.integers(1, 9), min_size=1
).map(lambda found: [WeekMinutes(*each) for each in sorted(found.items())])
demands = st.lists(
    st.builds(
        PlannedDemand,
        st.uuids(),
        st.sampled_from(SUBPROJECTS),
        st.sampled_from(EXPERTISES),
        st.integers(1, 3),
        in_weeks,
    ),
    max_size=4,
)
reservations = st.lists(
    st.builds(
        PlannedReservation,
        st.uuids(),
        st.sampled_from(SUBPROJECTS),
        st.sampled_from(EXPERTISES),
        st.sampled_from(TEAMS),
        st.one_of(st.none(), st.sampled_from(PEOPLE)),
        st.sampled_from([Reserved.CONFIRMED, Reserved.REQUESTED]),
        in_weeks,
    ),
    max_size=4,
)


def planned(
    there: Mapping[IsoWeek, Sequence[Supply]],
    demands: Sequence[PlannedDemand],
    reservations: Sequence[PlannedReservation],
) -> Plan:
    period = Period(TODAY, date(2027, 12, 31))
    return Plan(
        today=TODAY,
        programmes={},
        programme_of={},
        subprojects={each: Subproject(each, "", State.PLANNED, period) for each in SUBPROJECTS},
        milestones=[],
        demands=demands,
        reservations=reservations,
        supplies=there.__getitem__,
        decide_by=lambda monday: monday,
    )


plans = st.builds(
    planned,
    st.fixed_dictionaries({THIS_WEEK: supplies, NEXT_WEEK: supplies}),
    demands,
    reservations,
)


def kept(weeks: Mapping[IsoWeek, Week]) -> Mapping[IsoWeek, Mapping[UUID, ExpertiseBalance]]:
    """As planning keeps it: what is only promised and there is left out."""
    return {
        week: rows
        for week, found in weeks.items()
        if (rows := {key: of for key, of in found.balance.items() if of.demand or of.over})
    }


@given(plans)
def test_a_week_of_which_the_balance_is_kept_is_as_if_it_were_computed(plan: Plan) -> None:
    computed = weeks_of(plan, {})
    found = weeks_of(plan, kept(computed))
    assert found == computed
    assert [list(each.balance) for each in found.values()] == [
        list(each.balance) for each in computed.values()
    ]


@given(plans)
def test_a_week_that_is_not_kept_or_that_is_of_other_demand_is_computed(plan: Plan) -> None:
    """As beyond the weeks that planning keeps, or where it still counts what is closed."""
    computed = weeks_of(plan, {})
    present = kept(computed)
    assert weeks_of(plan, {week: present[week] for week in list(present)[1:]}) == computed
    more = {
        week: {key: replace(each, demand=each.demand + 1) for key, each in found.items()}
        for week, found in present.items()
    }
    assert weeks_of(plan, more) == computed


@given(plans, plans)
def test_a_plan_beside_another_has_the_weeks_that_it_has_alone(plan: Plan, other: Plan) -> None:
    """Also where only one of hours, demand and promises differs."""
    for beside in (
        other,
        replace(plan, supplies=other.supplies),
        replace(plan, demands=other.demands),
        replace(plan, reservations=other.reservations),
    ):
        found, alone = weeks_beside(beside, weeks_of(plan, {})), weeks_of(beside, {})
        assert found == alone
        assert [list(each.balance) for each in found.values()] == [
            list(each.balance) for each in alone.values()
        ]
