import json
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.problems import Problem
from shared.web.strict_json import parse_json

THINGS = "/planning/v1/things"
JSON = {"content-type": "application/json"}

documents = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), inner)
    ),
)


@given(documents)
def test_proper_json_means_what_python_says_it_means(document: object) -> None:
    for written in (json.dumps(document), json.dumps(document, ensure_ascii=False)):
        assert parse_json(written.encode()) == document


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid-json"),
        (b"{", "invalid-json"),
        (b"{'a': 1}", "invalid-json"),
        (b"[1,]", "invalid-json"),
        (b'{"a": NaN}', "not-a-number"),
        (b"[Infinity]", "not-a-number"),
        (b"[-Infinity]", "not-a-number"),
        (b'{"a": 1, "a": 2}', "duplicate-name"),
        (b'{"x": [{"a": 1, "\\u0061": 2}]}', "duplicate-name"),
        (b'"\\u0000"', "invalid-character"),
        (b'{"a": ["\\ud800"]}', "invalid-character"),
        (b'{"\\udfff": 1}', "invalid-character"),
        (b"\xff\xfe", "invalid-encoding"),
        (b"[" * 100_000, "json-too-deep"),
        (b"9" * 5000, "number-too-large"),
        (b'{"a": -1e400}', "number-too-large"),
        ("﻿{}".encode(), "invalid-json"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_not_strict_json_is_refused_by_name(body: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_json(body)
    assert (caught.value.status_code, caught.value.code) == (400, code)


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse_json(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"


def test_a_backslash_before_the_escape_is_text() -> None:
    assert parse_json(rb'"\\u0000"') == "\\u0000"


async def test_a_body_over_256_kib_is_refused(manager: httpx.AsyncClient) -> None:
    answer = await manager.post(THINGS, content=b" " * (256 * 1024 + 1), headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["detail"] == "De inhoud mag hoogstens 256 KiB zijn."
    assert answer.headers["api-version"] == "1.2.3"


async def test_a_body_that_hides_its_length_is_refused_as_soon_as_it_is_too_big(
    manager: httpx.AsyncClient,
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10_000_000:
            sent += 64 * 1024
            yield b" " * 64 * 1024

    answer = await manager.post(THINGS, content=endless(), headers=JSON)
    assert answer.status_code == 413
    assert sent < 1_000_000


async def test_a_route_may_take_more(manager: httpx.AsyncClient) -> None:
    body = b"[" + b" " * 300 * 1024 + b"]"
    answer = await manager.post(f"{THINGS}/imports", content=body, headers=JSON)
    assert answer.json() == {"read": 0}
    too_big = await manager.post(f"{THINGS}/imports", content=b" " * 2**21, headers=JSON)
    assert too_big.status_code == 413
