from contextlib import suppress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.paging import decode_cursor, encode_cursor
from shared.web.problems import Problem

THINGS = "/planning/v1/things"
printable = st.text().filter(str.isprintable)


@given(st.lists(printable).map(tuple))
def test_a_cursor_carries_any_key(key: tuple[str, ...]) -> None:
    assert decode_cursor(encode_cursor(key)) == key


@given(st.text())
def test_a_made_up_cursor_is_refused_or_read_but_never_breaks(cursor: str) -> None:
    with suppress(Problem):
        assert all(isinstance(part, str) for part in decode_cursor(cursor))


async def test_following_next_gives_every_item_once(manager: httpx.AsyncClient) -> None:
    names: list[str] = []
    address = f"{THINGS}?limit=2"
    while True:
        answer = await manager.get(address)
        names += [item["name"] for item in answer.json()["items"]]
        if answer.json()["next"] is None:
            assert "link" not in answer.headers
            break
        address = f"{THINGS}?limit=2&cursor={answer.json()['next']}"
    assert names == ["0", "1", "2", "3", "4"]


async def test_the_link_header_leads_to_the_next_page_and_keeps_the_other_parameters(
    manager: httpx.AsyncClient,
) -> None:
    first = await manager.get(f"{THINGS}?limit=4&name=a%26b")
    link = first.headers["link"]
    assert link.endswith('>; rel="next"')
    following = first.request.url.join(link[1 : link.index(">")])
    assert following.params["name"] == "a&b"
    assert [item["name"] for item in (await manager.get(following)).json()["items"]] == ["4"]


@pytest.mark.parametrize("cursor", ["x", encode_cursor(("a",)), encode_cursor(("1", "2"))])
async def test_a_cursor_of_another_collection_is_refused(
    manager: httpx.AsyncClient, cursor: str
) -> None:
    answer = await manager.get(THINGS, params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "invalid-cursor"
