"""Asking a RabbitMQ's management API whether it takes clients."""

from urllib.parse import urlsplit

import httpx

_TIMEOUT = 5.0


def listener_is_up(api_url: str, amqp_port: int) -> bool:
    """Whether the broker behind this API (credentials in the URL) says it takes clients there."""
    address = urlsplit(api_url)
    try:
        answer = httpx.get(
            f"http://{address.hostname}:{address.port}/api/health/checks/port-listener/{amqp_port}",
            auth=(address.username or "", address.password or ""),
            timeout=_TIMEOUT,
            trust_env=False,
        )
    except httpx.HTTPError:
        return False
    return answer.is_success
