"""The rules of the NL GOV profile for CloudEvents, numbered as in its text: CE1 to CE16.

CE2 (one effect) is proven where events are applied, CE8 in test_generated_files.py. CE11 (claim
check) does not apply: no event is too big or too personal to carry its data.
"""

import json
import re
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from cloudevents.core.formats.json import JSONFormat
from jsonschema import Draft202012Validator, ValidationError

from shared.contracts.envelope import (
    CONTENT_TYPE,
    MAX_WIRE_BYTES,
    Audience,
    Envelope,
    EventData,
    schema_uri,
    subject_fields,
)
from shared.contracts.publication.json_schema import event_schema, followed, is_reported
from shared.contracts.publication.samples import OIN, samples
from shared.contracts.registry import CONTRACTS
from shared.contracts.source_v1 import MAX_ROWS, TransactionRow, TransactionsRecorded
from shared.messaging.codec import LoggedEvent, Undecodable, decode, encode, source_urn
from tests.contracts.schema_values import largest

SAMPLES = {contract.event_type: sample for contract, sample in samples()}
EMITTED = [contract for contract in CONTRACTS.values() if not is_reported(contract)]


def _name(contract: type[EventData]) -> str:
    return contract.routing_key()


every_contract = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=_name)
every_emitted = pytest.mark.parametrize("contract", EMITTED, ids=_name)


def _on_the_wire(contract: type[EventData], data: Any, **changes: Any) -> bytes:
    event = contract.model_validate(data)
    return encode(
        LoggedEvent(
            id=UUID("0d5f4c3e-7f0a-4f2b-9c57-2f6f5a1d8b90"),
            position=2**31 - 1,
            type=contract.event_type,
            subject=event.subject,
            subject_version=2**31 - 1,
            logged_at=datetime(2026, 4, 1, 8, 30, 0, 123456, tzinfo=UTC),
            traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            data=event.model_dump_json(by_alias=True),
        ),
        source_urn(OIN, contract.producer(), internal=contract.audience is Audience.INTERNAL),
    )


@every_emitted
def test_what_the_codec_writes_is_what_the_schema_promises(contract: type[EventData]) -> None:
    body = _on_the_wire(contract, SAMPLES[contract.event_type]["data"])

    Draft202012Validator(event_schema(contract)).validate(json.loads(body))
    assert decode(body).data == SAMPLES[contract.event_type]["data"]


@every_contract
def test_the_cloudevents_sdk_reads_every_sample(contract: type[EventData]) -> None:
    sample = SAMPLES[contract.event_type]

    event = JSONFormat().read(None, json.dumps(sample))

    assert event.get_data() == sample["data"]
    assert event.get_type() == contract.event_type
    assert event.get_subject() == sample["subject"]
    assert json.loads(JSONFormat().write(event)) == sample


@every_contract
@pytest.mark.parametrize("attribute", ["id", "source", "specversion", "type"])
def test_ce1_required_attributes_are_there_and_not_empty(
    contract: type[EventData], attribute: str
) -> None:
    validator = Draft202012Validator(event_schema(contract))
    sample = SAMPLES[contract.event_type]
    validator.validate(sample)
    for wrong in ({k: v for k, v in sample.items() if k != attribute}, sample | {attribute: ""}):
        with pytest.raises(ValidationError):
            validator.validate(wrong)
        with pytest.raises(Undecodable, match=attribute):
            decode(json.dumps(wrong).encode())


@every_contract
def test_ce3_the_dataschema_says_that_an_id_is_a_uuid(contract: type[EventData]) -> None:
    schema = event_schema(contract)

    assert schema["$id"] == schema_uri(contract.event_type)
    assert "UUID" in schema["properties"]["id"]["description"]
    UUID(SAMPLES[contract.event_type]["id"])


@every_contract
def test_ce4_ce5_a_source_is_the_urn_of_an_organisation_and_its_system(
    contract: type[EventData],
) -> None:
    source = SAMPLES[contract.event_type]["source"]

    assert re.fullmatch(r"urn:nld:oin:\d{20}:systeem:[A-Za-z0-9._~%-]+", source)
    link = json.dumps(SAMPLES[contract.event_type] | {"source": "https://example.nl/data"})
    with pytest.raises(Undecodable, match="source"):
        decode(link.encode())


def test_ce4_internal_events_have_a_source_of_their_own() -> None:
    sources = defaultdict(set)
    for contract, sample in samples():
        sources[sample["source"]].add(contract.audience)

    assert all(len(audiences) == 1 for audiences in sources.values())


@every_contract
def test_ce6_ce7_a_type_is_in_reverse_domain_notation_with_one_version(
    contract: type[EventData],
) -> None:
    assert re.fullmatch(
        r"nl\.draagvlak\.[a-z]+\.[a-z-]+\.[a-z-]+\.v[1-9][0-9]*", contract.event_type
    )
    assert len(re.findall(r"\bv\d", contract.event_type)) == 1


