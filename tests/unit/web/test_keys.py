from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from shared.web.keys import JwksFile, JwksUrl, KeysUnavailable, read_jwks
from tests.support.web_service import NOW


def entry(kid: str, **more: Any) -> dict[str, Any]:
    return dict(ECKey.generate_key("P-256", {"kid": kid}).as_dict(private=False)) | more


def test_keys_that_cannot_be_trusted_are_ignored() -> None:
    document = {
        "keys": [
            entry("good"),
            entry("for-encryption", use="enc"),
            {k: v for k, v in entry("nameless").items() if k != "kid"},
            OctKey.generate_key(256, {"kid": "secret"}).as_dict(private=True),
            RSAKey.generate_key(2048, {"kid": "rsa"}).as_dict(private=False),
        ]
    }
    assert set(read_jwks(document)) == {"good", "rsa"}


async def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "jwks.json"
    path.write_text(httpx.Response(200, json={"keys": [entry("old")]}).text)
    source = JwksFile(path)
    assert await source.key("old") is not None
    path.write_text(httpx.Response(200, json={"keys": [entry("new"), entry("newer")]}).text)
    assert await source.key("new") is not None
    assert await source.key("old") is None


async def test_a_missing_file_is_no_reason_to_call_a_token_invalid(tmp_path: Path) -> None:
    with pytest.raises(KeysUnavailable):
        await JwksFile(tmp_path / "jwks.json").key("any")


class Provider:
    """An identity provider that can be told what to answer."""

    def __init__(self) -> None:
        self.keys = [entry("first")]
        self.status = 200
        self.asked = 0
        self.now = NOW

    def answer(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return httpx.Response(self.status, json={"keys": self.keys})

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def source(self) -> JwksUrl:
        clock: Callable[[], datetime] = lambda: self.now  # noqa: E731
        client = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return JwksUrl("https://provider.example/jwks", client=client, clock=clock)


async def test_keys_are_fetched_once_and_kept() -> None:
    provider = Provider()
    source = provider.source()
    for _ in range(5):
        assert await source.key("first") is not None
    assert provider.asked == 1


async def test_an_unknown_key_is_looked_for_but_not_at_every_request() -> None:
    provider = Provider()
    source = provider.source()
    await source.key("first")
    provider.keys.append(entry("second"))
    for _ in range(5):
        assert await source.key("second") is None
    assert provider.asked == 1
    provider.later(seconds=31)
    assert await source.key("second") is not None
    for kid in ("third", "fourth", "fifth"):
        assert await source.key(kid) is None
    assert provider.asked == 2


async def test_a_withdrawn_key_stops_working_within_ten_minutes() -> None:
    provider = Provider()
    source = provider.source()
    await source.key("first")
    provider.keys = [entry("second")]
    provider.later(minutes=11)
    assert await source.key("first") is None


async def test_known_keys_stay_good_while_the_provider_is_away() -> None:
    provider = Provider()
    source = provider.source()
    await source.key("first")
    provider.status = 500
    provider.later(minutes=11)
    assert await source.key("first") is not None


async def test_without_any_key_nothing_can_be_said() -> None:
    provider = Provider()
    provider.status = 500
    with pytest.raises(KeysUnavailable):
        await provider.source().key("first")
