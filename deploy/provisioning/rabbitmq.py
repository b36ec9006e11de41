"""The broker of one municipality: a vhost, exchanges, queues, and users with least rights."""

import re
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

import aio_pika
import httpx
from pydantic import TypeAdapter, ValidationError

from deploy.provisioning.installation import SERVICES, Installation, Passwords
from deploy.provisioning.rights import (
    Rights,
    service_rights,
    source_rights,
    subscriber_rights,
)
from shared.contracts.vocabulary import SourceName
from shared.messaging.subscriptions import SUBSCRIPTIONS
from shared.messaging.topology import (
    EXCHANGES,
    Subscription,
    declare_queues,
    queue_exists,
    source_account,
)
from shared.refusal import Reason, Refusal

_TIMEOUT = 30.0
_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_SOURCE: TypeAdapter[str] = TypeAdapter(SourceName)
_SUBSCRIBER_QUEUES = {
    "pattern": r"^sub\.",
    "apply-to": "queues",
    "definition": {"max-length-bytes": 64 * 1024 * 1024, "expires": 14 * 24 * 3600 * 1000},
}
"""A subscriber that stays away loses its queue, not our disk, and catches up by the feed."""


class ManagementApi:
    """RabbitMQ's management API, as far as needed; raises `httpx.HTTPStatusError` on a refusal."""

    def __init__(self, api_url: str) -> None:
        address = urlsplit(api_url)
        self.administrator = address.username or ""
        self._client = httpx.AsyncClient(
            base_url=f"{address.scheme}://{address.hostname}:{address.port}/api/",
            auth=(self.administrator, address.password or ""),
            timeout=_TIMEOUT,
            trust_env=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def put(self, *path: str, body: Mapping[str, Any] | None = None) -> None:
        """Create or set the thing at this path."""
        (await self._client.put(_join(path), json=body or {})).raise_for_status()

    async def get(self, *path: str) -> Any:
        """The thing at this path, as JSON."""
        answer = (await self._client.get(_join(path))).raise_for_status()
        return answer.json()

    async def delete(self, *path: str) -> None:
        """Remove the thing at this path; quiet when it is not there."""
        answer = await self._client.delete(_join(path))
        if answer.status_code != httpx.codes.NOT_FOUND:
            answer.raise_for_status()


async def provision_rabbitmq(
    api_url: str, installation: Installation, passwords: Passwords
) -> None:
    """Create what is missing and set every right again."""
    vhost = installation.vhost
    async with ManagementApi(api_url) as api:
        await api.put("vhosts", vhost)
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        await api.put("permissions", vhost, api.administrator, body=everything)
        for exchange, kind in EXCHANGES.items():
            await api.put("exchanges", vhost, exchange, body={"type": kind, "durable": True})
        await api.put("operator-policies", vhost, "subscriber-queues", body=_SUBSCRIBER_QUEUES)
        for service in SERVICES:
            password, rights = passwords.broker(service), service_rights(service)
            await _put_user(api, installation, service, password, rights)


async def provision_queues(url: str, vhost: str) -> Sequence[Subscription]:
    """Declare every consumer's queue, so that none misses what is told before it starts; answer
    those that were not there. `url` is an administrator's.
    """
    async with await aio_pika.connect(broker_url(url, vhost)) as connection:
        new = [each for each in SUBSCRIPTIONS if not await queue_exists(connection, each.queue)]
        async with connection.channel() as channel:
            await declare_queues(channel, SUBSCRIPTIONS)
    return new


async def add_subscriber(
    api_url: str, installation: Installation, name: str, password: str
) -> None:
    """Let a system of the municipality listen to public events on queues named `sub.<name>.…`.

    Raises `Refusal` for a name with other signs than small letters, digits and hyphens, and for
    the name of an account that is no subscriber's.
    """
    if not _NAME.fullmatch(name):
        raise Refusal(
            Reason("invalid-name", "Een naam bestaat uit kleine letters, cijfers en koppeltekens.")
        )
    async with ManagementApi(api_url) as api:
        if name in (*SERVICES, api.administrator):
            raise Refusal(Reason("name-taken", f"De naam {name} is van Draagvlak zelf."))
        await _put_user(api, installation, name, password, subscriber_rights(name))


async def add_source(api_url: str, installation: Installation, name: str, password: str) -> None:
    """Let the source of this name report, with the account `source.<name>`.

    Raises `Refusal` for a name that no source can have.
    """
    try:
        _SOURCE.validate_python(name)
    except ValidationError:
        raise Refusal(
            Reason(
                "invalid-name",
                "De naam van een bron bestaat uit hoogstens 40 kleine letters, cijfers en"
                " koppeltekens.",
            )
        ) from None
    async with ManagementApi(api_url) as api:
        await _put_user(api, installation, source_account(name), password, source_rights())


def broker_url(url: str, vhost: str, user: str | None = None, password: str | None = None) -> str:
    """The same broker, another vhost and, when given, another user."""
    parts = urlsplit(url)
    login, _, server = parts.netloc.rpartition("@")
    if user is not None and password is not None:
        login = f"{user}:{password}"
    return f"{parts.scheme}://{login}@{server}/{quote(vhost, safe='')}"


async def _put_user(
    api: ManagementApi, installation: Installation, name: str, password: str, rights: Rights
) -> None:
    user, vhost = installation.broker_user(name), installation.vhost
    await api.put("users", user, body={"password": password, "tags": ""})
    await api.put(
        "permissions",
        vhost,
        user,
        body={"configure": rights.configure, "write": rights.write, "read": rights.read},
    )
    for exchange, topic in rights.topics.items():
        await api.put(
            "topic-permissions",
            vhost,
            user,
            body={"exchange": exchange, "write": topic.write, "read": topic.read},
        )


def _join(path: tuple[str, ...]) -> str:
    return "/".join(quote(part, safe="") for part in path)
