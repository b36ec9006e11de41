import re
from typing import Any

import httpx
import pytest

from shared.web.access import rules
from shared.web.openapi import ADDRESS, BASE
from tests.support.web_service import WebService


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.get(f"/planning{ADDRESS}")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    found: dict[str, Any] = answer.json()
    return found


def operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][path][method]
    return found


async def test_the_document_is_openapi_3_1_with_the_version_of_the_header(
    document: dict[str, Any], client: httpx.AsyncClient
) -> None:
    assert document["openapi"].startswith("3.1")
    answer = await client.get("/planning/v1/news")
    assert document["info"]["version"] == answer.headers["api-version"]
    assert document["servers"] == [{"url": "/planning/v1"}]


async def test_every_route_of_the_interface_says_who_may_use_it(
    service: WebService, document: dict[str, Any]
) -> None:
    routes = [rule for rule in rules(service.app) if rule[1].startswith(BASE)]
    assert len(routes) == sum(len(item) for item in document["paths"].values())
    for method, path, rule in routes:
        found = operation(document, method.lower(), path.removeprefix(BASE))
        assert set(found["x-roles"]) == {role.value for role in rule.grants}
        assert found["x-scope"] == {role.value: s.value for role, s in rule.grants.items()}
        assert (found["security"] == []) is rule.is_public


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("get", "/news", {"200", "406", "500", "503"}),
        ("get", "/things", {"200", "400", "401", "403", "406", "500", "503"}),
        (
            "put",
            "/things/{thing_id}",
            {"200", "400", "401", "403", "404", "406", "409", "412", "413", "415", "428"}
            | {"500", "503"},
        ),
    ],
)
async def test_an_operation_lists_every_way_it_can_end(
    document: dict[str, Any], method: str, path: str, expected: set[str]
) -> None:
    assert set(operation(document, method, path)["responses"]) == expected


async def test_nothing_of_the_framework_or_for_developers_is_in_the_document(
    document: dict[str, Any],
) -> None:
    text = str(document)
    assert "Developers read this" not in text
    assert "What a client sends" not in text
    assert "Successful Response" not in text
    assert "HTTPValidationError" not in text


async def test_schemas_have_plain_names_and_every_reference_leads_somewhere(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]
    assert {"PageOfThing", "Thing", "ThingBody", "Problem"} <= set(schemas)
    assert all(re.fullmatch("[A-Za-z]+", name) for name in schemas)
    for section, name in re.findall(r"'#/components/(\w+)/(\w+)'", str(document)):
        assert name in document["components"][section]


async def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    assert operation(document, "get", "/things")["operationId"] == "getThings"
    assert operation(document, "put", "/things/{thing_id}")["operationId"] == "putThingsByThingId"
    names = [o["operationId"] for item in document["paths"].values() for o in item.values()]
    assert len(names) == len(set(names))


async def test_pages_and_health_are_not_in_the_document(document: dict[str, Any]) -> None:
    assert not {"/koers", "/aanmelden", "/health/live"} & set(document["paths"])
