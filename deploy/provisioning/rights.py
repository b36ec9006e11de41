"""Who may do what on the broker: the whole of it in one place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.messaging.codec import OTHERS
from shared.messaging.subscriptions import heard_by
from shared.messaging.topology import (
    DEAD_EXCHANGE,
    EXCHANGES,
    IN_EXCHANGE,
    INTERNAL_EXCHANGE,
    PUBLIC_EXCHANGE,
)

PUBLISHES: Mapping[str, tuple[str, ...]] = {
    "planning": (PUBLIC_EXCHANGE, INTERNAL_EXCHANGE),
    "engagement": (PUBLIC_EXCHANGE,),
    "metrics": (PUBLIC_EXCHANGE,),
}
PUBLIC_PRODUCERS = tuple(PUBLISHES)

_NOTHING = "^$"


@dataclass(frozen=True, slots=True)
class TopicRights:
    """Patterns of routing keys that a user may publish with, and bind with, on one exchange."""

    write: str
    read: str


@dataclass(frozen=True, slots=True)
class Rights:
    """A user's rights in a vhost: patterns of names, and per exchange patterns of routing keys."""

    configure: str
    write: str
    read: str
    topics: Mapping[str, TopicRights] = field(default_factory=dict)


def service_rights(service: str) -> Rights:
    """Its own queues (`<service>.…`), its own keys where it publishes, and what it hears."""
    own = rf"{service}\..*"
    published = (*PUBLISHES[service], DEAD_EXCHANGE)
    heard = _heard(service)
    return Rights(
        configure=_whole(own),
        # Writing to a queue is binding it; writing to the dead-letter exchange is naming it in a
        # queue.
        write=_whole(own, *map(re.escape, published)),
        read=_whole(own, *map(re.escape, heard)),
        topics={
            exchange: TopicRights(
                write=_starting_with(service) if exchange in published else _NOTHING,
                read=_starting_with(*heard[exchange]) if exchange in heard else _NOTHING,
            )
            for exchange in EXCHANGES
        },
    )


def source_rights() -> Rights:
    """Publish `source.…` to the exchange for others, and nothing else.

    In whose name is not of the routing key: that its `user_id` is its own the broker checks, and
    that what it reports is its own the inbox (`shared/messaging/deliveries.py`).
    """
    return Rights(
        configure=_NOTHING,
        write=_whole(re.escape(IN_EXCHANGE)),
        read=_NOTHING,
        topics={IN_EXCHANGE: TopicRights(write=_starting_with(OTHERS), read=_NOTHING)},
    )


def subscriber_rights(name: str) -> Rights:
    """Queues of its own (`sub.<name>.…`), bound to the public events alone."""
    own = rf"sub\.{re.escape(name)}\..*"
    return Rights(
        configure=_whole(own),
        write=_whole(own),
        read=_whole(own, re.escape(PUBLIC_EXCHANGE)),
        topics={
            PUBLIC_EXCHANGE: TopicRights(write=_NOTHING, read=_starting_with(*PUBLIC_PRODUCERS))
        },
    )


def _heard(service: str) -> Mapping[str, Sequence[str]]:
    """Whom a service hears on each exchange; on the one for dead letters itself."""
    heard = {DEAD_EXCHANGE: [service]}
    for subscription in heard_by(service):
        for exchange in subscription.exchanges:
            heard.setdefault(exchange, []).append(subscription.producer)
    return heard


def _starting_with(*names: str) -> str:
    return rf"^({'|'.join(names)})\."


def _whole(*patterns: str) -> str:
    return f"^({'|'.join(patterns)})$"
