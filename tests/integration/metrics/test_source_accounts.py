"""Sources that report over the broker, each with an account of its own: none speaks as another."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import aio_pika
import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.products import Product, add_product
from services.metrics.domain.figures import DigitallyPossible
from services.metrics.reactions import build_reactions
from services.metrics.tables import inbox
from shared.contracts.channels import Channel
from shared.contracts.envelope import CONTENT_TYPE
from shared.contracts.source_v1 import TransactionRow, TransactionsRecorded
from shared.database import transaction
from shared.messaging import operations
from shared.messaging.consumer import Consumer
from shared.messaging.inbox import InboxApplier
from shared.messaging.inbox_rows import State
from shared.messaging.processor import InboxProcessor
from shared.messaging.subscriptions import heard_by
from shared.messaging.telemetry import ConsumerTelemetry, MessagingTelemetry
from shared.messaging.topology import IN_EXCHANGE
from tests.support.installations import Vhost, source_url
from tests.support.metrics import MOVING, add_products, add_source, rows_of
from tests.support.waiting import until
from tests.support.wire import OIN, ManualClock, running

LATER_PRODUCT = "rijbewijs"
(SUBSCRIPTION,) = (each for each in heard_by("metrics") if each.producer == "source")

_COUNTED = """
SELECT s.source, t.completed
FROM metrics.transactions t JOIN metrics.series s ON s.id = t.series_id ORDER BY s.source
"""


class Reports:
    """Metrics' queue with its consumer behind it, and two sources that report."""

    def __init__(self, vhost: Vhost, engine: AsyncEngine) -> None:
        self._vhost = vhost
        self._engine = engine
        self.clock = ManualClock()
        self.applier = InboxApplier(
            engine, inbox, "source", build_reactions(self.clock), self.clock
        )

    async def publish(self, by: str, body: bytes, *, without_user_id: bool = False) -> None:
        """Report a body with the account of a source."""
        url = await source_url(self._vhost, by)
        async with await aio_pika.connect(url) as connection:
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            exchange = await channel.get_exchange(IN_EXCHANGE, ensure=False)
            await exchange.publish(
                aio_pika.Message(
                    body,
                    content_type=CONTENT_TYPE,
                    delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                    user_id=None if without_user_id else urlsplit(url).username,
                ),
                TransactionsRecorded.routing_key(),
            )

    async def heard(self, *states: State) -> None:
        """Wait until what was reported has come to this, in the order of arrival."""

        async def come() -> bool:
            return await self.states() == list(states)

        await until(come, reason=f"the inbox holds {states}")

    async def states(self) -> list[State]:
        """What became of everything that arrived."""
        query = "SELECT state FROM metrics.inbox ORDER BY entry"
        return [State(str(state)) for (state,) in await self._rows(query)]

    async def counted(self) -> Sequence[object]:
        """Source and number of the transactions that count."""
        return await self._rows(_COUNTED)

    async def dead(self) -> Sequence[object]:
        """Error and bytes of what is dead."""
        return await self._rows("SELECT error, body FROM metrics.inbox WHERE state = 'dead'")

    async def _rows(self, query: str) -> Sequence[tuple[object, ...]]:
        async with transaction(self._engine) as connection:
            return await rows_of(connection, query)


@pytest.fixture
async def reports(vhost: Vhost, engine: AsyncEngine) -> AsyncIterator[Reports]:
    await add_products(engine, MOVING)
    for name in ("loket", "zaaksysteem"):
        await add_source(engine, name, (MOVING, Channel.BALIE))
    reports = Reports(vhost, engine)
    telemetry = ConsumerTelemetry(
        MessagingTelemetry(CollectorRegistry()), "metrics", SUBSCRIPTION.queue
    )
    processor = InboxProcessor(reports.applier, telemetry, reports.clock)
    consumer = Consumer(SUBSCRIPTION, vhost.broker_url("metrics"), processor, telemetry)
    async with running(consumer.run()):
        await until(lambda: telemetry.consuming, reason="the consumer is registered")
        yield reports


def report(source: str, completed: int, product: str = MOVING) -> bytes:
    """A report of one count, as it goes over the wire."""
    row = TransactionRow(
        product=product, channel=Channel.BALIE, period="2026-W10", completed=completed
    )
    data = TransactionsRecorded(source=source, rows=(row,))
    return json.dumps(
        {
            "specversion": "1.0",
            "id": str(uuid4()),
            "source": f"urn:nld:oin:{OIN}:systeem:{source}",
            "type": data.event_type,
            "subject": data.subject,
            "time": "2026-04-07T09:00:00Z",
            "data": data.model_dump(mode="json", by_alias=True),
        }
    ).encode()


async def test_a_source_that_names_another_is_dead_and_changes_nothing(
    reports: Reports, vhost: Vhost
) -> None:
    forged = report("loket", 999)
    await reports.publish("loket", report("loket", 12))
    await reports.heard(State.APPLIED)
    await reports.publish("zaaksysteem", forged)
    await reports.heard(State.APPLIED, State.DEAD)
    assert await reports.counted() == [("loket", 12)]
    account = vhost.installation.broker_user("source.zaaksysteem")
    assert await reports.dead() == [(f"user_id: {account} reports in the name of another", forged)]


async def test_what_was_reported_in_the_name_of_a_source_does_not_stand_in_its_way(
    reports: Reports,
) -> None:
    """Not by its subject, behind which its later reports would wait, and not by its id."""
    body = report("loket", 12)
    await reports.publish("zaaksysteem", body)
    await reports.heard(State.DEAD)
    await reports.publish("loket", body)
    await reports.heard(State.DEAD, State.APPLIED)
    assert await reports.counted() == [("loket", 12)]


async def test_a_report_without_an_account_is_dead_and_counts_once_it_is_sent_with_it(
    reports: Reports,
) -> None:
    body = report("loket", 12)
    await reports.publish("loket", body, without_user_id=True)
    await reports.heard(State.DEAD)
    assert await reports.dead() == [("user_id: missing, must be the own account", body)]
    assert await reports.counted() == []
    await reports.publish("loket", body)
    await reports.heard(State.DEAD, State.APPLIED)


async def test_a_report_that_was_refused_stays_refused_when_all_is_retried(
    reports: Reports, engine: AsyncEngine
) -> None:
    """What is kept has no account: tried again, it would be read as anybody's."""
    await reports.publish("zaaksysteem", report("loket", 999))
    await reports.heard(State.DEAD)
    async with transaction(engine) as connection:
        assert await operations.retry(connection, "metrics") == 0
    assert not await reports.applier.retry_due()
    assert await reports.counted() == []


async def test_a_report_that_was_admitted_stays_admitted_when_it_is_tried_again(
    reports: Reports, engine: AsyncEngine
) -> None:
    """Its account was checked when it came, and is not kept."""
    await reports.publish("loket", report("loket", 12, product=LATER_PRODUCT))
    await reports.heard(State.PARKED)
    async with transaction(engine) as connection:
        await add_product(
            connection, Product(LATER_PRODUCT, "Rijbewijs", DigitallyPossible.FULLY, True)
        )
    reports.clock.forward(timedelta(minutes=1))
    await reports.applier.retry_due()
    await reports.heard(State.APPLIED)
    assert await reports.counted() == [("loket", 12)]
