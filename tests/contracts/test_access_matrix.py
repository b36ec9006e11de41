"""Every route of every service, with every role: who its rule names gets in, nobody else does."""

import re
from pathlib import Path

import pytest

from shared.web.access import Role, rules
from tests.support.service_apps import service_apps

_ANY = "6d2d1f0e-3a5c-4d11-9f5a-000000000001"
_SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
_NO_ROLE = "Uw rol geeft hier geen toegang toe."


def _address(service: str, path: str) -> str:
    return f"/{service}" + re.sub(r"\{[^}]+\}", _ANY, path)


@pytest.mark.parametrize("service", ["planning", "engagement", "metrics"])
async def test_a_route_lets_in_who_its_rule_names_and_nobody_else(
    tmp_path: Path, service: str
) -> None:
    wrong: list[str] = []
    async with service_apps(tmp_path) as apps, apps.client() as client:
        routes = list(rules(apps.apps[service]))
        for method, path, rule in routes:
            for role in Role:
                headers = apps.bearer(role) | _SAME_SITE
                answer = await client.request(method, _address(service, path), headers=headers)
                got_in = not (answer.status_code == 403 and _NO_ROLE in answer.text)
                if got_in is not (rule.is_public or role in rule.grants):
                    wrong.append(f"{role} {method} {path}: {answer.status_code}")

    assert wrong == []
    assert len(routes) > 10


@pytest.mark.parametrize("service", ["planning", "engagement", "metrics"])
async def test_who_brings_no_token_gets_in_nowhere_but_at_public_routes(
    tmp_path: Path, service: str
) -> None:
    async with service_apps(tmp_path) as apps, apps.client() as client:
        for method, path, rule in rules(apps.apps[service]):
            answer = await client.request(method, _address(service, path), headers=_SAME_SITE)
            to_sign_in = "/aanmelden" in answer.headers.get("location", "")
            refused = answer.status_code == 401 or to_sign_in
            assert refused or rule.is_public, f"{method} {path}: {answer.status_code}"
