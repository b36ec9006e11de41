"""Simulates the transactions of a municipality, week by week, with known true effects.

Per product and week the number of transactions is Poisson around an expected number: a level with a
trend, a season and dips. Each transaction chooses its channel by the true shares of that week. A
go-live moves shares to the web and changes nothing else; a dip changes the number and nothing else.
The same seed and week give the same counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, exp, pi, prod
from random import Random

from deploy.demo.municipality import Municipality, Product
from shared.contracts.channels import Channel
from shared.isoweek import IsoWeek

WEEKS_A_YEAR = 52.1775


@dataclass(frozen=True, slots=True)
class Count:
    """Transactions of a product over a channel in a week, with or without help of staff."""

    product: str
    channel: Channel
    assisted: bool
    week: IsoWeek
    completed: int


def true_shares(municipality: Municipality, product: str, week: int) -> Mapping[Channel, float]:
    """The true share of each channel in a week, counted from the week of today."""
    rules = municipality.products[product]
    go_lives = {milestone.name: milestone.week for milestone in municipality.go_lives()}
    shares = {channel: float(share) for channel, share in rules.shares.items()}
    for effect in rules.effects:
        progress = min(1.0, max(0.0, (week - go_lives[effect.milestone] + 1) / effect.ramp))
        for channel, moved in effect.to_web.items():
            shares[channel] -= progress * moved
            shares[Channel.WEB] += progress * moved
    return shares


def expected_number(product: Product, week: int, calendar_week: int) -> float:
    """The expected transactions of a week: level, trend, season and dips."""
    season = 1 + product.season.more * cos(
        2 * pi * (calendar_week - product.season.peak_week) / WEEKS_A_YEAR
    )
    dips = prod(dip.factor for dip in product.dips if dip.from_week <= week <= dip.until_week)
    return product.weekly * (1 + product.trend * week / WEEKS_A_YEAR) * season * dips


def true_relief(municipality: Municipality, name: str, this_week: IsoWeek, week: int) -> float:
    """The counter hours that a week needs less because of go-lives: the oracle of definition M6.

    The expected transactions, times what each share that moved saves against the web.
    """
    product = municipality.products[name]
    before = true_shares(municipality, name, -municipality.weeks_of_history)
    now = true_shares(municipality, name, week)
    minutes = sum(
        (before[channel] - now[channel]) * _mean_minutes(product, channel) for channel in before
    )
    return expected_number(product, week, this_week.plus(week).week) * minutes / 60


def _mean_minutes(product: Product, channel: Channel) -> float:
    """Minutes of a transaction, with the helped ones among those on the web."""
    alone = product.minutes_of(channel, assisted=False).minutes
    if channel is not Channel.WEB or not product.assisted:
        return alone
    helped = product.minutes_of(channel, assisted=True).minutes
    return (1 - product.assisted) * alone + product.assisted * helped


def simulate(municipality: Municipality, this_week: IsoWeek) -> Iterator[Count]:
    """All counts of the weeks of history, the oldest week first; the running week is not over."""
    for week in range(-municipality.weeks_of_history, 0):
        calendar = this_week.plus(week)
        for name, product in municipality.products.items():
            chance = Random(f"{municipality.seed}/{name}/{week}")  # noqa: S311 no secret
            number = _poisson(expected_number(product, week, calendar.week), chance)
            yield from _counts(municipality, name, week, calendar, number, chance)


def _counts(
    municipality: Municipality,
    name: str,
    week: int,
    calendar: IsoWeek,
    number: int,
    chance: Random,
) -> Iterator[Count]:
    shares = true_shares(municipality, name, week)
    chosen = Counter(chance.choices(list(shares), weights=list(shares.values()), k=number))
    help_share = municipality.products[name].assisted
    helped = sum(chance.random() < help_share for _ in range(chosen[Channel.WEB]))
    for channel in shares:
        alone = chosen[channel] - (helped if channel is Channel.WEB else 0)
        yield Count(name, channel, False, calendar, alone)
    if help_share:
        yield Count(name, Channel.WEB, True, calendar, helped)


def _poisson(expected: float, chance: Random) -> int:
    """A Poisson number by Knuth's multiplication, which is exact; in halves where it underflows."""
    if expected > 500:
        return _poisson(expected / 2, chance) + _poisson(expected / 2, chance)
    limit, number, product = exp(-expected), 0, chance.random()
    while product > limit:
        number += 1
        product *= chance.random()
    return number
