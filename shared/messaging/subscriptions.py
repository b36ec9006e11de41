"""Who hears whom: the whole of it in one place.

A service consumes these queues, provisioning declares them, and a service's rights on the broker
follow from them.
"""

from collections.abc import Sequence

from shared.messaging.topology import (
    IN_EXCHANGE,
    INTERNAL_EXCHANGE,
    PUBLIC_EXCHANGE,
    Subscription,
)

SUBSCRIPTIONS: Sequence[Subscription] = (
    Subscription("planning", "engagement"),
    Subscription("planning", "metrics"),
    Subscription("engagement", "planning", (PUBLIC_EXCHANGE, INTERNAL_EXCHANGE)),
    Subscription("metrics", "planning"),
    Subscription("metrics", "source", (IN_EXCHANGE,)),
)


def heard_by(service: str) -> Sequence[Subscription]:
    """The subscriptions of one service."""
    return [each for each in SUBSCRIPTIONS if each.consumer == service]
