"""Definition E2: what counts, what does not, and what is not shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.affected import AffectedGroup, AffectedPerson
from services.engagement.domain.coverage import EXACT, LOWER_BOUND, Coverage, Figures, coverage_of
from services.engagement.domain.first_moment import T0
from services.engagement.domain.participation import (
    HeadsTold,
    Moment,
    Participation,
    PersonTold,
)

T0_DAY = date(2026, 3, 2)
BEFORE = datetime(2026, 2, 20, 9, tzinfo=UTC)
STARTED = datetime(2026, 3, 2, 8, tzinfo=UTC)
AFTER = datetime(2026, 3, 20, 9, tzinfo=UTC)
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
FIXED = T0(T0_DAY, fixed_at=STARTED)
STAFF = [UUID(int=number) for number in range(1, 31)]
TEAM, OTHER_TEAM = UUID(int=1001), UUID(int=1002)


def people(count: int) -> list[AffectedPerson]:
    """So many people affected since long before T0."""
    return [AffectedPerson(staff_id, date(2026, 1, 1), BEFORE) for staff_id in STAFF[:count]]


def two_teams() -> list[AffectedGroup]:
    """Two teams: 12 and 8 people."""
    return [AffectedGroup(TEAM, 12, BEFORE), AffectedGroup(OTHER_TEAM, 8, BEFORE)]


def held(days_before_t0: int) -> Moment:
    """A moment so many days before T0."""
    return Moment(uuid4(), T0_DAY - timedelta(days=days_before_t0), BEFORE)


def attended(moment: Moment, *staff: UUID, told_at: datetime = BEFORE) -> list[PersonTold]:
    """These people were there."""
    return [PersonTold(moment.moment_id, staff_id, True, told_at) for staff_id in staff]


def counted(moment: Moment, team: UUID, there: int | None) -> HeadsTold:
    """So many of a team were there."""
    return HeadsTold(moment.moment_id, team, there or 5, there, BEFORE)


def cover(
    persons: list[AffectedPerson],
    participation: Participation,
    groups: list[AffectedGroup] | None = None,
    t0: T0 = FIXED,
    now: datetime = NOW,
) -> Coverage:
    """Coverage with the smallest group at 5."""
    return coverage_of(t0, persons, groups or [], participation, now, 5)


def test_who_attended_on_or_before_t0_counts_once_with_the_first_day() -> None:
    early, late, after = held(20), held(0), held(-3)
    found = cover(
        people(10),
        Participation(
            [early, late, after],
            attended(early, *STAFF[:4])
            + attended(late, *STAFF[2:7])
            + attended(after, *STAFF[7:10]),
        ),
    )
    assert found.figures == Figures(EXACT, 7, 10, 20.0, 0)
    assert found.figures.share == 0.7
    assert (found.t0, found.frozen) == (T0_DAY, True)


def test_invited_is_not_attended_and_not_known_yet_makes_a_lower_bound() -> None:
    moment = held(5)
    there = attended(moment, *STAFF[:5])
    absent = [PersonTold(moment.moment_id, STAFF[5], False, BEFORE)]
    unknown = [PersonTold(moment.moment_id, STAFF[6], None, BEFORE)]
    exact = cover(people(7), Participation([moment], there + absent))
    bound = cover(people(7), Participation([moment], there + unknown))
    assert (exact.figures.definition, exact.figures.numerator) == (EXACT, 5)
    assert (bound.figures.definition, bound.figures.numerator) == (LOWER_BOUND, 5)


def test_a_moment_that_was_held_without_any_attendance_told_makes_a_lower_bound() -> None:
    told, silent = held(5), held(3)
    found = cover(people(6), Participation([told, silent], attended(told, *STAFF[:5])))
    assert found.figures.definition == LOWER_BOUND
    complete = cover(people(5), Participation([told, silent], attended(told, *STAFF[:5])))
    assert complete.figures.definition == EXACT


def test_heads_count_the_largest_attendance_per_group_within_the_cohort() -> None:
    first, second = held(20), held(10)
    found = cover(
        [],
        Participation(
            [first, second],
            heads=[
                counted(first, TEAM, 7),
                counted(second, TEAM, 9),
                counted(second, OTHER_TEAM, 10),
            ],
        ),
        two_teams(),
    )
    assert found.figures == Figures(LOWER_BOUND, 17, 20, None, None)


def test_a_moment_counted_by_heads_beside_persons_makes_a_lower_bound() -> None:
    by_person, by_heads = held(20), held(10)
    found = cover(
        people(10),
        Participation(
            [by_person, by_heads],
            attended(by_person, *STAFF[:3]),
            [counted(by_heads, TEAM, 6)],
        ),
    )
    assert (found.figures.definition, found.figures.numerator) == (LOWER_BOUND, 6)


def test_nothing_known_and_a_group_too_small_look_alike() -> None:
    moment = held(5)
    nothing = cover([], Participation([moment]))
    small = cover(people(4), Participation([moment], attended(moment, *STAFF[:4])))
    assert nothing.figures == small.figures == Figures()
    assert small.corrections == 0


def test_a_median_over_fewer_people_than_the_limit_is_left_out() -> None:
    moment = held(5)
    found = cover(people(10), Participation([moment], attended(moment, *STAFF[:4])))
    assert (found.figures.numerator, found.figures.median_lead_days) == (4, None)


def test_exactly_the_smallest_group_has_figures_and_a_median() -> None:
    moment = held(5)
    found = cover(people(5), Participation([moment], attended(moment, *STAFF[:5])))
    assert found.figures == Figures(EXACT, 5, 5, 5.0, 0)


def test_a_joiner_does_not_count_also_when_there_before_t0() -> None:
    moment = held(5)
    joiner = AffectedPerson(STAFF[20], date(2026, 1, 1), AFTER)
    there = attended(moment, *STAFF[:5], joiner.staff_id)
    found = cover([*people(10), joiner], Participation([moment], there))
    assert found.figures == Figures(EXACT, 5, 10, 5.0, 1)


def test_a_moment_on_or_before_t0_that_is_still_to_come_is_not_awaited() -> None:
    told, planned = held(5), held(-40)
    there = attended(told, *STAFF[:5])
    invited = [PersonTold(planned.moment_id, STAFF[5], None, BEFORE)]
    ahead = T0(T0_DAY + timedelta(days=60), fixed_at=STARTED)
    found = cover(people(10), Participation([told, planned], there + invited), t0=ahead)
    assert (found.frozen, found.figures.definition) == (False, EXACT)


def test_unknown_attendance_of_somebody_already_involved_changes_nothing() -> None:
    first, second = held(9), held(5)
    there = attended(first, *STAFF[:5])
    unknown = [PersonTold(second.moment_id, STAFF[0], None, BEFORE)]
    found = cover(people(10), Participation([first, second], there + unknown))
    assert found.figures.definition == EXACT


def test_heads_of_which_the_attendance_is_not_known_make_a_lower_bound() -> None:
    by_person, by_heads = held(9), held(5)
    found = cover(
        people(10),
        Participation(
            [by_person, by_heads],
            attended(by_person, *STAFF[:5]),
            [counted(by_heads, TEAM, None)],
        ),
    )
    assert found.figures.definition == LOWER_BOUND


def test_what_is_told_at_the_very_freeze_was_known_then() -> None:
    moment = held(5)
    there = attended(moment, *STAFF[:6], told_at=STARTED)
    found = cover(people(10), Participation([moment], there))
    assert found.at_t0 is not None
    assert (found.at_t0.numerator, found.corrections) == (6, 0)


def test_a_correction_after_t0_is_counted_apart_from_what_was_known_then() -> None:
    moment = held(5)
    known = attended(moment, *STAFF[:5])
    corrected = attended(moment, STAFF[5], told_at=AFTER)
    found = cover(people(10), Participation([moment], known + corrected))
    assert found.figures.numerator == 6
    assert found.at_t0 is not None
    assert found.at_t0.numerator == 5
    assert found.corrections == 1


def test_a_moment_added_afterwards_with_an_earlier_day_changes_nothing_of_what_was_known() -> None:
    moment = held(5)
    backdated = replace(held(9), told_at=AFTER)
    before = cover(people(10), Participation([moment], attended(moment, *STAFF[:5])))
    found = cover(
        people(10),
        Participation(
            [moment, backdated],
            attended(moment, *STAFF[:5]) + attended(backdated, *STAFF[:9], told_at=AFTER),
        ),
    )
    assert found.at_t0 == before.at_t0
    assert (found.t0, found.figures.denominator) == (before.t0, before.figures.denominator)
    assert found.corrections == 9


def test_before_t0_is_fixed_nothing_is_frozen() -> None:
    moment = held(5)
    found = cover(people(6), Participation([moment], attended(moment, *STAFF[:5])), t0=T0(T0_DAY))
    assert (found.frozen, found.at_t0) == (False, None)


people_told = st.builds(
    AffectedPerson,
    st.sampled_from(STAFF),
    st.dates(date(2025, 12, 1), date(2026, 3, 31)),
    st.sampled_from([BEFORE, STARTED, AFTER]),
)
moments = st.lists(
    st.builds(
        Moment,
        st.uuids(),
        st.dates(date(2026, 1, 1), date(2026, 3, 31)),
        st.sampled_from([BEFORE, AFTER]),
    ),
    min_size=1,
    max_size=4,
)


@st.composite
def participations(draw: st.DrawFn) -> Participation:
    """Anything that could have been told."""
    held_moments = draw(moments)
    ids = st.sampled_from([moment.moment_id for moment in held_moments])
    when = st.sampled_from([BEFORE, STARTED, AFTER])
    persons = st.builds(PersonTold, ids, st.sampled_from(STAFF), st.none() | st.booleans(), when)
    told_heads = st.builds(
        HeadsTold,
        ids,
        st.sampled_from([TEAM, OTHER_TEAM]),
        st.just(30),
        st.none() | st.integers(0, 30),
        when,
    )
    return Participation(
        held_moments, draw(st.lists(persons, max_size=20)), draw(st.lists(told_heads, max_size=6))
    )


groups_told = st.builds(
    AffectedGroup,
    st.sampled_from([TEAM, OTHER_TEAM]),
    st.integers(1, 20),
    st.sampled_from([BEFORE, STARTED]),
)


@given(
    st.lists(people_told, max_size=20),
    st.lists(groups_told, max_size=2),
    participations(),
    st.booleans(),
)
def test_coverage_is_never_above_one(
    persons: list[AffectedPerson],
    groups: list[AffectedGroup],
    participation: Participation,
    fixed: bool,
) -> None:
    found = cover(persons, participation, groups, t0=FIXED if fixed else T0(T0_DAY))
    for figures in filter(None, (found.figures, found.at_t0)):
        assert figures.share is None or 0 <= figures.share <= 1
        assert (figures.numerator is None) == (figures.denominator is None)
        assert figures.median_lead_days is None or figures.median_lead_days >= 0


@given(st.lists(people_told, max_size=20), participations())
def test_no_group_below_the_limit_has_figures(
    persons: list[AffectedPerson], participation: Participation
) -> None:
    found = cover(persons, participation)
    for figures in filter(None, (found.figures, found.at_t0)):
        assert figures == Figures() or (figures.denominator or 0) >= 5


@given(participations(), st.integers(1, 9))
def test_joiners_never_count(participation: Participation, joiners: int) -> None:
    cohort = people(12)
    joined = [
        AffectedPerson(staff_id, date(2026, 1, 1), AFTER) for staff_id in STAFF[20 : 20 + joiners]
    ]
    without, found = cover(cohort, participation), cover([*cohort, *joined], participation)
    assert found.figures == replace(without.figures, joiners_after_t0=joiners)
    assert found.at_t0 == without.at_t0


@given(participations(), participations())
def test_what_was_known_at_t0_stays_whatever_is_told_afterwards(
    earlier: Participation, later: Participation
) -> None:
    known = earlier.known_at(STARTED)
    after = Participation(
        [*known.moments, *(replace(moment, told_at=AFTER) for moment in later.moments)],
        [*known.persons, *(replace(told, told_at=AFTER) for told in later.persons)],
        [*known.heads, *(replace(told, told_at=AFTER) for told in later.heads)],
    )
    before, found = cover(people(12), known), cover(people(12), after)
    assert found.at_t0 == before.at_t0
    assert (found.t0, found.frozen) == (before.t0, before.frozen)
    assert found.figures.denominator == before.figures.denominator
