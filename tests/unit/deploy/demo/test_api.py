"""Speaking to the services: versions, pages, refusals, and waiting for what an event brings."""

import json
from collections.abc import Callable, Iterator

import httpx
import pytest

from deploy.demo import api
from deploy.demo.api import Api, Caller, Refused, StoryStopped, once_known, until
from shared.web.access import Role

Handler = Callable[[httpx.Request], httpx.Response]


def caller(handler: Handler) -> Caller:
    client = httpx.AsyncClient(base_url="http://demo", transport=httpx.MockTransport(handler))
    return Api(client, lambda role, subject, teams: f"{role}/{subject}").acting(
        Role.SOURCE, subject="loket"
    )


def refusal(code: str) -> httpx.Response:
    error = {"code": code, "field": None, "message": "Dit kan niet."}
    return httpx.Response(409, json={"detail": "Dit kan nu niet.", "errors": [error]})


async def test_a_caller_speaks_with_a_token_of_its_own_and_a_key_per_act() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, json={"id": "1"})

    source = caller(handler)
    await source.post("/metrics/v1/transactions", rows=[])
    await source.post("/metrics/v1/transactions", rows=[])

    assert {request.headers["Authorization"] for request in seen} == {"Bearer source/loket"}
    assert len({request.headers["Idempotency-Key"] for request in seen}) == 2
    assert json.loads(seen[0].content) == {"rows": []}


async def test_a_change_is_of_the_version_that_was_read() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={}, headers={"ETag": '"7"'})
        assert request.headers["If-Match"] == '"7"'
        return httpx.Response(200, json={"path": request.url.path})

    changed = await caller(handler).put("/teams/1/products", version_of="/teams/1", products=[])

    assert changed == {"path": "/teams/1/products"}


async def test_all_pages_of_a_list_are_read() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if "cursor" in request.url.params:
            return httpx.Response(200, json={"items": [{"id": 2}], "next": None})
        return httpx.Response(200, json={"items": [{"id": 1}], "next": "verder"})

    assert await caller(handler).items("/things", limit=1) == [{"id": 1}, {"id": 2}]


async def test_a_refusal_tells_what_was_asked_and_every_reason() -> None:
    with pytest.raises(Refused, match=r"GET /things: 409 Dit kan niet\.") as refused:
        await caller(lambda _: refusal("impossible-transition")).get("/things")

    assert refused.value.codes == {"impossible-transition"}


async def test_what_waits_for_an_event_is_tried_until_it_has_arrived() -> None:
    answers: Iterator[httpx.Response] = iter(
        [refusal("staff-unknown"), refusal("staff-unknown"), httpx.Response(200, json={"id": "1"})]
    )
    somebody = caller(lambda _: next(answers))

    assert await once_known(lambda: somebody.get("/things"), "staff-unknown") == {"id": "1"}


async def test_another_refusal_stops_the_story_at_once() -> None:
    with pytest.raises(Refused):
        await once_known(lambda: caller(lambda _: refusal("other")).get("/"), "staff-unknown")


async def test_waiting_ends_with_a_sentence_that_says_for_what(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(api, "_PATIENCE_SECONDS", 0.0)

    async def never() -> None:
        return None

    with pytest.raises(StoryStopped, match=r"Dit duurt te lang: een voorstel\."):
        await until(never, "een voorstel")
