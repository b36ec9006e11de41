"""The AsyncAPI documents are valid, and say what the broker has."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.envelope import Audience
from shared.contracts.generate import CONTRACTS_FOLDER, REPOSITORY
from shared.contracts.registry import CONTRACTS
from shared.messaging.topology import EXCHANGE_OF, IN_EXCHANGE, source_account
from tests.support.contract_tooling import node

DOCUMENTS = {
    Audience.PUBLIC: REPOSITORY / CONTRACTS_FOLDER / "asyncapi.json",
    Audience.INTERNAL: REPOSITORY / CONTRACTS_FOLDER / "asyncapi-internal.json",
}
_WARNING = 1


def _diagnostics(*files: Path) -> list[str]:
    told = json.loads(node("validate-asyncapi.mjs", *files))
    return [
        f"{file}: {found['path']}: {found['message']}"
        for file, all_found in told.items()
        for found in all_found
        if found["severity"] <= _WARNING
    ]


def _read(audience: Audience) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DOCUMENTS[audience].read_text())
    return found


def test_the_asyncapi_parser_accepts_the_documents() -> None:
    assert _diagnostics(*DOCUMENTS.values()) == []


def test_the_asyncapi_parser_finds_what_is_wrong(tmp_path: Path) -> None:
    dangling, unknown = _read(Audience.INTERNAL), _read(Audience.INTERNAL)
    dangling["channels"]["StaffLeft"]["messages"]["event"]["$ref"] = "#/components/messages/Nobody"
    unknown["operations"]["send.StaffLeft"]["action"] = "shout"
    files = tmp_path / "dangling.json", tmp_path / "unknown.json"
    for file, document in zip(files, (dangling, unknown), strict=True):
        file.write_text(json.dumps(document))

    found = _diagnostics(*files)

    assert [line for line in found if "dangling.json" in line and "Nobody" in line]
    assert [line for line in found if "unknown.json" in line and "send.StaffLeft.action" in line]


@pytest.mark.parametrize("audience", Audience)
def test_every_event_is_on_the_exchange_that_the_broker_has(audience: Audience) -> None:
    channels = _read(audience)["channels"].values()
    told = {
        channel["address"]: channel["bindings"]["amqp"]["exchange"]["name"] for channel in channels
    }

    assert told == {
        contract.routing_key(): IN_EXCHANGE
        if contract.producer() == "source"
        else EXCHANGE_OF[audience]
        for contract in CONTRACTS.values()
        if contract.audience is audience
    }


def test_only_a_report_must_say_its_account() -> None:
    told = {
        name: operation["bindings"]["amqp"]["userId"]
        for name, operation in _read(Audience.PUBLIC)["operations"].items()
        if "userId" in operation["bindings"]["amqp"]
    }

    assert told == {"receive.TransactionsRecorded": source_account("<name>")}


@pytest.mark.parametrize("audience", Audience)
def test_no_document_tells_the_address_of_a_server(audience: Audience) -> None:
    assert [server["host"] for server in _read(audience)["servers"].values()] == ["{host}"]
