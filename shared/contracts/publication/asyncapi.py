"""The AsyncAPI 3 documents: what a developer of another system feeds to their own tools."""

from collections.abc import Iterable, Mapping
from typing import Any

from shared.contracts.envelope import CONTENT_TYPE, MAX_WIRE_BYTES, Audience, EventData
from shared.contracts.publication.json_schema import (
    data_schemas,
    description,
    envelope_schema,
    is_reported,
)

Document = dict[str, Any]
VERSION = "1.0.0"
EXCHANGES = {Audience.PUBLIC: "draagvlak.events", Audience.INTERNAL: "draagvlak.internal"}
INBOUND_EXCHANGE = "draagvlak.in"
REPORTING_USER = "source.<name>"
_BINDING_VERSION = "0.3.0"

_PUBLIC_INTRODUCTION = f"""\
Draagvlak tells what happens in the implementation of self-service at one municipality, as \
CloudEvents 1.0 under the NL GOV profile, in structured JSON of at most {MAX_WIRE_BYTES} bytes.

Bind a queue of your own, named `sub.<system>.<purpose>`, to the exchange \
`{EXCHANGES[Audience.PUBLIC]}`, with a binding key per service such as `planning.#`. Every event \
comes at least once: skip an `id` you have seen of the same `source`. `sequence` has no gaps per \
source; what is missing is in the feed of the service, `GET /<service>/v1/events?after=<sequence>`.

New optional fields and new event types may come at any time; ignore what you do not know.\
"""
_INTERNAL_INTRODUCTION = """\
What the three services of Draagvlak tell each other and nobody else: these events carry random \
staff ids, which are personal data. Only the services can bind to their exchange.\
"""


def document(
    contracts: Iterable[type[EventData]], audience: Audience, samples: Mapping[str, Any]
) -> Document:
    """The document of the events of one audience, with the sample of each type as its example."""
    chosen = [contract for contract in contracts if contract.audience is audience]
    public = audience is Audience.PUBLIC
    refs, definitions = data_schemas(chosen, "#/components/schemas/{model}")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Draagvlak events" if public else "Draagvlak events, internal",
            "version": VERSION,
            "description": _PUBLIC_INTRODUCTION if public else _INTERNAL_INTRODUCTION,
            "license": {
                "name": "EUPL-1.2",
                "url": "https://interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12",
            },
            "tags": [{"name": audience.value}],
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"municipality": _server()},
        "channels": {_name(contract): _channel(contract) for contract in chosen},
        "operations": {
            f"{_action(contract)}.{_name(contract)}": _operation(contract) for contract in chosen
        },
        "components": {
            "messages": {
                _name(contract): _message(contract, samples[contract.event_type])
                for contract in chosen
            },
            "schemas": definitions
            | {
                f"{contract.__name__}Event": envelope_schema(
                    contract, refs[contract], definitions[contract.__name__]
                )
                for contract in chosen
            },
            "securitySchemes": {
                "subscriber": {
                    "type": "userPassword",
                    "description": (
                        "A user of RabbitMQ for each system that hears, and for each that reports."
                    ),
                }
            },
        },
    }


def _server() -> Document:
    return {
        "host": "{host}",
        "pathname": "/{municipality}",
        "protocol": "amqp",
        "protocolVersion": "0.9.1",
        "description": "The broker of one municipality; its operator tells the address.",
        "variables": {
            "host": {"description": "Host and port of the broker."},
            "municipality": {"description": "Virtual host of the municipality."},
        },
        "security": [{"$ref": "#/components/securitySchemes/subscriber"}],
    }


def _channel(contract: type[EventData]) -> Document:
    exchange = INBOUND_EXCHANGE if is_reported(contract) else EXCHANGES[contract.audience]
    return {
        "address": contract.routing_key(),
        "messages": {"event": {"$ref": f"#/components/messages/{_name(contract)}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": exchange,
                    "type": "topic",
                    "durable": True,
                    "autoDelete": False,
                },
                "bindingVersion": _BINDING_VERSION,
            }
        },
    }


def _operation(contract: type[EventData]) -> Document:
    channel = f"#/channels/{_name(contract)}"
    return {
        "action": _action(contract),
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/event"}],
        "summary": description(contract).split("\n\n")[0],
        "bindings": {
            "amqp": {"deliveryMode": 2, "mandatory": True, "bindingVersion": _BINDING_VERSION}
            | ({"userId": REPORTING_USER} if is_reported(contract) else {})
        },
    }


def _message(contract: type[EventData], sample: Any) -> Document:
    return {
        "name": contract.__name__,
        "title": contract.__name__,
        "description": description(contract),
        "contentType": CONTENT_TYPE,
        "payload": {"$ref": f"#/components/schemas/{contract.__name__}Event"},
        "bindings": {
            "amqp": {
                "contentEncoding": "utf-8",
                "messageType": contract.event_type,
                "bindingVersion": _BINDING_VERSION,
            }
        },
        "examples": [{"name": "sample", "payload": sample}],
        "x-audience": contract.audience.value,
    }


def _action(contract: type[EventData]) -> str:
    return "receive" if is_reported(contract) else "send"


def _name(contract: type[EventData]) -> str:
    return contract.__name__
