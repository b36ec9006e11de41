"""The public keys that tokens are checked with, from a JWKS in a file or at a URL."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

PublicKey = RSAKey | ECKey | OKPKey

KEYS_STAY_FRESH = timedelta(minutes=10)
REFETCH_AT_MOST_EVERY = timedelta(seconds=30)
SMALLEST_RSA_BITS = 2048


class KeysUnavailable(Exception):
    """No key is known and the place that has them does not answer."""


class KeySource(Protocol):
    """Where public keys come from."""

    async def key(self, kid: str) -> PublicKey | None:
        """The key with this id, or None.

        Raises:
            KeysUnavailable: there is no way to tell.
        """


def read_jwks(document: Mapping[str, Any]) -> Mapping[str, PublicKey]:
    """The usable keys by id: asymmetric, for signatures, strong enough. The rest is ignored."""
    keys: dict[str, PublicKey] = {}
    for entry in document.get("keys", ()):
        if entry.get("kty") not in ("RSA", "EC", "OKP") or entry.get("use", "sig") != "sig":
            continue
        key = JWKRegistry.import_key(entry)
        if not isinstance(key, RSAKey | ECKey | OKPKey) or not isinstance(key.kid, str):
            continue
        if isinstance(key, RSAKey) and key.public_key.key_size < SMALLEST_RSA_BITS:
            continue
        keys[key.kid] = key
    return keys


class JwksFile:
    """Keys from a file, read again when the file changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._keys: Mapping[str, PublicKey] = {}

    async def key(self, kid: str) -> PublicKey | None:
        """The key with this id, or None. Raises KeysUnavailable when the file cannot be read."""
        try:
            status = self._path.stat()
            version = (status.st_mtime_ns, status.st_size)
            if version != self._seen:
                self._keys = read_jwks(json.loads(self._path.read_bytes()))
                self._seen = version
        except (OSError, ValueError) as error:
            raise KeysUnavailable("the key file cannot be read") from error
        return self._keys.get(kid)


class JwksUrl:
    """Keys from the identity provider, kept for ten minutes.

    An unknown id makes it look again, but not every one does.

    When the provider does not answer, the keys already known stay good.
    """

    def __init__(
        self, url: str, *, client: httpx.AsyncClient, clock: Callable[[], datetime]
    ) -> None:
        self._url = url
        self._client = client
        self._clock = clock
        self._lock = asyncio.Lock()
        self._keys: Mapping[str, PublicKey] = {}
        self._tried_at: datetime | None = None
        self._fetched_at: datetime | None = None

    async def key(self, kid: str) -> PublicKey | None:
        """The key with this id, or None. Raises KeysUnavailable when no key was ever fetched."""
        if self._should_fetch(kid):
            async with self._lock:
                if self._should_fetch(kid):
                    await self._fetch()
        if self._fetched_at is None:
            raise KeysUnavailable("the identity provider does not answer")
        return self._keys.get(kid)

    def _should_fetch(self, kid: str) -> bool:
        now = self._clock()
        if self._tried_at is not None and now - self._tried_at < REFETCH_AT_MOST_EVERY:
            return False
        if self._fetched_at is None or now - self._fetched_at >= KEYS_STAY_FRESH:
            return True
        return kid not in self._keys

    async def _fetch(self) -> None:
        self._tried_at = self._clock()
        try:
            answer = await self._client.get(self._url)
            answer.raise_for_status()
            self._keys = read_jwks(answer.json())
        except (httpx.HTTPError, ValueError, AttributeError):
            return
        self._fetched_at = self._tried_at
