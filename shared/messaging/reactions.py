"""What a service does when it hears an event: a function per event type."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import EventData

Data = TypeVar("Data", bound=EventData)


@dataclass(frozen=True, slots=True)
class Received(Generic[Data]):
    """An event as heard, its data checked against the contract."""

    id: str
    source: str
    subject: str
    subject_version: int | None
    time: datetime
    traceparent: str | None
    data: Data


One = Callable[[AsyncConnection, Received[Data]], Awaitable[None]]
Many = Callable[[AsyncConnection, Sequence[Received[Data]]], Awaitable[None]]
AnyMany = Callable[[AsyncConnection, Sequence[Received[Any]]], Awaitable[None]]


class Reactions:
    """The reactions of one service, by event type. An event without one is accepted and leaves no
    effect.
    """

    def __init__(self) -> None:
        self._by_type: dict[str, tuple[type[EventData], AnyMany]] = {}

    def on(self, contract: type[Data]) -> Callable[[One[Data]], One[Data]]:
        """Register a reaction to one event at a time."""

        def register(reaction: One[Data]) -> One[Data]:
            async def each(connection: AsyncConnection, events: Sequence[Received[Data]]) -> None:
                for event in events:
                    await reaction(connection, event)

            self._add(contract, each)
            return reaction

        return register

    def on_batch(self, contract: type[Data]) -> Callable[[Many[Data]], Many[Data]]:
        """Register a set-based reaction: it gets events of one type together, each subject's in
        order.
        """

        def register(reaction: Many[Data]) -> Many[Data]:
            self._add(contract, reaction)
            return reaction

        return register

    def _add(self, contract: type[EventData], reaction: AnyMany) -> None:
        if contract.event_type in self._by_type:
            raise ValueError(f"a second reaction to {contract.event_type}")
        self._by_type[contract.event_type] = (contract, reaction)

    def contract(self, event_type: str) -> type[EventData] | None:
        """The contract of a type this service reacts to; None when it does not."""
        found = self._by_type.get(event_type)
        return None if found is None else found[0]

    async def apply(
        self, connection: AsyncConnection, events: Sequence[tuple[str, Received[Any]]]
    ) -> None:
        """Call the reactions for (type, event) pairs, set-based where order allows.

        Events of a subject keep their order; events of different subjects may change places, so
        that those of one type come together.
        """
        for event_type, group in _groups(events):
            await self._by_type[event_type][1](connection, group)


def _groups(
    events: Sequence[tuple[str, Received[Any]]],
) -> Iterator[tuple[str, list[Received[Any]]]]:
    """Cut a sequence into groups of one type; a group closes before a subject moves on to another
    type.
    """
    open_groups: dict[str, list[Received[Any]]] = {}
    last_type: dict[tuple[str, str], str] = {}
    for event_type, event in events:
        subject = (event.source, event.subject)
        before = last_type.get(subject, event_type)
        if before != event_type and before in open_groups:
            yield before, open_groups.pop(before)
        open_groups.setdefault(event_type, []).append(event)
        last_type[subject] = event_type
    yield from open_groups.items()
