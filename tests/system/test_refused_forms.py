"""Who sends a form that is refused has changed nothing, and reads in Dutch why: every form that the
pages of every service show.
"""

import re
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Mount

from shared.web.access import Role, rules
from shared.web.problems import TITLES
from tests.fuzz.checks import is_dutch
from tests.fuzz.worlds import found
from tests.support.digest import digest
from tests.support.dutch_text import texts
from tests.support.installations import Database
from tests.support.page_forms import PageForm, found_on
from tests.support.service_api import ServiceApi, service_api
from tests.support.visitor import ORIGIN, Visitor

NOBODY = "6d2d1f0e-3a5c-4d11-9f5a-000000000001"
NONSENSE = "onzin"
ELSEWHERE = "https://elders.example"
MOST_READ = 8
"""Pages of one kind that somebody reads to find their forms."""

SIGN_OUT = "/afmelden"
"""Asks nothing, and is on no page of a service that shows none to who signed in."""

BUTTONS = {
    "/inzetvoorstellen/{proposal_id}/stoppen",
    "/scenarios/{scenario_id}/weggooien",
    "/scenarios/{scenario_id}/wijzigingen/{change_id}/weghalen",
}
"""Forms in which nobody fills in anything."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Site:
    """The pages of a service: the routes to read and to send to, as patterns of their paths."""

    api: ServiceApi

    def routes(self, method: str) -> Mapping[str, re.Pattern[str]]:
        """The addresses of a method, without those of the interface."""
        (mount,) = (each for each in self.api.served.routes if isinstance(each, Mount))
        assert isinstance(mount.app, FastAPI)
        return {
            path: re.compile(re.sub(r"{[^}]+}", "[^/]+", path))
            for verb, path, _ in rules(mount.app)
            if verb == method and not path.startswith(("/v1", "/health"))
        }

    def route(self, method: str, address: str) -> str:
        """The route of an address; empty where it is none of these."""
        path = address.partition("?")[0].partition("#")[0].removeprefix(f"/{self.api.service}")
        matching = [
            route for route, pattern in self.routes(method).items() if pattern.fullmatch(path)
        ]
        return min(matching, key=lambda route: route.count("{"), default="")

    async def forms(self, visitor: Visitor) -> AsyncIterator[PageForm]:
        """Every form that somebody finds who follows the links from the pages that have a fixed
        address.
        """
        left = deque(f"/{self.api.service}{route}" for route in self.routes("GET"))
        asked: set[str] = set()
        read: defaultdict[str, int] = defaultdict(int)
        while left:
            address = left.popleft()
            route = self.route("GET", address)
            if not route or "{" in address or ".csv" in address or address in asked:
                continue
            asked.add(address)
            if read[route] == MOST_READ:
                continue
            answer = await visitor.get(address)
            if answer.status_code != 200:
                continue
            read[route] += 1
            page = found_on(answer.text, address)
            left += page.links
            for form in page.forms:
                yield form


def _kind(site: Site, form: PageForm) -> tuple[object, ...]:
    """Forms of one kind are told apart by nothing that can be refused."""
    choice = re.search(r"soort=[a-z-]+", form.action)
    return (
        site.route("POST", form.action),
        choice and choice[0],
        form.hidden.get("decision"),
        frozenset(re.sub(r"weeks\..*", "weeks", name) for name in form.filled),
    )


def _attempts(form: PageForm) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Addresses, fields and origins: nothing that is right, and then less and less wrong."""
    shown = form.hidden | form.filled
    nonsense = dict.fromkeys(form.filled, NONSENSE)
    yield form.action, shown, ELSEWHERE
    yield _ID.sub(NOBODY, form.action), shown, ORIGIN
    yield _ID.sub(NONSENSE, form.action), shown, ORIGIN
    if form.filled:
        yield form.action, dict.fromkeys(shown, NONSENSE), ORIGIN
        yield form.action, {}, ORIGIN
        yield form.action, form.hidden | nonsense, ORIGIN
        yield form.action, form.hidden, ORIGIN


def _said(answer: httpx.Response) -> Sequence[str]:
    """What the page says that is wrong: above the form, or as a page of its own."""
    alerts = re.findall(r'role="alert".*?</div>\s*</div>', answer.text, re.DOTALL)
    if alerts:
        told = [text for alert in alerts for text in texts(alert)[1:]]
        return [text for text in told if not text.startswith("Dit is niet opgeslagen.")]
    main = texts(answer.text.partition("<main")[2].partition("</main>")[0])
    return main[2:] if TITLES.get(answer.status_code) in main else []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("service", ["planning", "engagement", "metrics"])
async def test_a_refused_form_changes_nothing_and_says_why_in_dutch(
    service: str, database: Database, tmp_path: Path
) -> None:
    app_url = database.app_url(service)
    await found(service, app_url, tmp_path / "world")
    refused: defaultdict[str, set[int]] = defaultdict(set)
    wrong: list[str] = []
    async with service_api(service, app_url, tmp_path, datetime.now(UTC)) as api:
        site = Site(api)
        present = await digest(api)
        for role in Role:
            visitor = Visitor(api, role, await _teams(api))
            kinds = {_kind(site, form): form async for form in site.forms(visitor)}
            for form in kinds.values():
                for address, fields, origin in _attempts(form):
                    answer = await visitor.send(address, fields, origin=origin)
                    before, present = present, await digest(api)
                    if answer.status_code == 303:
                        continue
                    said = _said(answer)
                    if answer.status_code >= 400:
                        refused[site.route("POST", form.action)].add(answer.status_code)
                    if answer.status_code >= 500 or bool(said) != (answer.status_code >= 400):
                        wrong.append(f"{address} {fields}: {answer.status_code} {said}")
                    wrong += [f"{address}: {each}" for each in said if not is_dutch(each)]
                    if present != before:
                        wrong.append(f"{address} {fields}: changed")
        sent_to = set(site.routes("POST")) - {SIGN_OUT}
    assert wrong == []
    assert sent_to <= refused.keys()
    assert [route for route in sent_to - BUTTONS if not refused[route] & {400, 401}] == []


async def _teams(api: ServiceApi) -> list[str]:
    if api.service != "planning":
        return []
    answer = await api.ok(Role.PROGRAMME_MANAGER, "GET", "/teams")
    return [str(team["id"]) for team in answer["items"]]
