"""The fields of an event as flat rows: path, form, whether it is always there, meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.contracts.publication.json_schema import Schema, followed

_FORMS = {"uuid": "UUID", "date": "day", "date-time": "time, UTC", "string": "text"}
_UNBOUNDED = 2**31 - 1
"""From here on a bound is one of the storage, of no interest to a reader."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, at any depth; `weeks[].week` is the week in each of the weeks."""

    path: str
    form: str
    required: bool
    meaning: str


def fields(definition: Schema, root: Schema, path: str = "") -> Iterator[Field]:
    """Every field of a definition, each part below the field that holds it."""
    required = definition.get("required", ())
    for name, schema in definition["properties"].items():
        place = f"{path}{name}"
        whole = followed(schema, root)
        yield Field(place, _form(whole, root), name in required, whole["description"])
        inner = followed(whole.get("items", whole), root)
        if "properties" in inner:
            yield from fields(inner, root, f"{place}[]." if "items" in whole else f"{place}.")


def enumerations(root: Schema) -> Iterator[tuple[str, str, list[str]]]:
    """The lists of values that an event uses: name, meaning, values."""
    for name, definition in root["$defs"].items():
        if "enum" in definition:
            yield name, definition["description"], definition["enum"]


def _form(schema: Schema, root: Schema) -> str:
    if "anyOf" in schema:
        *kinds, _null = schema["anyOf"]
        return f"{' or '.join(_form(followed(kind, root), root) for kind in kinds)}, or null"
    if "enum" in schema:
        return f"one of `{schema['title']}`"
    if schema["type"] == "array":
        items = _form(followed(schema["items"], root), root)
        return f"list of {items}{_range(schema, 'Items')}"
    if schema["type"] == "object":
        return "object"
    kind = str(schema.get("format") or schema["type"])
    form = _FORMS.get(kind, kind)
    unit = f", {schema['x-unit']}" if "x-unit" in schema else ""
    return f"{form}{unit}{_range(schema, 'Length', ' characters')}{_range(schema, 'imum')}"


def _range(schema: dict[str, Any], kind: str, unit: str = "") -> str:
    lowest, highest = schema.get(f"min{kind}", 0), schema.get(f"max{kind}")
    bounded_below = f"min{kind}" in schema
    if highest is None or highest >= _UNBOUNDED:
        return f", {lowest} or more" if bounded_below else ""
    extent = f"{lowest} to {highest}" if bounded_below else f"at most {highest}"
    return f", {extent}{unit}"
