"""Attacks on tokens: each is refused, and only for the reason the test is about."""

import base64
import hashlib
import hmac
import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jwt import encode

from shared.web.access import Role
from shared.web.keys import JwksFile
from shared.web.token import InvalidToken, TokenVerifier, create_signing_key
from tests.support.web_service import AUDIENCE, ISSUER, NOW, WebService

THINGS = "/planning/v1/things"


def verifier(jwks: Path) -> TokenVerifier:
    return TokenVerifier(JwksFile(jwks), issuer=ISSUER, audience=AUDIENCE, clock=lambda: NOW)


def claims(**changes: Any) -> dict[str, Any]:
    valid = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "3f0c",
        "exp": int(NOW.timestamp()) + 3600,
        "roles": ["programme-manager"],
    }
    return {name: value for name, value in (valid | changes).items() if value is not None}


def signed(service: WebService, /, **changes: Any) -> str:
    """A token of the right key with any claims."""
    key = ECKey.import_key(json.loads(service.signing_key.read_text()))
    return encode({"alg": "ES256", "kid": key.kid}, claims(**changes), key)


def known_kid(service: WebService) -> str:
    return str(json.loads(service.jwks.read_text())["keys"][0]["kid"])


def segment(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


async def refusal(service: WebService, token: str) -> httpx.Response:
    """The answer to this token; a 401 that does not say what was wrong with it."""
    async with service.client() as client:
        answer = await client.get(THINGS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="draagvlak", error="invalid_token"'
    return answer


async def test_a_valid_token_says_who_calls(service: WebService) -> None:
    team = UUID(int=1)
    token = service.token(Role.TEAM_LEADER, team_ids=[team], subject="9a9a")
    said = await verifier(service.jwks).verify(token)
    assert said.subject == "9a9a"
    assert said.roles == {"team-leader"}
    assert said.team_ids == {team}
    assert said.programme_ids == frozenset()


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS256", RSAKey.generate_key(2048, {"kid": "k"})),
        ("PS256", RSAKey.generate_key(2048, {"kid": "k"})),
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "k"})),
    ],
)
async def test_the_usual_asymmetric_algorithms_are_accepted(
    tmp_path: Path, algorithm: str, key: RSAKey | OKPKey
) -> None:
    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    token = encode({"alg": algorithm, "kid": "k"}, claims(), key, algorithms=[algorithm])
    assert (await verifier(jwks).verify(token)).subject == "3f0c"


async def test_a_token_without_signature_is_refused(service: WebService) -> None:
    header = segment({"alg": "none", "kid": known_kid(service)})
    await refusal(service, f"{header}.{segment(claims())}.")


async def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(
    service: WebService,
) -> None:
    public = json.loads(service.jwks.read_text())["keys"][0]
    secrets = [
        json.dumps(public).encode(),
        ECKey.import_key(public).as_pem(private=False),
    ]
    for secret in secrets:
        unsigned = f"{segment({'alg': 'HS256', 'kid': public['kid']})}.{segment(claims())}"
        digest = hmac.new(secret, unsigned.encode(), hashlib.sha256).digest()
        signature = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        await refusal(service, f"{unsigned}.{signature}")


async def test_a_token_of_another_key_under_a_known_id_is_refused(service: WebService) -> None:
    stranger = ECKey.generate_key("P-256")
    token = encode({"alg": "ES256", "kid": known_kid(service)}, claims(), stranger)
    await refusal(service, token)


async def test_a_token_of_an_unknown_key_is_refused(service: WebService) -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "stranger"})
    await refusal(service, encode({"alg": "ES256", "kid": "stranger"}, claims(), stranger))


async def test_a_token_that_brings_its_own_key_is_refused(service: WebService) -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "own"})
    header = {"alg": "ES256", "kid": "own", "jwk": stranger.as_dict(private=False)}
    await refusal(service, encode(header, claims(), stranger))


async def test_a_token_without_key_id_is_refused(service: WebService) -> None:
    key = ECKey.import_key(json.loads(service.signing_key.read_text()))
    await refusal(service, encode({"alg": "ES256"}, claims(), key))


async def test_an_algorithm_that_does_not_fit_the_key_is_refused(service: WebService) -> None:
    stranger = RSAKey.generate_key(2048)
    token = encode({"alg": "RS256", "kid": known_kid(service)}, claims(), stranger)
    await refusal(service, token)


async def test_a_changed_claim_breaks_the_signature(service: WebService) -> None:
    header, _, signature = signed(service, roles=["employee"]).split(".")
    await refusal(service, f"{header}.{segment(claims())}.{signature}")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elders.example"},
        {"iss": None},
        {"aud": "another-product"},
        {"aud": None},
        {"exp": None},
        {"sub": None},
        {"sub": 7},
        {"nbf": int(NOW.timestamp()) + 120},
        {"roles": "programme-manager"},
        {"roles": [7]},
        {"teams": ["not a uuid"]},
        {"exp": "tomorrow"},
    ],
    ids=str,
)
async def test_a_token_with_a_wrong_claim_is_refused(
    service: WebService, changes: dict[str, Any]
) -> None:
    answer = await refusal(service, signed(service, **changes))
    assert answer.json()["type"] == "urn:draagvlak:problem:invalid-token"


async def test_an_expired_token_is_refused_and_called_expired(service: WebService) -> None:
    token = service.token(Role.PROGRAMME_MANAGER, lifetime=timedelta(minutes=5))
    service.now = NOW + timedelta(minutes=6)
    answer = await refusal(service, token)
    assert answer.json()["type"] == "urn:draagvlak:problem:expired-token"
    assert answer.json()["detail"] == "Uw aanmelding is verlopen."


async def test_clocks_may_differ_by_half_a_minute(service: WebService) -> None:
    token = service.token(Role.PROGRAMME_MANAGER, lifetime=timedelta(minutes=5))
    service.now = NOW + timedelta(minutes=5, seconds=20)
    async with service.client() as client:
        answer = await client.get(THINGS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("token", ["x", "a.b.c", "é.é.é", "." * 3, "a" * 9000], ids=len)
async def test_what_is_no_token_is_refused(service: WebService, token: str) -> None:
    with pytest.raises(InvalidToken):
        await verifier(service.jwks).verify(token)


def test_only_its_owner_can_read_the_signing_key(tmp_path: Path) -> None:
    private, jwks = tmp_path / "keys" / "key.json", tmp_path / "keys" / "jwks.json"
    create_signing_key(private, jwks)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert "d" not in json.loads(jwks.read_text())["keys"][0]


def test_an_existing_signing_key_is_not_replaced(tmp_path: Path) -> None:
    private, jwks = tmp_path / "key.json", tmp_path / "jwks.json"
    create_signing_key(private, jwks)
    with pytest.raises(FileExistsError):
        create_signing_key(private, jwks)
