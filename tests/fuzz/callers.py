"""Who calls: mostly somebody whom the route lets in, now and then somebody with another role."""

from collections import deque
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from shared.web.access import Role
from shared.web.token import sign
from tests.support.service_apps import AUDIENCE, ISSUER

SOMEBODY = "00000000-0000-4000-8000-000000000001"
STRANGERS = 0.04
"""The share of the requests that comes from somebody with any role at all."""

TEAMS = 60
"""The newest teams that a team leader leads: a token must fit in a header."""


class Callers:
    """Signs a token for each request; a team that is made is led from then on, so that what is
    asked of it can be decided.
    """

    def __init__(self, key: Path, seed: int) -> None:
        self._key = key
        self._random = Random(seed)
        self._teams: deque[UUID] = deque(maxlen=TEAMS)
        self._tokens: dict[Role, str] = {}

    def get(self, case: Any, _context: Any) -> str:
        """A token for a request that is about to be sent."""
        allowed = [Role(name) for name in case.operation.definition.raw.get("x-roles", ())]
        is_strange = not allowed or self._random.random() < STRANGERS
        role = self._random.choice(list(Role) if is_strange else allowed)
        if role not in self._tokens:
            self._tokens[role] = self._token(role)
        return self._tokens[role]

    def set(self, case: Any, data: str, _context: Any) -> None:
        """Give the request its token."""
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}

    def learn(self, case: Any, response: Any) -> None:
        """Hear of the teams that there are."""
        if not case.operation.path.startswith("/teams") or not 200 <= response.status_code < 300:
            return
        told = response.json()
        for team in told.get("items", [told]):
            if UUID(team["id"]) not in self._teams:
                self._teams.append(UUID(team["id"]))
                self._tokens.clear()

    def _token(self, role: Role) -> str:
        return sign(
            self._key,
            issuer=ISSUER,
            audience=AUDIENCE,
            subject="balieregistratie" if role is Role.SOURCE else SOMEBODY,
            roles=[role],
            now=datetime.now(UTC),
            lifetime=timedelta(days=1),
            team_ids=list(self._teams),
        )
