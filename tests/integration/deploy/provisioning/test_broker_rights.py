"""Who may do what on the broker: every cell of user, act, queue, exchange and routing key."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractRobustConnection
from aiormq.exceptions import ChannelAccessRefused, ChannelPreconditionFailed
from faststream.rabbit import RabbitBroker, RabbitQueue
from pamqp.common import Arguments

from deploy.provisioning import SERVICES, Installation
from deploy.provisioning.rabbitmq import ManagementApi, add_source, add_subscriber, broker_url
from shared.messaging.topology import (
    DEAD_EXCHANGE,
    EXCHANGES,
    IN_EXCHANGE,
    INTERNAL_EXCHANGE,
    PUBLIC_EXCHANGE,
    source_account,
)
from shared.refusal import Refusal
from tests.support.installations import Vhost, source_url
from tests.support.waiting import until

SUBSCRIBER = f"zaaksysteem-{secrets.token_hex(4)}"
"""Its own in every process: the workers of a run share the broker."""

SOURCE = source_account("balieregistratie")
USERS = (*SERVICES, SOURCE, SUBSCRIBER)
PRODUCERS = (*SERVICES, "source")
PUBLISHES = {
    ("planning", PUBLIC_EXCHANGE, "planning"),
    ("planning", INTERNAL_EXCHANGE, "planning"),
    ("engagement", PUBLIC_EXCHANGE, "engagement"),
    ("metrics", PUBLIC_EXCHANGE, "metrics"),
    (SOURCE, IN_EXCHANGE, "source"),
} | {(service, DEAD_EXCHANGE, service) for service in SERVICES}
BINDS = (
    {
        ("planning", PUBLIC_EXCHANGE, "engagement"),
        ("planning", PUBLIC_EXCHANGE, "metrics"),
        ("engagement", PUBLIC_EXCHANGE, "planning"),
        ("engagement", INTERNAL_EXCHANGE, "planning"),
        ("metrics", PUBLIC_EXCHANGE, "planning"),
        ("metrics", IN_EXCHANGE, "source"),
    }
    | {(service, DEAD_EXCHANGE, service) for service in SERVICES}
    | {(SUBSCRIBER, PUBLIC_EXCHANGE, service) for service in SERVICES}
)

Act = Callable[[AbstractChannel], Awaitable[object]]


class Broker:
    """A vhost with one open connection per user."""

    def __init__(self, vhost: Vhost, connections: Mapping[str, AbstractRobustConnection]) -> None:
        self.vhost = vhost
        self.connections = connections

    async def lets(self, user: str, act: Act) -> bool:
        """Whether the broker lets the user do this."""
        async with await self.connections[user].channel() as channel:
            try:
                await act(channel)
            except ChannelAccessRefused:
                return False
            return True


@pytest.fixture
async def broker(vhost: Vhost) -> AsyncIterator[Broker]:
    """Every user connected, and a queue of every user's own."""
    installation = vhost.installation
    await add_subscriber(vhost.api_url, installation, SUBSCRIBER, "wachtwoord")
    urls = {service: vhost.broker_url(service) for service in SERVICES}
    urls[SOURCE] = await source_url(vhost, "balieregistratie")
    urls[SUBSCRIBER] = broker_url(
        vhost.admin_url, vhost.name, installation.broker_user(SUBSCRIBER), "wachtwoord"
    )
    async with _connected(vhost.admin_url) as admin, await admin.channel() as channel:
        for user in USERS:
            await channel.declare_queue(own_queue(user), durable=True)
        connections = {user: await aio_pika.connect_robust(url) for user, url in urls.items()}
        try:
            yield Broker(vhost, connections)
        finally:
            for connection in connections.values():
                await connection.close()
            async with ManagementApi(vhost.api_url) as api:
                await api.delete("users", installation.broker_user(SUBSCRIBER))


def own_queue(user: str) -> str:
    return f"sub.{user}.alles" if user == SUBSCRIBER else f"{user}.alles"


async def test_publishing_is_allowed_on_the_own_exchanges_under_the_own_name_alone(
    broker: Broker,
) -> None:
    allowed = {
        (user, exchange, producer)
        for user, exchange, producer in _cells()
        if await broker.lets(user, _publish(exchange, f"{producer}.thing.happened.v1"))
    }
    assert allowed == PUBLISHES


async def test_binding_is_allowed_to_what_a_user_hears_alone(broker: Broker) -> None:
    allowed = {
        (user, exchange, producer)
        for user, exchange, producer in _cells()
        if await broker.lets(user, _bind(own_queue(user), exchange, f"{producer}.#"))
    }
    assert allowed == BINDS


async def test_nobody_binds_to_everything(broker: Broker) -> None:
    assert not [
        (user, exchange)
        for user in USERS
        for exchange in EXCHANGES
        if await broker.lets(user, _bind(own_queue(user), exchange, "#"))
    ]


async def test_everybody_declares_reads_and_deletes_queues_of_its_own_alone(broker: Broker) -> None:
    acts: dict[str, Callable[[str], Act]] = {
        "declare": _declare,
        "read": _read,
        "purge": _purge,
        "delete": _delete,
    }
    allowed = {
        (user, act, owner)
        for act, make in acts.items()
        for user in USERS
        for owner in USERS
        if await broker.lets(user, make(own_queue(owner)))
    }
    assert allowed == {(user, act, user) for act in acts for user in USERS if user != SOURCE}


