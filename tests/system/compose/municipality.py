"""A little of a municipality's work, over HTTP to the running services."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from shared.web.token import sign
from tests.system.compose.stack import PORTS, Stack


class ProgrammeManager:
    """Somebody with the role programme-manager, at a stack's published ports."""

    def __init__(self, stack: Stack) -> None:
        token = sign(
            stack.signing_key,
            issuer="https://login.example.org",
            audience="draagvlak",
            subject="programme-manager",
            roles=["programme-manager"],
            now=datetime.now(UTC),
            lifetime=timedelta(hours=1),
        )
        self._headers = {"Authorization": f"Bearer {token}"}

    def plan_subproject(self, name: str) -> str:
        """Start a programme with one subproject; the subproject's id."""
        today = datetime.now(UTC).date()
        period = {
            "startsOn": str(today + timedelta(days=30)),
            "endsOn": str(today + timedelta(days=90)),
        }
        programme = self._post("programmes", {"name": name, **period})
        subproject = self._post(
            "subprojects",
            {
                "programmeId": programme["id"],
                "name": name,
                "focusArea": "dienstverlening",
                "lead": {"function": "teamleider"},
                "firstMoment": "start",
                **period,
            },
        )
        return str(subproject["id"])

    def knows(self, service: str, subproject_id: str) -> bool:
        """Whether a service, asked over HTTP, has this subproject."""
        url = f"http://127.0.0.1:{PORTS[service]}/{service}/v1/subprojects/{subproject_id}"
        return httpx.get(url, headers=self._headers).status_code == httpx.codes.OK

    def _post(self, collection: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"http://127.0.0.1:{PORTS['planning']}/planning/v1/{collection}"
        answer = httpx.post(url, json=body, headers=self._headers)
        assert answer.status_code == httpx.codes.CREATED, answer.text
        created: dict[str, Any] = answer.json()
        return created
