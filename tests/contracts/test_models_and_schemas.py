"""The models and the JSON Schemas say the same, for every event."""

import json
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import ProgrammeRetargeted
from shared.contracts.publication.json_schema import event_schema, followed
from shared.contracts.publication.samples import samples
from shared.contracts.registry import CONTRACTS
from shared.contracts.source_v1 import TransactionsRecorded
from tests.contracts.schema_values import leaves, values

SAMPLES = {contract.event_type: sample for contract, sample in samples()}
every_contract = pytest.mark.parametrize(
    "contract", CONTRACTS.values(), ids=lambda contract: contract.routing_key()
)
few_per_contract = settings(max_examples=25, deadline=None)
WRONG: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 5.0, 2**70),
    *("", "x", "5", "2026-02-30", "\u0000"),
    *([], {}, [{}]),
)
"""Values of every JSON type, most of which do not fit most fields."""


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return datetime.fromisoformat(value).tzinfo is not None and "T" in value


formats = FormatChecker()
formats.checks("date-time", raises=ValueError)(_is_moment)


def _data_schema(contract: type[EventData]) -> tuple[dict[str, Any], dict[str, Any]]:
    schema = event_schema(contract)
    return followed(schema["properties"]["data"], schema), schema


def _accepts(contract: type[EventData], data: Any) -> bool:
    try:
        contract.model_validate(data)
    except ValidationError:
        return False
    return True


@every_contract
@few_per_contract
@given(choices=st.data())
def test_an_event_survives_being_written_and_read(
    contract: type[EventData], choices: st.DataObject
) -> None:
    schema, root = _data_schema(contract)
    data = choices.draw(values(schema, root).filter(lambda data: _accepts(contract, data)))
    event = contract.model_validate(data)

    written = event.model_dump_json(by_alias=True)

    assert contract.model_validate_json(written) == event
    assert contract.model_validate(json.loads(written)) == event
    assert contract.model_validate_json(written).subject == event.subject
    Draft202012Validator({**root, **schema}, format_checker=formats).validate(json.loads(written))


@every_contract
@few_per_contract
@given(choices=st.data())
def test_fields_that_a_reader_does_not_know_change_nothing(
    contract: type[EventData], choices: st.DataObject
) -> None:
    known = SAMPLES[contract.event_type]["data"]
    objects = [path for path in leaves(known) if isinstance(_at(known, path), dict)]
    unknown = deepcopy(known)
    _at(unknown, choices.draw(st.sampled_from(objects)))["addedLater"] = choices.draw(
        st.sampled_from(WRONG)
    )

    assert contract.model_validate(unknown) == contract.model_validate(known)


@every_contract
@few_per_contract
@given(choices=st.data())
def test_the_model_refuses_exactly_what_its_schema_refuses(
    contract: type[EventData], choices: st.DataObject
) -> None:
    schema, root = _data_schema(contract)
    data = deepcopy(SAMPLES[contract.event_type]["data"])
    *parents, last = choices.draw(st.sampled_from([path for path in leaves(data) if path]))
    _at(data, tuple(parents))[last] = choices.draw(st.sampled_from(WRONG))

    fits = Draft202012Validator({**root, **schema}, format_checker=formats).is_valid(data)

    assert _accepts(contract, data) == fits, json.dumps(data)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("period", "2025-W53", id="a week that its year has not"),
        pytest.param("period", "0000-W01", id="a year that no calendar has"),
        pytest.param("period", "2022-2024", id="a fiscal year of two years"),
    ],
)
def test_what_a_schema_cannot_say_the_model_refuses(field: str, value: str) -> None:
    data = deepcopy(SAMPLES[TransactionsRecorded.event_type]["data"])
    data["rows"][0][field] = value

    assert not _accepts(TransactionsRecorded, data)


def test_a_target_path_that_ends_before_it_starts_is_refused() -> None:
    data = deepcopy(SAMPLES[ProgrammeRetargeted.event_type]["data"])
    data["targets"][0]["toDate"] = data["targets"][0]["fromDate"]

    assert not _accepts(ProgrammeRetargeted, data)


def test_a_subject_cannot_name_a_field_that_the_event_has_not() -> None:
    with pytest.raises(TypeError, match="thing_id"):

        class _ThingDone(EventData, type="planning.thing.done", subject="thing/{thing_id}"):
            pass


@every_contract
def test_a_schema_is_valid_itself(contract: type[EventData]) -> None:
    Draft202012Validator.check_schema(event_schema(contract))


@every_contract
def test_every_field_says_what_it_means(contract: type[EventData]) -> None:
    schema = event_schema(contract)
    described = {
        f"{name}.{field}": followed(found, schema).get("description")
        for name, definition in schema["$defs"].items()
        for field, found in definition.get("properties", {}).items()
    }

    assert [field for field, meaning in described.items() if not meaning] == []


def _at(document: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        document = document[key]
    return document
