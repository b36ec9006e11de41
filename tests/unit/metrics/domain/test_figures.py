"""Definitions M1 and M2."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.figures import (
    MEANINGS,
    Count,
    Definition,
    DigitallyPossible,
    Offering,
    Ratio,
    offer,
    uptake,
)

COUNTS = st.lists(
    st.builds(
        Count,
        digital=st.booleans(),
        assisted=st.booleans(),
        completed=st.none() | st.integers(0, 10_000),
    )
)


def test_uptake_is_digital_over_all_channels() -> None:
    figure = uptake(
        [
            Count(True, False, 60),
            Count(True, False, 15),
            Count(True, True, 5),
            Count(False, False, 20),
        ]
    )

    assert figure.without_assisted == Ratio(Definition.UPTAKE, 75, 100)
    assert figure.with_assisted == Ratio(Definition.UPTAKE_WITH_ASSISTED, 80, 100)
    assert figure.with_assisted.value == Fraction(4, 5)


def test_an_unknown_channel_makes_the_denominator_unknown_and_not_smaller() -> None:
    figure = uptake([Count(True, False, 60), Count(False, False, None)])

    assert figure.without_assisted == Ratio(Definition.UPTAKE, 60, None)
    assert figure.without_assisted.value is None


def test_zero_is_a_number() -> None:
    figure = uptake([Count(True, False, 0), Count(False, False, 8)])

    assert figure.without_assisted.value == 0


def test_a_period_without_transactions_has_no_share() -> None:
    figure = uptake([Count(True, False, 0), Count(False, False, 0)])

    assert figure.without_assisted == Ratio(Definition.UPTAKE, 0, 0)
    assert figure.without_assisted.value is None


def test_nothing_delivered_is_unknown() -> None:
    figure = uptake([])

    assert figure.without_assisted == Ratio(Definition.UPTAKE, None, None)


@given(COUNTS)
def test_uptake_stays_between_nothing_and_all_and_help_never_lowers_it(counts: list[Count]) -> None:
    figure = uptake(counts)
    without, included = figure.without_assisted.value, figure.with_assisted.value

    if without is not None:
        assert 0 <= without <= 1
    if without is not None and included is not None:
        assert without <= included <= 1


@given(COUNTS)
def test_a_value_exists_only_when_everything_is_known(counts: list[Count]) -> None:
    value = uptake(counts).with_assisted.value

    everything_known = all(count.completed is not None for count in counts)
    transacted = sum(count.completed or 0 for count in counts) > 0
    assert (value is not None) == (everything_known and transacted)


def test_offer_is_shown_without_and_with_products_that_cannot_be_online() -> None:
    without, every = offer(
        [
            Offering(DigitallyPossible.FULLY, True),
            Offering(DigitallyPossible.PARTLY, False),
            Offering(DigitallyPossible.NOT, False),
        ]
    )

    assert without == Ratio(Definition.OFFER, 1, 2)
    assert every == Ratio(Definition.OFFER_ALL, 1, 3)


def test_offer_is_unknown_while_it_is_not_known_of_one_product() -> None:
    without, _ = offer(
        [Offering(DigitallyPossible.FULLY, True), Offering(DigitallyPossible.FULLY, None)]
    )

    assert without == Ratio(Definition.OFFER, None, 2)


def test_every_definition_says_what_it_means() -> None:
    assert set(MEANINGS) == set(Definition)
