import httpx
import pytest

from tests.support.web_service import THING

ADDRESS = f"/planning/v1/things/{THING}"
BODY = {"name": "ding", "startDate": "2026-11-23", "seenAt": "2026-11-23T10:30:00Z"}


async def test_what_is_read_has_the_tag_with_which_it_can_be_changed(
    manager: httpx.AsyncClient,
) -> None:
    tag = (await manager.get(ADDRESS)).headers["etag"]
    changed = await manager.put(ADDRESS, json=BODY, headers={"If-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] == '"8"'


@pytest.mark.parametrize(
    ("if_match", "status"),
    [
        ('"7"', 200),
        ('"6", "7"', 200),
        ("*", 200),
        ('"6"', 412),
        ('W/"7"', 412),
        ("7", 400),
        ('"7" "8"', 400),
        ("", 400),
    ],
)
async def test_if_match_decides(manager: httpx.AsyncClient, if_match: str, status: int) -> None:
    answer = await manager.put(ADDRESS, json=BODY, headers={"If-Match": if_match})
    assert answer.status_code == status


async def test_a_change_without_if_match_is_refused(manager: httpx.AsyncClient) -> None:
    answer = await manager.put(ADDRESS, json=BODY)
    assert answer.status_code == 428
    problem = answer.json()
    assert problem["title"] == "De versie ontbreekt"
    assert problem["type"] == "urn:draagvlak:problem:if-match-missing"


@pytest.mark.parametrize(
    ("headers", "code"), [({}, "if-match-missing"), ({"If-Match": "7"}, "invalid-etag")]
)
async def test_what_is_wrong_with_the_version_and_with_the_body_is_told_together(
    manager: httpx.AsyncClient, headers: dict[str, str], code: str
) -> None:
    answer = await manager.put(ADDRESS, json=BODY | {"hours": -1}, headers=headers)
    assert answer.status_code == 400
    told = {(error["code"], error["field"]) for error in answer.json()["errors"]}
    assert told == {(code, "If-Match"), ("greater-than-equal", "hours")}


@pytest.mark.parametrize(
    ("headers", "beside"),
    [
        ({}, {("if-match-missing", "If-Match")}),
        ({"If-Match": "7"}, {("invalid-etag", "If-Match")}),
        ({"If-Match": '"7"'}, set()),
    ],
)
async def test_what_is_wrong_beside_a_body_that_cannot_be_read_is_told_with_it(
    manager: httpx.AsyncClient, headers: dict[str, str], beside: set[tuple[str, str]]
) -> None:
    sent = headers | {"Content-Type": "application/json"}
    answer = await manager.put(ADDRESS, content=b"{", headers=sent)
    assert answer.status_code == 400
    problem = answer.json()
    told = {(error["code"], error["field"]) for error in problem["errors"]}
    assert told == (beside | {("invalid-json", None)} if beside else set())
    assert problem["type"].endswith("invalid-input" if beside else "invalid-json")
    assert beside or problem["detail"].startswith("De inhoud is geen geldige JSON")


async def test_something_new_says_where_it_is(manager: httpx.AsyncClient) -> None:
    answer = await manager.post("/planning/v1/things", json=BODY)
    assert answer.status_code == 201
    address = answer.request.url.join(answer.headers["location"])
    assert address.path == ADDRESS
    assert (await manager.get(address)).status_code == 200
