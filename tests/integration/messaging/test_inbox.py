"""The inbox when events fail, wait, are unknown or are no events at all."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.planning_v1 import SubprojectStarted
from shared.database import transaction
from shared.messaging.deliveries import Delivery
from shared.messaging.inbox import ATTEMPT_TAKES, MAX_ATTEMPTS, RETRY_DELAYS
from shared.messaging.operations import retry, unfinished
from shared.messaging.reactions import Reactions, Received
from tests.support.scenarios import wire_bodies
from tests.support.wire import Wire, new_subjects

LONGER_THAN_ANY_DELAY = max(RETRY_DELAYS) + timedelta(minutes=1)


class Killed(BaseException):
    """What the end of a process looks like from inside: nothing after it happens."""


class Faulty:
    """Reactions that keep the ledger and fail, or end the process, for the subjects named."""

    def __init__(self) -> None:
        self.fails: set[UUID] = set()
        self.kills: set[UUID] = set()
        self.calls = 0
        self.reactions = Reactions()

        @self.reactions.on(SubprojectStarted)
        async def started(connection: AsyncConnection, event: Received[SubprojectStarted]) -> None:
            self.calls += 1
            await connection.execute(
                text("INSERT INTO engagement.ledger (id, subject, version) VALUES (:i, :s, :v)"),
                {"i": event.id, "s": event.subject, "v": event.subject_version or 0},
            )
            if event.data.subproject_id in self.kills:
                raise Killed
            if event.data.subproject_id in self.fails:
                raise ArithmeticError("planted")


@pytest.fixture
def faulty(wire: Wire) -> Faulty:
    """The wire with reactions that can be made to fail."""
    faulty = Faulty()
    wire.reactions = faulty.reactions
    return faulty


async def deliveries(wire: Wire) -> list[Delivery]:
    """Everything that planning told, as it would arrive."""
    return [Delivery(body) for body in await wire_bodies(wire)]


def without_version(delivery: Delivery) -> Delivery:
    """The same event from a system that does not count its versions."""
    return Delivery(re.sub(rb'"subjectversion":\d+,', b"", delivery.body))


async def applied_subjects(wire: Wire) -> list[str]:
    """The subjects that had effects, in order."""
    return [subject for _, subject, _ in (await wire.ledger()).applied]


class TestFailing:
    """An event whose reaction raises."""

    async def test_is_parked_and_stops_nobody_else(self, wire: Wire, faulty: Faulty) -> None:
        bad, good = new_subjects(2)
        await wire.record(bad, good)
        faulty.fails = {bad}
        await wire.applier().apply(await deliveries(wire))
        assert await applied_subjects(wire) == [f"subproject/{good}"]
        assert await wire.states() == {"applied": 1, "parked": 1}

    async def test_later_events_of_its_subject_wait_behind_it(
        self, wire: Wire, faulty: Faulty
    ) -> None:
        bad, good = new_subjects(2)
        await wire.record(bad)
        await wire.record(bad, good)
        faulty.fails = {bad}
        applier = wire.applier()
        await applier.apply(await deliveries(wire))
        assert await wire.states() == {"applied": 1, "parked": 1, "waiting": 1}
        faulty.fails = set()
        wire.clock.forward(LONGER_THAN_ANY_DELAY)
        while await applier.retry_due():
            pass
        (await wire.ledger()).assert_whole()

    async def test_without_versions_later_ones_wait_too_also_behind_a_dead_one(
        self, wire: Wire, faulty: Faulty
    ) -> None:
        """As events of sources are: they keep the order in which they arrived."""
        (bad,) = new_subjects(1)
        await wire.record(bad)
        await wire.record(bad)
        first, later = map(without_version, await deliveries(wire))
        faulty.fails = {bad}
        applier = wire.applier()
        await applier.apply([first])
        for _ in range(MAX_ATTEMPTS):
            wire.clock.forward(LONGER_THAN_ANY_DELAY)
            await applier.retry_due()
        await applier.apply([later])
        assert not await applier.retry_due()
        assert await wire.states() == {"dead": 1, "waiting": 1}

        faulty.fails = set()
        async with transaction(wire.engagement) as connection:
            assert await retry(connection, "engagement") == 1
        while await applier.retry_due():
            pass
        assert await wire.states() == {"applied": 2}

    async def test_is_not_tried_before_its_time(self, wire: Wire, faulty: Faulty) -> None:
        (bad,) = new_subjects(1)
        await wire.record(bad)
        faulty.fails = {bad}
        applier = wire.applier()
        await applier.apply(await deliveries(wire))
        calls = faulty.calls
        assert not await applier.retry_due()
        wire.clock.forward(RETRY_DELAYS[0] + timedelta(seconds=1))
        assert await applier.retry_due()
        assert faulty.calls == calls + 1

    async def test_is_dead_after_the_fifth_failure_and_an_operator_can_retry_it(
        self, wire: Wire, faulty: Faulty
    ) -> None:
        (bad,) = new_subjects(1)
        await wire.record(bad)
        await wire.record(bad)
        faulty.fails = {bad}
        applier = wire.applier()
        await applier.apply((await deliveries(wire))[:1])
        for _ in range(MAX_ATTEMPTS + 3):
            wire.clock.forward(LONGER_THAN_ANY_DELAY)
            await applier.retry_due()
        await applier.apply(await deliveries(wire))
        assert faulty.calls == MAX_ATTEMPTS
        assert await wire.states() == {"dead": 1, "waiting": 1}

        faulty.fails = set()
        async with transaction(wire.engagement) as connection:
            shown = await unfinished(connection, "engagement", limit=10)
            assert [(each.state, each.attempts) for each in shown] == [
                ("dead", MAX_ATTEMPTS),
                ("waiting", 0),
            ]
            assert await retry(connection, "engagement", entry=shown[0].entry) == 1
        while await applier.retry_due():
            pass
        (await wire.ledger()).assert_whole()

    async def test_error_that_is_kept_names_no_values(self, wire: Wire, faulty: Faulty) -> None:
        (bad,) = new_subjects(1)
        await wire.record(bad)
        faulty.fails = {bad}
        await wire.applier().apply(await deliveries(wire))
        assert await wire.value("SELECT error FROM engagement.inbox") == "ArithmeticError: planted"


class TestInterrupted:
    """A message that comes again because the process died over it."""

    async def test_is_tried_alone_with_the_attempt_counted_first(
        self, wire: Wire, faulty: Faulty
    ) -> None:
        await wire.record(*new_subjects(1))
        (delivery,) = await deliveries(wire)
        applier = wire.applier()
        await applier.apply([Delivery(delivery.body, redelivered=True)])
        assert await wire.states() == {"parked": 1}
        assert faulty.calls == 0
        await applier.retry_due()
        assert await wire.value("SELECT attempts FROM engagement.inbox") == 1
        (await wire.ledger()).assert_whole()

    async def test_is_dead_after_the_fifth_attempt_that_ended_the_process(
        self, wire: Wire, faulty: Faulty
    ) -> None:
        killer, innocent = new_subjects(2)
        await wire.record(killer, innocent)
        applier = wire.applier()
        await applier.apply(
            [Delivery(each.body, redelivered=True) for each in await deliveries(wire)]
        )
        faulty.kills = {killer}
        for attempt in range(1, MAX_ATTEMPTS + 1):
            with pytest.raises(Killed):
                await applier.retry_due()
            while await applier.retry_due():  # what the next process finds to do
                pass
            wire.clock.forward(ATTEMPT_TAKES)
            assert await applied_subjects(wire) == (
                [] if attempt == 1 else [f"subproject/{innocent}"]
            )
        assert not await applier.retry_due()
        assert await wire.states() == {"applied": 1, "dead": 1}
        assert (
            await wire.value("SELECT attempts FROM engagement.inbox WHERE state = 'dead'")
            == MAX_ATTEMPTS
        )


class TestNoEvent:
    """Bytes and data that can never be applied."""

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"not json", "Invalid JSON"),
            (b"\xff\xfe", "Invalid JSON"),
            (b'{"specversion":"0.3"}', "specversion"),
            (b"[" * 30_000, "Invalid JSON"),
            (b'{"x":"' + b"a" * 70_000 + b'"}', "at most 65536"),
        ],
        ids=["not-json", "not-utf8", "not-cloudevents", "deeply-nested", "over-64-kib"],
    )
    async def test_is_kept_dead_with_its_bytes(self, wire: Wire, body: bytes, said: str) -> None:
        await wire.applier().apply([Delivery(body), Delivery(body)])
        assert await wire.value("SELECT body FROM engagement.inbox WHERE state = 'dead'") == body
        assert said in str(await wire.value("SELECT error FROM engagement.inbox"))

    async def test_wrong_data_is_dead_at_once_and_names_what_is_wrong(self, wire: Wire) -> None:
        await wire.record(*new_subjects(2))
        bad, good = await deliveries(wire)
        wrong = bad.body.replace(b'"startedOn":"2026-03-02"', b'"startedOn":"gisteren"')
        await wire.applier().apply([Delivery(wrong), good])
        assert await wire.states() == {"applied": 1, "dead": 1}
        error = str(await wire.value("SELECT error FROM engagement.inbox WHERE state = 'dead'"))
        assert "startedOn" in error
        assert "gisteren" not in error

    async def test_data_of_another_subject_than_the_envelope_says_is_dead(self, wire: Wire) -> None:
        (subject,) = new_subjects(1)
        await wire.record(subject)
        (delivery,) = await deliveries(wire)
        forged = delivery.body.replace(
            f'"subject":"subproject/{subject}"'.encode(),
            f'"subject":"subproject/{uuid4()}"'.encode(),
        )
        await wire.applier().apply([Delivery(forged)])
        assert await wire.states() == {"dead": 1}


class TestUnknown:
    """What a newer producer may tell."""

    async def test_type_without_reaction_is_accepted_and_counts_for_the_order(
        self, wire: Wire
    ) -> None:
        (subject,) = new_subjects(1)
        await wire.record(subject)
        await wire.record(subject)
        first, second = await deliveries(wire)
        newer = first.body.replace(b"subproject.started.v1", b"subproject.archived.v1")
        await wire.applier().apply([Delivery(newer), second])
        assert await wire.states() == {"applied": 2}
        assert len((await wire.ledger()).applied) == 1

    async def test_unknown_fields_and_attributes_are_ignored(self, wire: Wire) -> None:
        await wire.record(*new_subjects(1))
        (delivery,) = await deliveries(wire)
        newer = delivery.body.replace(b'"data":{', b'"colour":"blue","data":{"mood":"fine",')
        await wire.applier().apply([Delivery(newer)])
        (await wire.ledger()).assert_whole()


class TestBatchReactions:
    """Set-based reactions."""

    async def test_gets_events_of_a_type_together_with_each_subject_in_order(
        self, wire: Wire
    ) -> None:
        subjects = new_subjects(3)
        for _ in range(4):
            await wire.record(*subjects)
        calls: list[list[tuple[str, int | None]]] = []
        wire.reactions = Reactions()

        @wire.reactions.on_batch(SubprojectStarted)
        async def started(
            _connection: AsyncConnection, events: Sequence[Received[SubprojectStarted]]
        ) -> None:
            calls.append([(event.subject, event.subject_version) for event in events])

        await wire.applier().apply(await deliveries(wire))
        (call,) = calls
        assert len(call) == 12
        for subject in subjects:
            versions = [version for name, version in call if name == f"subproject/{subject}"]
            assert versions == [1, 2, 3, 4]
