"""The fields of an event as flat rows: path, form, whether it is always there, meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.contracts.publication.json_schema import Schema

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
        followed = _followed(schema, root)
        yield Field(place, _form(followed, root), name in required, followed["description"])
        inner = _followed(followed.get("items", followed), root)
        if "properties" in inner:
            yield from fields(inner, root, f"{place}[]." if "items" in followed else f"{place}.")


def enumerations(definition: Schema, root: Schema) -> list[tuple[str, str, list[str]]]:
    """The lists of values that a definition uses: title, meaning, values; each once."""
    found: dict[str, tuple[str, str, list[str]]] = {}
    for schema in _leaves(definition, root):
        if "enum" in schema:
            found[schema["title"]] = (
                f"`{schema['title']}`",
                schema["description"],
                schema["enum"],
            )
    return [found[title] for title in sorted(found)]


def _leaves(definition: Schema, root: Schema) -> Iterator[Schema]:
    for schema in definition["properties"].values():
        leaf = _definition(schema.get("items", schema), root)
        yield leaf
        if "properties" in leaf:
            yield from _leaves(leaf, root)


def _definition(schema: Schema, root: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found: Schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return found


def _followed(schema: Schema, root: Schema) -> Schema:
    return {**_definition(schema, root), **schema}


def _form(schema: Schema, root: Schema) -> str:
    if "anyOf" in schema:
        *kinds, _null = schema["anyOf"]
        return f"{' or '.join(_form(_followed(kind, root), root) for kind in kinds)}, or null"
    if "enum" in schema:
        return f"one of `{schema['title']}`"
    if schema["type"] == "array":
        items = _form(_followed(schema["items"], root), root)
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
