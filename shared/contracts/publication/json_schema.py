"""The JSON Schema of an event as it is on the wire: envelope and data."""

from collections.abc import Iterable, Mapping
from inspect import cleandoc
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from shared.contracts.envelope import Envelope, EventData, schema_uri, subject_fields

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_REPORTED = ("specversion", "id", "source", "type", "subject", "time", "data")
_EMITTED = (
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "sequence",
    "sequencetype",
    "subjectversion",
    "data",
)
_MODE: JsonSchemaMode = "validation"
"""What a reader may count on: a field with a default is absent in events of an older release."""


class _WithoutTitles(GenerateJsonSchema):
    """Pydantic's schema without a title per field: the name says it already."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def event_schema(contract: type[EventData]) -> Schema:
    """The schema of one event, complete in itself.

    `x-audience` says who may hear it and `x-subject` how its subject is made, so that a change of
    either is a change of the schema.
    """
    refs, definitions = data_schemas([contract], "#/$defs/{model}")
    return {
        "$schema": DIALECT,
        "$id": schema_uri(contract.event_type),
        **envelope_schema(contract, refs[contract], definitions[contract.__name__]),
        "$defs": definitions,
    }


def data_schemas(
    contracts: Iterable[type[EventData]], ref_template: str
) -> tuple[Mapping[type[EventData], Schema], dict[str, Schema]]:
    """The data of several events: a reference for each, and the definitions they refer to."""
    refs, schema = models_json_schema(
        [(contract, _MODE) for contract in contracts],
        ref_template=ref_template,
        schema_generator=_WithoutTitles,
    )
    return (
        {contract: ref for (contract, _), ref in refs.items()},  # type: ignore[misc]
        {name: _unwrapped(found) for name, found in sorted(schema["$defs"].items())},
    )


def envelope_schema(contract: type[EventData], data: Schema, definition: Schema) -> Schema:
    """The envelope of an event around its data.

    What Draagvlak emits is fixed to the letter; what others report is as wide as CloudEvents, since
    their numbering and naming are their own.
    """
    attributes = _attributes(contract, definition)
    names = _REPORTED if is_reported(contract) else (*_EMITTED, "traceparent")
    return {
        "title": contract.__name__,
        "description": description(contract),
        "type": "object",
        "required": list(_REPORTED if is_reported(contract) else _EMITTED),
        "properties": {
            name: data if name == "data" else attributes[name] for name in _in_order(names)
        },
        "x-audience": contract.audience.value,
        "x-subject": subject_in_json_names(contract),
    }


def is_reported(contract: type[EventData]) -> bool:
    """Whether other systems report it to Draagvlak, instead of Draagvlak telling it."""
    return contract.producer() == "source"


def description(contract: type[EventData]) -> str:
    """What the contract says of itself."""
    return cleandoc(contract.__doc__ or "")


def subject_in_json_names(contract: type[EventData]) -> str:
    """The subject template with the names that the fields have in JSON."""
    template = contract.subject_template
    for field in subject_fields(template):
        template = template.replace(f"{{{field}}}", f"{{{_json_name(contract, field)}}}")
    return template


def followed(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Schema:
    """The definition that a schema refers to, with what the schema itself adds to it."""
    if "$ref" not in schema:
        return dict(schema)
    definition = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return {**definition, **{key: value for key, value in schema.items() if key != "$ref"}}


def _in_order(names: Iterable[str]) -> list[str]:
    chosen = set(names)
    return [name for name in Envelope.model_fields if name in chosen]


def _attributes(contract: type[EventData], definition: Schema) -> dict[str, Schema]:
    general = _unwrapped(Envelope.model_json_schema(schema_generator=_WithoutTitles))
    found: dict[str, Schema] = general["properties"]
    narrowed: dict[str, Schema] = {
        "specversion": {"type": "string", "const": "1.0"},
        "type": {"type": "string", "const": contract.event_type},
        "subject": {"type": "string", "pattern": _subject_pattern(contract, definition)},
    }
    if not is_reported(contract):
        narrowed |= {
            "id": {"type": "string", "format": "uuid", "pattern": f"^{UUID_PATTERN}$"},
            "source": {"type": "string", "pattern": _source_pattern(contract)},
            "datacontenttype": {"type": "string", "const": "application/json"},
            "dataschema": {"type": "string", "const": schema_uri(contract.event_type)},
            "sequence": {"type": "string", "pattern": "^[1-9][0-9]{0,9}$"},
            "sequencetype": {"type": "string", "const": "Integer"},
            "subjectversion": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
            "traceparent": {
                "type": "string",
                "pattern": "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$",
            },
        }
    for name, schema in narrowed.items():
        found[name] = schema | {"description": found[name]["description"]}
    return found


def _source_pattern(contract: type[EventData]) -> str:
    suffix = "-intern" if contract.audience == "internal" else ""
    return f"^urn:nld:oin:[0-9]{{20}}:systeem:draagvlak-{contract.producer()}{suffix}$"


def _subject_pattern(contract: type[EventData], definition: Schema) -> str:
    template = contract.subject_template
    for field in subject_fields(template):
        value = definition["properties"][_json_name(contract, field)]
        template = template.replace(f"{{{field}}}", _value_pattern(value))
    return f"^{template}$"


def _value_pattern(schema: Schema) -> str:
    if schema.get("format") == "uuid":
        return UUID_PATTERN
    pattern: str = schema["pattern"]
    return f"({pattern.removeprefix('^').removesuffix('$')})"


def _json_name(contract: type[EventData], field: str) -> str:
    return contract.model_fields[field].alias or field


def _unwrapped(schema: Any) -> Any:
    """The schema with its descriptions as running text: line breaks inside a paragraph are gone."""
    if isinstance(schema, dict):
        return {
            name: "\n\n".join(" ".join(part.split()) for part in value.split("\n\n"))
            if name == "description" and isinstance(value, str)
            else _unwrapped(value)
            for name, value in schema.items()
        }
    if isinstance(schema, list):
        return [_unwrapped(item) for item in schema]
    return schema
