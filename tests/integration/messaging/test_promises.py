"""The promises of docs/delivery-guarantees.md on the real broker and database, without faults."""

import pytest

from tests.support import scenarios
from tests.support.scenarios import Scenario
from tests.support.wire import Wire


@pytest.mark.parametrize(
    "scenario",
    [
        scenarios.concurrent_commits,
        scenarios.one_id_many_times,
        scenarios.any_order_any_copies,
        scenarios.many_ids_many_copies,
        scenarios.nobody_bound,
        scenarios.stopped_in_the_handler,
        scenarios.failed_once,
        scenarios.two_relays,
        scenarios.database_goes_away,
    ],
    ids=lambda scenario: scenario.__name__,
)
async def test_promise_holds(wire: Wire, scenario: Scenario) -> None:
    """The scenario's own assertions hold, and nothing is left unfinished."""
    await scenario(wire)
    unfinished = await wire.states()
    assert not {"parked", "waiting", "dead"} & set(unfinished)


async def test_an_event_that_always_fails_is_given_up(wire: Wire) -> None:
    """The one promise that ends with something unfinished, and visibly so."""
    await scenarios.fails_for_ever(wire)
    assert await wire.states() == {"dead": 1}
