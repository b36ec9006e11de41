"""What the simulator does is what the municipality's declaration says that is true."""

from collections import Counter
from math import sqrt

import pytest

from deploy.demo.municipality import Municipality, load_municipality
from deploy.demo.simulator import Count, expected_number, simulate, true_shares
from shared.contracts.channels import Channel
from shared.isoweek import IsoWeek

THIS_WEEK = IsoWeek(2026, 48)
MOVING = "verhuismelding"
SEVEN_SIGMA = 7


@pytest.fixture(scope="module")
def municipality() -> Municipality:
    return load_municipality()


@pytest.fixture(scope="module")
def counts(municipality: Municipality) -> list[Count]:
    return list(simulate(municipality, THIS_WEEK))


def observed(counts: list[Count], product: str, first: int, last: int) -> Counter[Channel]:
    """Transactions per channel in some weeks, counted from this week."""
    weeks = set(THIS_WEEK.plus(first).until(THIS_WEEK.plus(last)))
    found: Counter[Channel] = Counter()
    for count in counts:
        if count.product == product and count.week in weeks:
            found[count.channel] += count.completed
    return found


def test_the_same_seed_gives_the_same_data(municipality: Municipality, counts: list[Count]) -> None:
    again = list(simulate(municipality, THIS_WEEK))
    other = list(simulate(municipality.model_copy(update={"seed": 1}), THIS_WEEK))

    assert again == counts
    assert other != counts


def test_every_product_and_channel_has_every_week_of_the_history_once(
    municipality: Municipality, counts: list[Count]
) -> None:
    keys = Counter((count.product, count.channel, count.assisted, count.week) for count in counts)
    weeks = {count.week for count in counts}

    assert set(keys.values()) == {1}
    assert weeks == set(THIS_WEEK.plus(-municipality.weeks_of_history).until(THIS_WEEK.plus(-1)))
    for product, rules in municipality.products.items():
        ways = {(c.channel, c.assisted) for c in counts if c.product == product}
        helped = {(Channel.WEB, True)} if rules.assisted else set()
        assert ways == {(channel, False) for channel in rules.shares} | helped


@pytest.mark.parametrize(("first", "last"), [(-104, -31), (-20, -1)])
def test_the_true_effect_of_a_go_live_is_seen_within_sampling_error(
    municipality: Municipality, counts: list[Count], first: int, last: int
) -> None:
    found = observed(counts, MOVING, first, last)
    total = found.total()
    before, now = (true_shares(municipality, MOVING, week) for week in (first, last))

    assert before == now  # the ramp of the go-live in week -30 lies between the two spans
    for channel, share in now.items():
        error = sqrt(share * (1 - share) / total)
        assert abs(found[channel] / total - share) <= SEVEN_SIGMA * error


def test_the_declared_shift_is_the_difference_of_the_true_shares(
    municipality: Municipality,
) -> None:
    before, after = (true_shares(municipality, MOVING, week) for week in (-31, -1))
    (effect,) = municipality.products[MOVING].effects

    for channel, moved in effect.to_web.items():
        assert before[channel] - after[channel] == pytest.approx(moved)
    assert after[Channel.WEB] - before[Channel.WEB] == pytest.approx(sum(effect.to_web.values()))
    assert sum(after.values()) == pytest.approx(1)


def test_a_dip_lowers_demand_and_moves_no_channel(
    municipality: Municipality, counts: list[Count]
) -> None:
    dipping = municipality.products["rijbVerlengen"].model_copy(
        update={"dips": municipality.products["paspoort"].dips}
    )
    dipped = municipality.model_copy(
        update={"products": {**municipality.products, "rijbVerlengen": dipping}}
    )
    without = observed(counts, "rijbVerlengen", -26, -1)
    found = observed(list(simulate(dipped, THIS_WEEK)), "rijbVerlengen", -26, -1)

    assert 0.50 < found.total() / without.total() < 0.60
    assert true_shares(dipped, "rijbVerlengen", -1) == true_shares(dipped, "rijbVerlengen", -60)
    for channel, share in true_shares(dipped, "rijbVerlengen", -1).items():
        error = sqrt(share * (1 - share) / found.total())
        assert abs(found[channel] / found.total() - share) <= SEVEN_SIGMA * error


def test_volumes_follow_level_trend_season_and_dips(
    municipality: Municipality, counts: list[Count]
) -> None:
    for name, product in municipality.products.items():
        expected = sum(
            expected_number(product, week, THIS_WEEK.plus(week).week) for week in range(-104, 0)
        )
        total = observed(counts, name, -104, -1).total()
        assert abs(total - expected) <= SEVEN_SIGMA * sqrt(expected)
