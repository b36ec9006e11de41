"""Public events carry no data about a person."""

import json
import re
from typing import Any

import pytest

from shared.contracts.envelope import Audience, EventData
from shared.contracts.publication.json_schema import event_schema
from shared.contracts.registry import CONTRACTS

PUBLIC = [contract for contract in CONTRACTS.values() if contract.audience is Audience.PUBLIC]
_PERSON = re.compile(
    r"staff|person|employee|medewerker|leader|owner|author|mail|phone|address|birth|bsn|actor",
    re.IGNORECASE,
)


def _personal_fields(contract: type[EventData]) -> list[str]:
    schema = event_schema(contract)
    return [
        f"{name}.{field}"
        for name, definition in schema["$defs"].items()
        for field, found in definition.get("properties", {}).items()
        if _PERSON.search(field) or _is_marked(found)
    ]


def _is_marked(schema: Any) -> bool:
    return '"x-personal": true' in json.dumps(schema)


@pytest.mark.parametrize("contract", PUBLIC, ids=lambda contract: contract.routing_key())
def test_no_field_of_a_public_event_is_about_a_person(contract: type[EventData]) -> None:
    assert _personal_fields(contract) == []
    assert not _PERSON.search(contract.subject_template)


def test_the_check_finds_the_personal_fields_of_internal_events() -> None:
    found = {
        field
        for contract in CONTRACTS.values()
        if contract.audience is Audience.INTERNAL
        for field in _personal_fields(contract)
    }

    assert found == {
        "ReservationProposed.staffId",
        "ReservationRequested.staffId",
        "StaffChanged.staffId",
        "StaffJoined.staffId",
        "StaffLeft.staffId",
    }
