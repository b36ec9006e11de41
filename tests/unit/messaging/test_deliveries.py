"""Whatever arrives is read, or found to be unreadable; nothing of it stops the rest of a batch."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.source_v1 import TransactionsRecorded
from shared.messaging import deliveries
from shared.messaging.deliveries import Delivery, admit, read
from shared.messaging.reactions import Reactions, Received

SAMPLE: dict[str, Any] = json.loads(
    (
        Path(deliveries.__file__).parents[1]
        / "contracts/samples/public/source.transactions.recorded.v1.json"
    ).read_text()
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
reactions = Reactions()


@reactions.on(TransactionsRecorded)
async def recorded(_connection: AsyncConnection, _event: Received[TransactionsRecorded]) -> None:
    """Heard, without effect."""


def arrival(**changed: Any) -> deliveries.Arrival:
    """The sample as it arrives with some attributes changed."""
    return read(Delivery(json.dumps(SAMPLE | changed).encode()), "source", reactions)


def test_a_sample_is_read_with_its_data() -> None:
    found = arrival()
    assert found.error is None
    assert found.received is not None
    assert found.received.data.source == SAMPLE["data"]["source"]


@given(st.binary())
def test_no_bytes_make_the_reader_fail(body: bytes) -> None:
    assert read(Delivery(body), "source", reactions).error is not None


@given(st.sampled_from(sorted(SAMPLE)), ANY_JSON)
def test_no_value_of_an_attribute_makes_the_reader_fail(name: str, value: Any) -> None:
    found = arrival(**{name: value})
    assert found.error is not None or found.received is not None or found.type != SAMPLE["type"]


@given(st.sampled_from(sorted(SAMPLE["data"]["rows"][0])), ANY_JSON)
def test_no_value_of_a_field_makes_the_reader_fail(name: str, value: Any) -> None:
    rows = [SAMPLE["data"]["rows"][0] | {name: value}]
    found = arrival(data=SAMPLE["data"] | {"rows": rows})
    assert (found.error is None) == (found.received is not None)


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_time_that_utc_does_not_have_is_refused(time: str) -> None:
    error = arrival(time=time).error
    assert error is not None
    assert "time: " in error
    assert time not in error


def test_a_fault_of_the_reader_is_an_error_of_the_one_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def faulty(_body: bytes) -> None:
        raise ArithmeticError("with a value in it")

    monkeypatch.setattr(deliveries, "decode", faulty)
    assert arrival().error == "cannot be read: ArithmeticError"


@pytest.mark.parametrize("traceparent", ["00-x", "nul\0", "00-" + "0" * 32])
def test_a_traceparent_of_another_form_is_not_passed_on(traceparent: str) -> None:
    """What this event causes would carry it into the log."""
    received = arrival(traceparent=traceparent).received
    assert received is not None
    assert received.traceparent is None


@pytest.mark.parametrize(
    "name",
    ["draagvlak-planning", "draagvlak-planning-intern", "draagvlak-metrics"],
)
def test_who_reports_cannot_speak_in_the_name_of_a_service(name: str) -> None:
    """Else it could move on the version of a service's subject, and the true event would be old."""
    found = arrival(source=f"urn:nld:oin:00000001823288444000:systeem:{name}")
    assert found.error == "source or type: not of source"
    assert found.source == "undecodable:source"


def test_who_reports_cannot_tell_what_only_a_service_tells() -> None:
    kind = "nl.draagvlak.planning.organisation.updated.v1"
    assert arrival(type=kind).error == "source or type: not of source"


@pytest.mark.parametrize(
    ("producer", "told"),
    [("planning", True), ("planning-intern", True), ("metrics", False), ("planning-x", False)],
)
def test_a_service_tells_under_its_own_two_names(producer: str, told: bool) -> None:
    body = SAMPLE | {
        "source": f"urn:nld:oin:00000001823288444000:systeem:draagvlak-{producer}",
        "type": "nl.draagvlak.planning.subproject.started.v1",
    }
    found = read(Delivery(json.dumps(body).encode()), "planning", reactions)
    assert (found.error is None) == told


@pytest.mark.parametrize("prefix", ["", "demo_1_"])
def test_a_report_of_its_own_account_is_admitted_whatever_the_prefix_of_the_installation(
    prefix: str,
) -> None:
    found = admit(_report(f"{prefix}source.zaaksysteem"), "source", reactions)
    assert found.error is None
    assert found.received is not None


@pytest.mark.parametrize(
    ("user_id", "error"),
    [
        (None, "user_id: missing, must be the own account"),
        ("source.loket", "user_id: source.loket reports in the name of another"),
        ("source.oud-zaaksysteem", "user_id: source.oud-zaaksysteem reports in the name of"),
        ("zaaksysteem", "user_id: zaaksysteem reports in the name of another"),
    ],
)
def test_a_report_of_no_account_or_of_anothers_is_known_by_its_bytes_alone(
    user_id: str | None, error: str
) -> None:
    """Under its own id it would stand in the way of the reports of who it names."""
    found = admit(_report(user_id), "source", reactions)
    assert str(found.error).startswith(error)
    assert (found.source, found.type) == ("undecodable:source", None)


@pytest.mark.parametrize(
    "changed",
    [
        {"source": "urn:nld:oin:00000001823288444000:systeem:loket"},
        {"subject": "source/loket"},
        {"subject": "source/loket", "data": SAMPLE["data"] | {"source": "loket"}},
    ],
    ids=["source", "subject", "subject-and-data"],
)
def test_a_source_names_itself_everywhere(changed: dict[str, Any]) -> None:
    found = admit(_report("source.zaaksysteem", **changed), "source", reactions)
    assert found.error == "user_id: source.zaaksysteem reports in the name of another"


def test_a_source_that_names_another_in_its_data_alone_is_found_out_by_its_subject() -> None:
    data = SAMPLE["data"] | {"source": "loket"}
    found = admit(_report("source.zaaksysteem", data=data), "source", reactions)
    assert "belongs to subject 'source/loket'" in str(found.error)


def test_a_service_needs_not_say_its_account() -> None:
    """The routing keys that it may publish with are its own."""
    body = SAMPLE | {
        "source": "urn:nld:oin:00000001823288444000:systeem:draagvlak-planning",
        "type": "nl.draagvlak.planning.subproject.started.v1",
    }
    assert admit(Delivery(json.dumps(body).encode()), "planning", reactions).error is None


def _report(user_id: str | None, **changed: Any) -> Delivery:
    return Delivery(json.dumps(SAMPLE | changed).encode(), user_id=user_id)


def test_bytes_without_an_id_are_known_by_their_bytes() -> None:
    one, same, other = (
        read(Delivery(body), "source", reactions) for body in (b"no", b"no", b"nope")
    )
    assert one.key == same.key != other.key
