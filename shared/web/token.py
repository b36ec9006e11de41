"""JSON Web Tokens: checking those that come in, signing those of the demonstration."""

import json
import os
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from shared.web.keys import KeySource, PublicKey

ALGORITHMS_OF_KEY: Mapping[type[PublicKey], tuple[str, ...]] = {
    RSAKey: ("RS256", "PS256"),
    ECKey: ("ES256",),
    OKPKey: ("Ed25519",),
}
LONGEST_TOKEN = 8 * 1024
CLOCK_SKEW_SECONDS = 30


class InvalidToken(Exception):
    """The token proves nothing; `code` is `invalid-token` or `expired-token`.

    Why exactly is not told to the sender.
    """

    def __init__(self, code: str = "invalid-token") -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Claims:
    """What a valid token says. Roles are names as the identity provider writes them."""

    subject: str
    roles: frozenset[str]
    team_ids: frozenset[UUID]
    programme_ids: frozenset[UUID]


class TokenVerifier:
    """Accepts tokens of one issuer for one audience, signed with a key of the source."""

    def __init__(
        self, keys: KeySource, *, issuer: str, audience: str, clock: Callable[[], datetime]
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._clock = clock

    async def verify(self, token: str) -> Claims:
        """What the token says.

        Raises:
            InvalidToken: it is not a token, expired, not yet valid, for others, or not signed by a
                known key.
            KeysUnavailable: it cannot be checked now.
        """
        if len(token) > LONGEST_TOKEN:
            raise InvalidToken
        key = await self._keys.key(_key_id(token))
        if key is None:
            raise InvalidToken
        try:
            claims = jwt.decode(token, key, algorithms=ALGORITHMS_OF_KEY[type(key)]).claims
            self._rules().validate(claims)
        except ExpiredTokenError as error:
            raise InvalidToken("expired-token") from error
        except (JoseError, ValueError) as error:
            raise InvalidToken from error
        return _read_claims(claims)

    def _rules(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=CLOCK_SKEW_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            sub={"essential": True},
        )


def _key_id(token: str) -> str:
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError) as error:
        raise InvalidToken from error
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise InvalidToken
    return kid


def _read_claims(claims: Mapping[str, Any]) -> Claims:
    roles = claims.get("roles", [])
    teams = claims.get("teams", [])
    programmes = claims.get("programmes", [])
    for names in (roles, teams, programmes):
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise InvalidToken
    try:
        return Claims(
            subject=claims["sub"],
            roles=frozenset(roles),
            team_ids=frozenset(UUID(team) for team in teams),
            programme_ids=frozenset(UUID(programme) for programme in programmes),
        )
    except ValueError as error:
        raise InvalidToken from error


def create_signing_key(private_path: Path, jwks_path: Path) -> None:
    """Make a key for a demonstration: the private half for its owner only, the other as a JWKS."""
    key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8), "use": "sig", "alg": "ES256"})
    private_path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(private_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(key.as_dict(private=True), file)
    jwks_path.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))


def sign(
    private_path: Path,
    *,
    issuer: str,
    audience: str,
    subject: str,
    roles: Collection[str],
    now: datetime,
    lifetime: timedelta,
    team_ids: Collection[UUID] = (),
    programme_ids: Collection[UUID] = (),
) -> str:
    """A token signed with a key that `create_signing_key` made."""
    key = ECKey.import_key(json.loads(private_path.read_text()))
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "iat": int(now.timestamp()),
        "nbf": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
        "roles": sorted(roles),
        "teams": sorted(str(team) for team in team_ids),
        "programmes": sorted(str(programme) for programme in programme_ids),
    }
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key)
