"""What a client sees of every kind of failure."""

from typing import Annotated

import httpx
import pytest
from jsonschema import Draft202012Validator
from pydantic import AfterValidator, BaseModel, ValidationError

from shared.web.access import Role
from shared.web.openapi import PROBLEM_SCHEMA
from shared.web.validation import invalid, invalid_input
from tests.support.web_service import TEAM, THING, WebService

API = "/planning/v1"
GOOD = {"name": "ding", "startDate": "2026-11-23", "seenAt": "2026-11-23T10:30:00+01:00"}


def problem_of(answer: httpx.Response) -> dict[str, object]:
    """The problem in an answer that is one in every respect."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, object] = answer.json()
    Draft202012Validator(PROBLEM_SCHEMA).validate(problem)
    assert problem["status"] == answer.status_code
    return problem


async def test_all_faults_of_the_input_are_told_at_once(manager: httpx.AsyncClient) -> None:
    body = {"name": "", "startDate": "gisteren", "hours": -1, "colour": "red"}
    answer = await manager.post(f"{API}/things", json=body)
    problem = problem_of(answer)
    assert answer.status_code == 400
    assert problem["detail"] == "Er zijn 5 fouten gevonden."
    assert problem["errors"] == [
        {
            "code": "string-too-short",
            "field": "name",
            "message": "De tekst moet minstens 1 teken hebben.",
        },
        {
            "code": "date-from-datetime-parsing",
            "field": "startDate",
            "message": "Hier hoort een datum te staan, zoals 2026-11-23.",
        },
        {"code": "missing", "field": "seenAt", "message": "Dit gegeven is verplicht."},
        {
            "code": "greater-than-equal",
            "field": "hours",
            "message": "De waarde moet minstens 0 zijn.",
        },
        {"code": "extra-forbidden", "field": "colour", "message": "Dit gegeven kennen wij niet."},
    ]


async def test_a_sentence_of_a_validator_is_told_as_it_is(manager: httpx.AsyncClient) -> None:
    answer = await manager.post(f"{API}/things", json=GOOD | {"startDate": "1999-12-31"})
    assert problem_of(answer)["errors"] == [
        {
            "code": "value-error",
            "field": None,
            "message": "De begindatum ligt in de vorige eeuw.",
        }
    ]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/things?limit=0", "limit"),
        ("/things?limit=veel", "limit"),
        ("/things/no-uuid", "thing_id"),
        ("/things?cursor=x", "cursor"),
    ],
)
async def test_a_fault_in_the_address_names_its_parameter(
    manager: httpx.AsyncClient, address: str, field: str
) -> None:
    answer = await manager.get(API + address)
    assert answer.status_code == 400
    errors = problem_of(answer)["errors"]
    assert isinstance(errors, list)
    assert [error["field"] for error in errors] == [field]


async def test_the_value_that_is_wrong_is_not_repeated(manager: httpx.AsyncClient) -> None:
    answer = await manager.post(f"{API}/things", json=GOOD | {"startDate": "mevrouw De Vries"})
    assert "Vries" not in answer.text


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("input", 400, "invalid-input"),
        ("state", 409, "already-closed"),
        ("away", 503, "unavailable"),
        ("crash", 500, "unexpected"),
    ],
)
async def test_each_failure_of_a_handler_has_its_status(
    manager: httpx.AsyncClient, kind: str, status: int, code: str
) -> None:
    answer = await manager.get(f"{API}/failures/{kind}")
    assert answer.status_code == status
    assert problem_of(answer)["type"] == f"urn:draagvlak:problem:{code}"


async def test_a_refusal_tells_all_its_reasons(manager: httpx.AsyncClient) -> None:
    problem = problem_of(await manager.get(f"{API}/failures/state"))
    assert problem["detail"] == "De ronde is al gesloten. Het is te laat."
    assert problem["errors"] == [
        {"code": "already-closed", "field": None, "message": "De ronde is al gesloten."},
        {"code": "too-late", "field": "startDate", "message": "Het is te laat."},
    ]


async def test_a_database_that_is_away_asks_to_come_back(manager: httpx.AsyncClient) -> None:
    answer = await manager.get(f"{API}/failures/away")
    assert answer.headers["retry-after"] == "5"
    assert "5432" not in answer.text


async def test_an_unexpected_error_tells_nothing_of_itself(manager: httpx.AsyncClient) -> None:
    answer = await manager.get(f"{API}/failures/crash")
    assert "geheim" not in answer.text
    assert "Traceback" not in answer.text


async def test_what_is_not_there_is_not_found(manager: httpx.AsyncClient) -> None:
    answer = await manager.get(f"{API}/things/{TEAM}")
    assert answer.status_code == 404
    assert problem_of(answer)["type"] == "urn:draagvlak:problem:unknown-thing"


@pytest.mark.parametrize("address", ["/planning/v1/things/", "/planning/v1", "/planning", "/x"])
async def test_an_unknown_address_or_a_trailing_slash_is_not_found_and_not_redirected(
    manager: httpx.AsyncClient, address: str
) -> None:
    answer = await manager.get(address)
    assert answer.status_code == 404
    problem_of(answer)


async def test_a_method_that_is_not_there_is_answered_with_those_that_are(
    manager: httpx.AsyncClient,
) -> None:
    answer = await manager.delete(f"{API}/things/{THING}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, PUT"
    problem_of(answer)


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "multipart/form-data"])
async def test_other_content_than_json_is_refused(
    manager: httpx.AsyncClient, media_type: str
) -> None:
    answer = await manager.post(
        f"{API}/things", content=b"{}", headers={"content-type": media_type}
    )
    assert answer.status_code == 415
    problem_of(answer)


async def test_who_takes_no_json_gets_a_problem(manager: httpx.AsyncClient) -> None:
    answer = await manager.get(f"{API}/things", headers={"accept": "text/csv"})
    assert answer.status_code == 406
    problem_of(answer)


@pytest.mark.parametrize("address", ["/things?limit=1&x=%00", "/things/%00", "/failures/a%00b"])
async def test_a_nul_in_the_address_is_refused(manager: httpx.AsyncClient, address: str) -> None:
    answer = await manager.get(API + address)
    assert answer.status_code == 400
    problem_of(answer)


async def test_a_moment_is_answered_in_utc(manager: httpx.AsyncClient) -> None:
    answer = await manager.post(f"{API}/things", json=GOOD)
    assert answer.json()["seenAt"] == "2026-11-23T09:30:00Z"


async def test_a_moment_without_offset_is_refused(manager: httpx.AsyncClient) -> None:
    answer = await manager.post(f"{API}/things", json=GOOD | {"seenAt": "2026-11-23T10:30:00"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "timezone-aware"


async def test_somebody_with_a_browser_gets_a_page(service: WebService) -> None:
    async with service.client(headers={"accept": "text/html,*/*;q=0.8"}) as client:
        answer = await client.get("/planning/nergens")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "Dit adres bestaat niet." in answer.text


async def test_a_role_that_may_not_see_a_page_gets_a_page(service: WebService) -> None:
    async with service.client(headers=service.bearer(Role.EMPLOYEE)) as client:
        answer = await client.get("/planning/koers")
    assert answer.status_code == 403
    assert "Uw rol geeft hier geen toegang toe." in answer.text


def test_a_validator_gives_its_own_stable_code() -> None:
    class Lead(BaseModel):
        name: Annotated[str, AfterValidator(_nobody)]

    with pytest.raises(ValidationError) as found:
        Lead(name="niemand")
    (reason,) = invalid_input(found.value.errors()).reasons
    assert (reason.code, reason.message) == ("lead-not-one", "Noem iemand.")


def _nobody(_name: str) -> str:
    raise invalid("lead-not-one", "Noem iemand.")
