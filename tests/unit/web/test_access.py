from itertools import product
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from shared.web.access import Caller, Role, Scope, allow, allow_each, public, rules
from shared.web.routes import ApiRouter
from tests.support.web_service import TEAM, THING, WebService

OTHER = UUID(int=9)


async def nothing() -> None:
    """A handler that asks nobody who they are."""


def filled(path: str) -> str:
    return path.format(thing_id=THING, team_id=TEAM, kind="input")


async def test_every_route_lets_in_the_roles_of_its_rule_and_no_others(
    service: WebService,
) -> None:
    checked = 0
    for (method, path, rule), role in product(rules(service.app), Role):
        headers = service.bearer(role, team_ids=[TEAM]) | {"Sec-Fetch-Site": "same-origin"}
        async with service.client(headers=headers) as client:
            answer = await client.request(method, f"/planning{filled(path)}")
        refused = answer.status_code == 403
        may = rule.is_public or role in rule.grants
        assert refused is not may, f"{role} at {method} {path}: {answer.status_code}"
        checked += 1
    assert checked >= 8 * 10


async def test_every_route_that_is_not_public_refuses_who_brings_no_token(
    service: WebService, client: httpx.AsyncClient
) -> None:
    for method, path, rule in rules(service.app):
        answer = await client.request(method, f"/planning{filled(path)}")
        to_sign_in = "/aanmelden" in answer.headers.get("location", "")
        refused = answer.status_code == 401 or (answer.status_code == 303 and to_sign_in)
        assert refused is not rule.is_public, f"{method} {path}: {answer.status_code}"


def test_a_route_without_a_rule_cannot_be_made() -> None:
    router = ApiRouter(tags=["x"])
    with pytest.raises(TypeError, match="exactly one access rule"):
        router.get("/things", summary="Dingen")(nothing)


def test_a_route_with_two_rules_cannot_be_made() -> None:
    router = ApiRouter(tags=["x"])
    both = [public(), allow(Role.EMPLOYEE, scope=Scope.MUNICIPALITY)]
    with pytest.raises(TypeError, match="exactly one access rule"):
        router.get("/things", summary="Dingen", dependencies=both)(nothing)


def test_a_handler_with_a_narrow_rule_must_look_at_its_caller() -> None:
    router = ApiRouter(tags=["x"])
    rule = allow(Role.TEAM_LEADER, scope=Scope.OWN_TEAM)
    with pytest.raises(TypeError, match="takes its Caller"):
        router.get("/things", summary="Dingen", dependencies=[rule])(nothing)


def test_a_route_of_the_interface_needs_a_summary() -> None:
    router = ApiRouter(tags=["x"])
    with pytest.raises(TypeError, match="summary"):
        router.get("/things", dependencies=[public()])(nothing)


def test_a_rule_names_somebody() -> None:
    with pytest.raises(TypeError):
        allow(scope=Scope.MUNICIPALITY)
    with pytest.raises(TypeError):
        allow_each({})


def caller(*scopes: Scope) -> Caller:
    return Caller("me", frozenset(), frozenset(scopes), frozenset({TEAM}), frozenset({THING}))


@pytest.mark.parametrize(
    ("scope", "covered", "outside"),
    [
        (Scope.OWN, {"subject": "me"}, {"subject": "you", "team": TEAM, "programme": THING}),
        (Scope.OWN_TEAM, {"team": TEAM}, {"subject": "me", "team": OTHER, "programme": THING}),
        (Scope.OWN_PROGRAMME, {"programme": THING}, {"subject": "me", "team": TEAM}),
    ],
)
def test_a_scope_covers_its_own_part_and_nothing_else(
    scope: Scope, covered: dict[str, object], outside: dict[str, object]
) -> None:
    assert caller(scope).covers(**covered)  # type: ignore[arg-type]
    assert not caller(scope).covers(**outside)  # type: ignore[arg-type]
    assert not caller(scope).covers()


def test_the_municipality_covers_everything() -> None:
    assert caller(Scope.MUNICIPALITY).covers(team=OTHER)


async def test_data_outside_the_scope_is_refused(service: WebService) -> None:
    async with service.client(headers=service.bearer(Role.TEAM_LEADER, team_ids=[TEAM])) as client:
        assert (await client.get(f"/planning/v1/teams/{TEAM}")).status_code == 200
        refused = await client.get(f"/planning/v1/teams/{OTHER}")
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:draagvlak:problem:outside-scope"


async def test_a_token_is_checked_before_the_body_is_read(client: httpx.AsyncClient) -> None:
    answer = await client.post("/planning/v1/things", content=b"{not json")
    assert answer.status_code == 401


async def test_other_kinds_of_login_are_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/planning/v1/things", auth=("user", "password"))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="draagvlak"'


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://draagvlak.example.nl"}, 400),
        ({"Origin": "https://draagvlak.example.nl.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
    ids=str,
)
async def test_a_change_with_the_cookie_is_taken_only_from_our_own_pages(
    service: WebService, headers: dict[str, str], status: int
) -> None:
    cookies = {"draagvlak-token": service.token(Role.PROGRAMME_MANAGER)}
    async with service.client(cookies=cookies) as client:
        answer = await client.post("/planning/v1/things", json={}, headers=headers)
    assert answer.status_code == status


async def test_reading_with_the_cookie_needs_no_proof(service: WebService) -> None:
    cookies = {"draagvlak-token": service.token(Role.PROGRAMME_MANAGER)}
    async with service.client(cookies=cookies) as client:
        assert (await client.get("/planning/v1/things")).status_code == 200


async def test_without_keys_nobody_is_called_invalid(service: WebService) -> None:
    token = service.bearer(Role.PROGRAMME_MANAGER)
    service.jwks.unlink()
    async with service.client(headers=token) as client:
        answer = await client.get("/planning/v1/things")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "30"


def test_rules_lists_the_routes_of_pages_and_health_too(service: WebService) -> None:
    app: FastAPI = service.app
    listed = {(method, path) for method, path, _ in rules(app)}
    assert {
        ("POST", "/v1/things"),
        ("GET", "/koers"),
        ("POST", "/aanmelden"),
        ("GET", "/health/live"),
    } <= listed
