"""A change of a contract that breaks a subscriber or a source is found; an addition is not."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field, create_model

from shared.contracts.envelope import Audience, ContractModel, EventData
from shared.contracts.generate import REPOSITORY, structures
from shared.contracts.publication.compatibility import breaking_changes
from shared.contracts.registry import CONTRACTS

Fields = dict[str, Any]


class Kind(StrEnum):
    """Two values."""

    SMALL = "small"
    LARGE = "large"


class FewerKinds(StrEnum):
    """One of the two."""

    SMALL = "small"


class MoreKinds(StrEnum):
    """The two and another."""

    SMALL = "small"
    LARGE = "large"
    HUGE = "huge"


class Row(ContractModel):
    """A part."""

    week: int
    count: int | None = None


class RowWithoutCount(ContractModel):
    """The part with a field less."""

    week: int


class RowWithMore(ContractModel):
    """The part with an optional field more."""

    week: int
    count: int | None = None
    share: float | None = None


def _hours(unit: str) -> Any:
    return Annotated[float, Field(json_schema_extra={"x-unit": unit})]


FIELDS: Fields = {
    "thing_id": (UUID, ...),
    "kind": (Kind, ...),
    "code": (Annotated[str, Field(pattern="^[a-z]+$")], ...),
    "name": (Annotated[str, Field(min_length=1, max_length=80)], ...),
    "free": (str, ...),
    "share": (Annotated[float, Field(ge=0, le=1)], ...),
    "spent": (_hours("hours"), ...),
    "done_on": (date, ...),
    "reason": (str | None, None),
    "note": (str, ""),
    "rows": (Annotated[tuple[Row, ...], Field(min_length=1, max_length=10)], ...),
}


def _schemas(
    fields: Fields,
    *,
    type: str = "planning.thing.done",  # noqa: A002 (the name that CloudEvents gives it)
    subject: str = "thing/{thing_id}",
    audience: Audience = Audience.PUBLIC,
    version: int = 1,
) -> dict[str, Any]:
    keywords = {"type": type, "subject": subject, "audience": audience, "version": version}
    contract = create_model("ThingDone", __base__=EventData, __cls_kwargs__=keywords, **fields)
    return structures({contract.event_type: contract})


def _with(**changes: Any) -> Fields:
    return FIELDS | changes


def _without(name: str) -> Fields:
    return {field: form for field, form in FIELDS.items() if field != name}


RELEASED = _schemas(FIELDS)
BREAKING = {
    "a field that is gone": (_schemas(_without("note")), "data.note is gone"),
    "a field with another name": (
        _schemas(_without("free") | {"free_text": (str, ...)}),
        "data.free is gone or has another name",
    ),
    "another type": (_schemas(_with(free=(int, ...))), "data.free was string and is integer"),
    "one value instead of a list": (
        _schemas(_with(rows=(Row, ...))),
        "data.rows was array and is object",
    ),
    "a new required field": (_schemas(_with(added=(str, ...))), "data.added is new and required"),
    "optional made required": (
        _schemas(_with(note=(str, ...))),
        "data.note became required",
    ),
    "required made optional": (
        _schemas(_with(free=(str, ""))),
        "data.free was always there",
    ),
    "a value less": (_schemas(_with(kind=(FewerKinds, ...))), "data.kind could be 'large'"),
    "a list of values where all were free": (
        _schemas(_with(free=(Kind, ...))),
        "data.free was free and is a list",
    ),
    "another pattern": (
        _schemas(_with(code=(Annotated[str, Field(pattern="^[a-f]+$")], ...))),
        "data.code has another pattern",
    ),
    "a pattern where there was none": (
        _schemas(_with(free=(Annotated[str, Field(pattern="^[a-f]+$")], ...))),
        "data.free has another pattern",
    ),
    "a lower maximum": (
        _schemas(_with(share=(Annotated[float, Field(ge=0, le=0.5)], ...))),
        "data.share has a narrower maximum",
    ),
    "a higher minimum": (
        _schemas(_with(share=(Annotated[float, Field(ge=0.1, le=1)], ...))),
        "data.share has a narrower minimum",
    ),
    "a shorter text": (
        _schemas(_with(name=(Annotated[str, Field(min_length=1, max_length=40)], ...))),
        "data.name has a narrower maxLength",
    ),
    "fewer rows": (
        _schemas(_with(rows=(Annotated[tuple[Row, ...], Field(min_length=1, max_length=5)], ...))),
        "data.rows has a narrower maxItems",
    ),
    "null that is not allowed any more": (
        _schemas(_with(reason=(str, ""))),
        "data.reason could be null",
    ),
    "null that was never there": (
        _schemas(_with(free=(str | None, ...))),
        "data.free could never be null",
    ),
    "another default": (_schemas(_with(note=(str, "none"))), "data.note has another default"),
    "another format": (_schemas(_with(done_on=(datetime, ...))), "data.doneOn has another format"),
    "another unit": (
        _schemas(_with(spent=(_hours("minutes"), ...))),
        "data.spent has another unit",
    ),
    "a field that is gone from a part": (
        _schemas(
            _with(
                rows=(
                    Annotated[tuple[RowWithoutCount, ...], Field(min_length=1, max_length=10)],
                    ...,
                )
            )
        ),
        "data.rows[].count is gone",
    ),
    "another subject": (
        _schemas(FIELDS, subject="thing/{code}"),
        "its subject was thing/{thingId}",
    ),
    "another audience": (
        _schemas(FIELDS, audience=Audience.INTERNAL),
        "its audience was public and is internal",
    ),
    "another type name": (_schemas(FIELDS, type="planning.thing.ended"), "the event is gone"),
    "a next version instead of beside": (_schemas(FIELDS, version=2), "the event is gone"),
}
ADDITIONS = {
    "nothing": RELEASED,
    "an optional field": _schemas(_with(added=(str | None, None))),
    "an optional field in a part": _schemas(
        _with(rows=(Annotated[tuple[RowWithMore, ...], Field(min_length=1, max_length=10)], ...))
    ),
    "a value more": _schemas(_with(kind=(MoreKinds, ...))),
    "a wider range": _schemas(_with(share=(Annotated[float, Field(ge=-1, le=2)], ...))),
    "a longer text": _schemas(_with(name=(Annotated[str, Field(max_length=200)], ...))),
    "another description": _schemas(
        _with(free=(Annotated[str, Field(description="Said in better words.")], ...))
    ),
    "a new event": RELEASED | _schemas(FIELDS, type="planning.thing.begun"),
    "a next version beside": RELEASED | _schemas(FIELDS, version=2),
}


@pytest.mark.parametrize(("current", "message"), BREAKING.values(), ids=BREAKING.keys())
def test_a_breaking_change_is_found_and_named(current: dict[str, Any], message: str) -> None:
    found = breaking_changes(RELEASED, current)

    assert [sentence for sentence in found if message in sentence], found
    assert all(sentence.startswith("planning.thing.done.v1: ") for sentence in found)


@pytest.mark.parametrize("current", ADDITIONS.values(), ids=ADDITIONS.keys())
def test_an_addition_breaks_nothing(current: dict[str, Any]) -> None:
    assert breaking_changes(RELEASED, current) == []


def test_every_break_is_reported_not_just_the_first() -> None:
    current = _schemas(_without("note") | {"free": (int, ...)})

    assert len(breaking_changes(RELEASED, current)) == 2


def test_the_contracts_of_today_break_none_that_were_released() -> None:
    released = json.loads((REPOSITORY / "shared/contracts/released/v1.json").read_text())

    assert breaking_changes(released, structures(CONTRACTS)) == []