@every_contract
def test_ce9_attributes_have_short_plain_names_and_plain_values(contract: type[EventData]) -> None:
    attributes = {k: v for k, v in SAMPLES[contract.event_type].items() if k != "data"}
    names = (*event_schema(contract)["properties"], *attributes)

    assert all(re.fullmatch(r"[a-z0-9]{1,20}", name) for name in names)
    for value in attributes.values():
        if isinstance(value, int):
            assert -(2**31) <= value < 2**31
        else:
            assert value
            assert not re.search(r"[\x00-\x1f\x7f-\x9f]", value)


@pytest.mark.parametrize("attribute", ["id", "subject"])
def test_ce9_control_characters_in_an_attribute_are_refused(attribute: str) -> None:
    sample = SAMPLES[TransactionsRecorded.event_type] | {attribute: "a\u0007b"}

    with pytest.raises(Undecodable, match=attribute):
        decode(json.dumps(sample).encode())


@every_contract
def test_ce10_time_is_rfc_3339_in_utc_and_its_meaning_is_written(contract: type[EventData]) -> None:
    schema = event_schema(contract)["properties"]["time"]

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", SAMPLES[contract.event_type]["time"]
    )
    assert "logged" in schema["description"]


@pytest.mark.parametrize("time", ["2026-04-01T10:30:00", "2026-04-01 10:30:00Z", 1775032200])
def test_ce10_a_time_of_another_form_is_refused(time: object) -> None:
    sample = SAMPLES[TransactionsRecorded.event_type] | {"time": time}

    with pytest.raises(Undecodable, match="time"):
        decode(json.dumps(sample).encode())


def test_ce12_the_samples_of_a_source_count_from_1_without_a_gap() -> None:
    counted = defaultdict(list)
    for _, sample in samples():
        if "sequence" in sample:
            assert sample["sequencetype"] == "Integer"
            counted[sample["source"]].append(int(sample["sequence"]))

    assert counted
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in counted.values())


def test_ce13_data_is_json() -> None:
    assert CONTENT_TYPE == "application/cloudevents+json"
    assert {sample["datacontenttype"] for _, sample in samples()} == {"application/json"}


@every_emitted
def test_ce14_the_largest_event_that_draagvlak_tells_fits_in_64_kib(
    contract: type[EventData],
) -> None:
    schema = event_schema(contract)
    data = largest(followed(schema["properties"]["data"], schema), schema)
    if "targets" in data:
        data["targets"] = [row | {"fromDate": "2025-01-01"} for row in data["targets"]]

    assert len(_on_the_wire(contract, data)) <= MAX_WIRE_BYTES


def _report(product: str) -> bytes:
    row = TransactionRow(
        product=product, channel="telefoon", period="2026-2027", completed=2**31 - 1, assisted=False
    )
    data = TransactionsRecorded(source="zaaksysteem", rows=(row,) * MAX_ROWS)
    sample = SAMPLES[TransactionsRecorded.event_type]
    changed = sample | {"data": data.model_dump(mode="json", by_alias=True)}
    return json.dumps(changed, separators=(",", ":")).encode()


def test_ce14_a_report_of_500_rows_fits_when_product_keys_have_up_to_32_characters() -> None:
    body = _report("p" * 32)

    assert len(decode(body).data["rows"]) == MAX_ROWS


def test_ce14_a_report_over_64_kib_is_refused_as_a_whole() -> None:
    with pytest.raises(Undecodable, match="bytes on the wire"):
        decode(_report("p" * 80))


@every_contract
def test_ce15_a_subject_is_made_of_ids_and_closed_words_only(contract: type[EventData]) -> None:
    schema = event_schema(contract)
    definition = followed(schema["properties"]["data"], schema)

    for field in subject_fields(contract.subject_template):
        found = definition["properties"][contract.model_fields[field].alias or field]
        closed = re.compile(found.get("pattern", "^$"))
        assert found.get("format") == "uuid" or not closed.search("J. de Vries")


@pytest.mark.parametrize("attribute", ["datacontenttype", "dataschema", "sequence", "traceparent"])
def test_ce16_an_attribute_that_is_null_counts_as_unset(attribute: str) -> None:
    sample = SAMPLES[TransactionsRecorded.event_type]
    without = {name: value for name, value in sample.items() if name != attribute}

    assert decode(json.dumps(sample | {attribute: None}).encode()) == decode(
        json.dumps(without).encode()
    )


def test_ce16_a_required_attribute_that_is_null_is_missing() -> None:
    with pytest.raises(Undecodable, match="source"):
        decode(json.dumps(SAMPLES[TransactionsRecorded.event_type] | {"source": None}).encode())


def test_attributes_of_others_are_read_past() -> None:
    sample = SAMPLES[TransactionsRecorded.event_type]
    foreign = sample | {
        "sequence": "2026-04-01/7",
        "sequencetype": "integer",
        "partitionkey": "a",
        "traceparent": "not a trace",
        "datacontenttype": "application/json; charset=utf-8",
    }

    assert decode(json.dumps(foreign).encode()).data == Envelope.model_validate(sample).data
