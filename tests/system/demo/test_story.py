"""The story plays on the real services, and what comes out is what the simulator put in."""

import asyncio
from dataclasses import dataclass
from math import sqrt

import httpx
import pytest

from deploy.addresses import AdminAddresses
from deploy.demo.api import Answer, Api
from deploy.demo.municipality import Municipality, load_municipality
from deploy.demo.running import Running, running_services
from deploy.demo.simulator import expected_number, true_relief
from deploy.demo.stage import Stage
from deploy.demo.steering import LATEST_WEEKS, measured_weeks, steering_lines
from deploy.demo.story import Outcome, play
from shared.isoweek import IsoWeek
from shared.runtime.clock import system_clock, today

MEASURED = ("verhuismelding", "brpUittr", "akte_van_de_burgerlijke_stand")
NOT_CHANGED = ("paspoort", "rijbVerlengen")


@dataclass(frozen=True, slots=True)
class Played:
    """What came of the story: its outcome, the steering table, and the hours freed per product."""

    outcome: Outcome
    table: list[str]
    hours: dict[str, list[Answer]]


async def _play(running: Running, municipality: Municipality, said: list[str]) -> Played:
    async with httpx.AsyncClient(base_url=running.url, timeout=30) as client:
        stage = Stage(
            municipality=municipality,
            api=Api(client, running.token),
            source_urls=running.source_urls,
            environment=running.environment,
            today=today(system_clock()),
            say=said.append,
        )
        outcome = await play(stage)
        hours = {
            product: await measured_weeks(stage, product) for product in (*MEASURED, *NOT_CHANGED)
        }
        return Played(outcome, await steering_lines(stage, outcome.decided), hours)


@pytest.mark.timeout(300)
def test_the_loop_closes_on_figures_that_agree_with_the_simulator(servers: AdminAddresses) -> None:
    municipality = load_municipality()
    said: list[str] = []
    with running_services(servers, municipality) as running:
        played = asyncio.run(_play(running, municipality, said))

    assert played.outcome.loop_closed
    assert {decision.team for decision in played.outcome.decided} == {"Publieksplein"}
    assert any(line.startswith("Verhuismelding") for line in played.table)
    assert said[-1].startswith("Publieksplein: ")
    for product in MEASURED:
        assert len(played.hours[product]) == LATEST_WEEKS
        measured = sum(week["relieved"] for week in played.hours[product]) / LATEST_WEEKS
        true, error = _truth(municipality, product)
        assert abs(measured - true) <= 4 * error, product
    for product in NOT_CHANGED:
        assert played.hours[product] == []  # no go-live: the passport dip frees not a single hour


def _truth(municipality: Municipality, product: str) -> tuple[float, float]:
    """The true hours relieved a week, and the standard error of their mean over the weeks."""
    this_week = IsoWeek.of(today(system_clock()))
    rules = municipality.products[product]
    weeks = range(-LATEST_WEEKS, 0)
    number = sum(expected_number(rules, week, this_week.plus(week).week) for week in weeks)
    true = sum(true_relief(municipality, product, this_week, week) for week in weeks) / LATEST_WEEKS
    # A transaction's minutes vary by at most half their range; of the baseline's year still less.
    longest = max(minutes.minutes for minutes in rules.minutes.values())
    return true, longest / 2 * sqrt(number) / 60 / LATEST_WEEKS
