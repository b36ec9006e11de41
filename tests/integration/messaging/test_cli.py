"""`draagvlak events` and `draagvlak inbox`, as an operator runs them."""

import asyncio

from typer.testing import CliRunner, Result

from shared.messaging.cli import events_app, inbox_app
from shared.messaging.deliveries import Delivery
from tests.support.wire import Wire, new_subjects


async def run(wire: Wire, group: str, *arguments: str) -> Result:
    """The outcome of a command, which runs an event loop of its own."""
    urls = {
        service: lambda url=wire.addresses[service].app_url: url
        for service in ("planning", "engagement")
    }
    app = {"events": events_app, "inbox": inbox_app}[group](urls)
    return await asyncio.to_thread(CliRunner().invoke, app, list(arguments))


async def test_replay_says_how_much_is_told_again_and_from_where(wire: Wire) -> None:
    await wire.record(*new_subjects(3))
    async with wire.consumer(), wire.relay():
        await wire.settled()
    told = (await run(wire, "events", "replay", "planning", "--position", "2")).output
    assert "2 openbare gebeurtenissen van planning gaan opnieuw, vanaf volgnummer 2." in told


async def test_the_inbox_is_shown_without_bodies_and_a_dead_event_can_be_given_up(
    wire: Wire,
) -> None:
    assert (await run(wire, "inbox", "list", "engagement")).output == "Alles is verwerkt.\n"
    await wire.applier().apply([Delivery(b"not json, but Jansen")])

    shown = (await run(wire, "inbox", "list", "engagement")).output
    assert "vastgelopen, 1 keer geprobeerd" in shown
    assert "Jansen" not in shown
    entry = shown.split()[0]

    retried = (await run(wire, "inbox", "retry", "engagement", "--entry", entry)).output
    assert retried == "0 gebeurtenissen worden opnieuw geprobeerd.\n"
    given_up = await run(wire, "inbox", "discard", "engagement", "--entry", entry)
    assert given_up.output == "De gebeurtenis is opgegeven.\n"
    assert (await run(wire, "inbox", "list", "engagement")).output == "Alles is verwerkt.\n"
    again = await run(wire, "inbox", "discard", "engagement", "--entry", entry)
    assert again.exit_code == 2


async def test_a_service_that_is_none_is_refused_with_the_choice(wire: Wire) -> None:
    refused = await run(wire, "inbox", "list", "koers")
    assert refused.exit_code == 2
    assert "planning, engagement" in refused.output
