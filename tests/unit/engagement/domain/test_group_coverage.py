"""Coverage per group: whose figures they are, and which are not shown."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.affected import Cohort, GroupKind
from services.engagement.domain.coverage import EXACT, LOWER_BOUND, Figures
from services.engagement.domain.first_moment import T0
from services.engagement.domain.group_coverage import (
    Placement,
    group_coverage_of,
    shown_groups,
)
from services.engagement.domain.participation import (
    HeadsTold,
    Moment,
    Participation,
    PersonTold,
)

T0_DAY = date(2026, 3, 2)
TOLD = datetime(2026, 2, 20, 9, tzinfo=UTC)
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
TEAM, OTHER, CLERKS, LEADS = (UUID(int=1000 + number) for number in range(4))
GROUPS = {
    TEAM: GroupKind.TEAM,
    OTHER: GroupKind.TEAM,
    CLERKS: GroupKind.FUNCTION_GROUP,
    LEADS: GroupKind.FUNCTION_GROUP,
}
STAFF = [UUID(int=number) for number in range(1, 21)]
PLACES = {
    who: Placement(TEAM if place < 12 else OTHER, CLERKS if place % 2 == 0 else LEADS)
    for place, who in enumerate(STAFF)
}
MOMENT = Moment(uuid4(), T0_DAY - timedelta(days=10), TOLD)


def attended(*staff: UUID) -> Participation:
    """These people were at the moment."""
    return Participation([MOMENT], [PersonTold(MOMENT.moment_id, who, True, TOLD) for who in staff])


def covered(
    cohort: Cohort, participation: Participation, places: Mapping[UUID, Placement] = PLACES
) -> dict[UUID, Figures]:
    """Coverage per group with the smallest group at 5."""
    return group_coverage_of(T0(T0_DAY), cohort, places, GROUPS, participation, NOW, 5)


def test_each_group_is_covered_by_its_own_people_with_their_lead_days() -> None:
    found = covered(Cohort(None, frozenset(STAFF)), attended(*STAFF[:9], STAFF[12]))
    assert found == {
        TEAM: Figures(EXACT, 9, 12, 10.0),
        OTHER: Figures(EXACT, 1, 8, None),
        CLERKS: Figures(EXACT, 6, 10, 10.0),
        LEADS: Figures(EXACT, 4, 10, None),
    }


def test_heads_are_of_the_group_that_they_were_told_of() -> None:
    heads = [
        HeadsTold(MOMENT.moment_id, TEAM, 12, 7, TOLD),
        HeadsTold(MOMENT.moment_id, OTHER, 8, 8, TOLD),
    ]
    found = covered(Cohort(None, heads={TEAM: 12, OTHER: 8}), Participation([MOMENT], heads=heads))
    assert found == {TEAM: Figures(LOWER_BOUND, 7, 12), OTHER: Figures(LOWER_BOUND, 8, 8)}


def test_heads_of_a_team_say_nothing_exact_of_a_function_group() -> None:
    by_heads = HeadsTold(MOMENT.moment_id, TEAM, 12, 7, TOLD)
    found = covered(Cohort(None, frozenset(STAFF)), Participation([MOMENT], heads=[by_heads]))
    assert (found[TEAM].definition, found[TEAM].numerator) == (LOWER_BOUND, 7)
    assert (found[CLERKS].definition, found[CLERKS].numerator) == (LOWER_BOUND, 0)


def test_one_small_group_takes_the_smallest_of_the_others_along() -> None:
    three, six, nine = (uuid4() for _ in range(3))
    assert shown_groups({three: 3, six: 6, nine: 9}, 0, 5) == {nine}
    assert shown_groups({six: 6, nine: 9}, 0, 5) == {six, nine}
    assert shown_groups({six: 6, nine: 9}, 2, 5) == {nine}
    assert shown_groups({three: 3, nine: 9}, 0, 5) == set()


def test_who_is_in_no_group_that_is_known_is_not_worked_out_from_the_others() -> None:
    places = {who: place for who, place in PLACES.items() if who is not STAFF[0]}
    found = covered(Cohort(None, frozenset(STAFF)), attended(*STAFF), places)
    assert set(found) == {TEAM, LEADS}


@given(
    st.dictionaries(st.uuids(), st.integers(1, 30), max_size=8),
    st.integers(0, 30),
    st.integers(5, 10),
)
def test_what_is_left_of_the_whole_is_nobody_or_enough_people(
    sizes: dict[UUID, int], elsewhere: int, minimum: int
) -> None:
    shown = shown_groups(sizes, elsewhere, minimum)
    assert all(sizes[group_id] >= minimum for group_id in shown)
    left = sum(sizes.values()) + elsewhere - sum(sizes[group_id] for group_id in shown)
    assert left == 0 or left >= minimum or not shown
    if elsewhere == 0 and all(size >= minimum for size in sizes.values()):
        assert shown == sizes.keys()
