"""What holds for the interface of every service, beyond what the linter can see."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.web.access import rules
from tests.support.service_apps import ServiceApps, service_apps


@pytest.fixture
async def apps(tmp_path: Path) -> AsyncIterator[ServiceApps]:
    async with service_apps(tmp_path) as apps:
        yield apps


def operations(apps: ServiceApps) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of every service: its name, its method, and what the document says."""
    return [
        (f"{method} {service} {path}", method, operation)
        for service, app in apps.apps.items()
        for path, item in app.openapi()["paths"].items()
        for method, operation in item.items()
    ]


def headers(operation: dict[str, Any]) -> set[str]:
    return {p["name"] for p in operation.get("parameters", []) if p["in"] == "header"}


ANONYMOUS = {"post engagement /ballots"}
"""Open to whoever has a code, which counts once. A key would leave a trace of when was answered."""


async def test_every_post_can_be_sent_again(apps: ServiceApps) -> None:
    found = [(n, headers(o)) for n, method, o in operations(apps) if method == "post"]
    assert len(found) > 20
    assert {name for name, taken in found if "Idempotency-Key" not in taken} == ANONYMOUS


async def test_every_change_names_the_version_it_changes(apps: ServiceApps) -> None:
    changing = {"put", "patch", "delete"}
    found = [(n, headers(o)) for n, method, o in operations(apps) if method in changing]
    assert len(found) > 5
    assert [name for name, taken in found if "If-Match" not in taken] == []


async def test_every_operation_names_its_roles_and_their_scopes(apps: ServiceApps) -> None:
    for name, _, operation in operations(apps):
        assert bool(operation["x-roles"]) is (name not in ANONYMOUS), name
        assert set(operation["x-scope"]) == set(operation["x-roles"]), name


async def test_the_document_is_open_to_everybody_and_has_the_version_of_the_answers(
    apps: ServiceApps,
) -> None:
    async with apps.client() as client:
        for service in apps.apps:
            answer = await client.get(f"/{service}/v1/openapi.json")
            assert answer.status_code == 200
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["api-version"] == answer.json()["info"]["version"]


async def test_no_address_ends_in_a_slash(apps: ServiceApps) -> None:
    async with apps.client() as client:
        for service, app in apps.apps.items():
            for method, path, _ in rules(app):
                answer = await client.request(method, f"/{service}{path}/")
                assert answer.status_code == 404, f"{method} {path}/"