async def test_nobody_changes_exchanges_or_publishes_past_them(broker: Broker) -> None:
    acts: tuple[Act, ...] = (
        *(_delete_exchange(exchange) for exchange in EXCHANGES),
        _declare_exchange("planning.eigen"),
        _publish("", "planning.alles"),
    )
    allowed = [
        (user, index)
        for user in USERS
        for index, act in enumerate(acts)
        if await broker.lets(user, act)
    ]
    # Names that begin with its own are a service's; what they hold nobody else can bind to.
    assert allowed == [("planning", len(EXCHANGES))]


async def test_a_queue_of_a_service_may_name_the_dead_letter_exchange(broker: Broker) -> None:
    arguments: Arguments = {"x-dead-letter-exchange": DEAD_EXCHANGE, "x-queue-type": "quorum"}
    for service in SERVICES:
        assert await broker.lets(
            service,
            _declare(f"{service}.met-net", arguments),
        )


async def test_a_source_cannot_say_that_it_is_another(broker: Broker) -> None:
    """The account that a report tells is the one that reported, or none."""
    installation = broker.vhost.installation
    own = installation.broker_user(SOURCE)
    others = [installation.broker_user(user) for user in ("metrics", source_account("loket"))]
    connection = broker.connections[SOURCE]
    allowed = []
    for user_id in (None, own, *others):
        async with await connection.channel() as channel:
            target = await channel.get_exchange(IN_EXCHANGE, ensure=False)
            message = aio_pika.Message(b"{}", user_id=user_id)
            try:
                await target.publish(message, "source.thing.happened.v1", mandatory=False)
            except ChannelPreconditionFailed:
                continue
            allowed.append(user_id)
    assert allowed == [None, own]


async def test_no_service_or_source_administers_the_broker(broker: Broker) -> None:
    async with ManagementApi(broker.vhost.api_url) as api:
        users = {user["name"]: user["tags"] for user in await api.get("users")}
    ours = [broker.vhost.installation.broker_user(name) for name in (*SERVICES, SOURCE)]
    assert [users[name] for name in ours] == [[]] * 4


async def test_a_subscriber_that_stays_away_cannot_fill_the_disk(broker: Broker) -> None:
    async def policy() -> object:
        async with ManagementApi(broker.vhost.api_url) as api:
            queue = await api.get("queues", broker.vhost.name, own_queue(SUBSCRIBER))
            return queue.get("effective_policy_definition")

    definition = await until(policy, reason="the operator's policy applies")
    assert isinstance(definition, dict)
    assert set(definition) == {"max-length-bytes", "expires"}


@pytest.mark.parametrize("name", [*SERVICES, "administrator"])
async def test_a_subscriber_cannot_take_the_account_of_another(vhost: Vhost, name: str) -> None:
    urls = {service: vhost.broker_url(service) for service in SERVICES}
    urls["administrator"] = vhost.admin_url
    with pytest.raises(Refusal, match=name):
        await add_subscriber(vhost.api_url, Installation(vhost=vhost.name), name, "x")
    async with _connected(urls[name]):
        pass  # its own password still lets it in


@pytest.mark.parametrize("name", ["Zaaksysteem", "a.b", "9", ""])
async def test_a_name_that_would_widen_a_pattern_is_refused(vhost: Vhost, name: str) -> None:
    with pytest.raises(Refusal, match="kleine letters"):
        await add_subscriber(vhost.api_url, Installation(vhost=vhost.name), name, "x")


@pytest.mark.parametrize("name", ["Loket", "a.b", "a" * 41, ""])
async def test_a_name_that_no_source_can_have_is_refused(vhost: Vhost, name: str) -> None:
    with pytest.raises(Refusal, match="hoogstens 40 kleine letters"):
        await add_source(vhost.api_url, Installation(vhost=vhost.name), name, "x")


@pytest.mark.parametrize("service", SERVICES)
async def test_faststream_starts_and_consumes_with_the_rights_of_a_service(
    vhost: Vhost, service: str
) -> None:
    heard: list[str] = []
    faststream = RabbitBroker(vhost.broker_url(service))

    @faststream.subscriber(RabbitQueue(f"{service}.proef", durable=True))
    async def hear(message: str) -> None:
        heard.append(message)

    await faststream.start()
    try:
        async with _connected(vhost.admin_url) as admin, await admin.channel() as channel:
            await channel.default_exchange.publish(
                aio_pika.Message(b"hallo", content_type="text/plain"), f"{service}.proef"
            )
        await until(lambda: heard == ["hallo"])
    finally:
        await faststream.stop()


def _cells() -> Iterator[tuple[str, str, str]]:
    return (
        (user, exchange, producer)
        for user in USERS
        for exchange in EXCHANGES
        for producer in PRODUCERS
    )


def _publish(exchange: str, routing_key: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        target = await channel.get_exchange(exchange, ensure=False)
        await target.publish(aio_pika.Message(b"{}"), routing_key, mandatory=False)

    return act


def _bind(queue: str, exchange: str, routing_key: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        target = await channel.get_queue(queue, ensure=False)
        await target.bind(exchange, routing_key)

    return act


def _declare(queue: str, arguments: Arguments = None) -> Act:
    return lambda channel: channel.declare_queue(queue, durable=True, arguments=arguments)


def _read(queue: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await (await channel.get_queue(queue, ensure=False)).get(no_ack=True, fail=False)

    return act


def _purge(queue: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await (await channel.get_queue(queue, ensure=False)).purge()

    return act


def _delete(queue: str) -> Act:
    return lambda channel: channel.queue_delete(queue)


def _delete_exchange(exchange: str) -> Act:
    return lambda channel: channel.exchange_delete(exchange)


def _declare_exchange(exchange: str) -> Act:
    return lambda channel: channel.declare_exchange(exchange, durable=True)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AbstractRobustConnection]:
    connection = await aio_pika.connect_robust(url)
    try:
        yield connection
    finally:
        await connection.close()
