"""Who is refused has changed nothing: every way to write of every service, refused for the form of
the request and by a rule, leaves all tables as they were.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from pydantic.alias_generators import to_camel
from schemathesis.generation import GenerationMode

from shared.web.access import Role
from shared.web.validation import IF_MATCH
from tests.fuzz.checks import FORM_CODES
from tests.fuzz.worlds import found
from tests.support.digest import digest
from tests.support.installations import Database
from tests.support.service_api import ServiceApi, service_api

NOBODY = "6d2d1f0e-3a5c-4d11-9f5a-000000000001"
WRITING = ("post", "put", "patch", "delete")
BODIES = 4
"""Bodies that are made up for each way to write."""


@dataclass(frozen=True)
class Caller:
    """Asks as somebody whom the operation lets in, and who leads every team."""

    api: ServiceApi
    document: dict[str, Any]
    teams: Sequence[str]

    async def sends(
        self, method: str, template: str, path: str, body: object = None, **headers: str
    ) -> httpx.Response:
        """The answer to a request at an address of a template; whoever asks where anybody may."""
        roles = self.document["paths"][template][method]["x-roles"] or [Role.EMPLOYEE]
        return await self.api.ask(
            Role(roles[0]), method.upper(), path, body, teams=self.teams, **headers
        )

    def headers(self, method: str, template: str) -> set[str]:
        """The names of the headers that an operation takes."""
        parameters = self.document["paths"][template][method].get("parameters", ())
        return {each["name"] for each in parameters if each["in"] == "header"}

    async def address(self, template: str) -> str:
        """The template with the id of something that is there, where a list tells one."""
        path = ""
        for collection, parameter in re.findall(r"([^{]*)/\{([^}]+)\}", template):
            path += collection
            path += f"/{await self._listed(template, path, parameter)}"
        return path + template.rpartition("}")[2]

    async def _listed(self, template: str, path: str, parameter: str) -> str:
        collection = template.partition(f"/{{{parameter}}}")[0]
        if "get" in self.document["paths"].get(collection, {}):
            answer = await self.sends("get", collection, path)
            items = answer.json().get("items") if answer.is_success else None
            if items:
                return str(items[0].get("id") or items[0][to_camel(parameter)])
        return NOBODY


def _writing(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for template, item in document["paths"].items():
        for method in WRITING:
            if method in item:
                yield method, template


def _bodies(schema: Any, method: str, template: str) -> list[Any]:
    """Bodies that the document allows; none where it asks for none."""
    made: list[Any] = []
    operation = schema[template][method.upper()]

    @hypothesis.seed(1)
    @hypothesis.settings(
        max_examples=BODIES,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def make(case: Any) -> None:
        made.append(case.body)

    make()
    return [body for body in made if isinstance(body, dict)]


def _sort(answer: httpx.Response) -> str:
    """What it was refused for."""
    codes = {error["code"] for error in answer.json()["errors"]}
    return "form" if answer.status_code == 400 and codes <= FORM_CODES else "rule"


def _requests(
    names: Container[str], bodies: Sequence[Any]
) -> Iterator[tuple[Any, Mapping[str, str]]]:
    """Bodies and headers: each body as it is twice over, with a version that is too old, and with
    something that is not known; and the last with headers of another form.
    """
    any_version, too_old, no_version = (
        {"If_Match": version} if IF_MATCH in names else {} for version in ("*", '"0"', "0")
    )
    for body in bodies or [None]:
        yield body, any_version
        yield body, any_version
        yield body, too_old
        if body is not None:
            yield body | {"onbekend": 1}, any_version
    too_long = {"Idempotency_Key": 256 * "k"} if "Idempotency-Key" in names else {}
    yield bodies[-1] if bodies else None, no_version | too_long


@pytest.mark.timeout(600)
@pytest.mark.parametrize("service", ["planning", "engagement", "metrics"])
async def test_a_refusal_leaves_the_database_as_it_was(
    service: str, database: Database, tmp_path: Path
) -> None:
    app_url = database.app_url(service)
    await found(service, app_url, tmp_path / "world")
    ends: dict[str, set[str]] = defaultdict(set)
    changed: dict[str, str] = {}
    async with service_api(service, app_url, tmp_path, datetime.now(UTC)) as api:
        caller = await _caller(api)
        schema = schemathesis.openapi.from_dict(caller.document)
        for method, template in _writing(caller.document):
            name = f"{method} {template}"
            bodies = _bodies(schema, method, template)
            for path in (await caller.address(template), re.sub(r"{[^}]+}", NOBODY, template)):
                for body, headers in _requests(caller.headers(method, template), bodies):
                    before = await digest(api)
                    answer = await caller.sends(method, template, path, body, **headers)
                    is_changed = await digest(api) != before
                    if answer.is_success:
                        ends[name].add("changed" if is_changed else "unchanged")
                    else:
                        ends[name].add(_sort(answer))
                        if is_changed:
                            changed[name] = answer.text
        written = {f"{method} {template}" for method, template in _writing(caller.document)}
    assert changed == {}
    assert [name for name in sorted(written) if not {"form", "rule"} <= ends[name]] == []
    assert any("changed" in each for each in ends.values()), "the digest sees what is written"


async def _caller(api: ServiceApi) -> Caller:
    document = (await api.client.get(f"/{api.service}/v1/openapi.json")).json()
    caller = Caller(api, document, [])
    if "/teams" not in document["paths"]:
        return caller
    teams = (await caller.sends("get", "/teams", "/teams")).json()["items"]
    return Caller(api, document, [team["id"] for team in teams])
