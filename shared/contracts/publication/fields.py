"""The fields of an event as flat rows: path, form, whether it is always there, meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.contracts.publication.json_schema import Schema

_FORMS = {"uuid": "UUID", "date": "day", "date-time": "time, UTC"}


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
        return f"list of {_form(_followed(schema['items'], root), root)}{_range(schema, 'Items')}"
    if schema["type"] == "object":
        return "object"
    form = _FORMS.get(schema.get("format", ""), str(schema["type"]))
    unit = f", {schema['x-unit']}" if "x-unit" in schema else ""
    return f"{form}{unit}{_range(schema, 'Length')}{_range(schema, 'imum')}"


def _range(schema: dict[str, Any], kind: str) -> str:
    lowest, highest = schema.get(f"min{kind}"), schema.get(f"max{kind}")
    if lowest is None and highest is None:
        return ""
    if highest is None:
        return f", {lowest} or more"
    return f", {lowest or 0} to {highest}"
