"""Values that fit a JSON Schema: any of them, or the largest."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

import hypothesis.strategies as st
from pydantic import TypeAdapter

from shared.contracts.publication.json_schema import Schema, followed
from shared.contracts.vocabulary import PeriodName, Week

JsonPath = tuple[str | int, ...]


def _weeks() -> st.SearchStrategy[str]:
    return st.dates().map(lambda day: "{:04d}-W{:02d}".format(*day.isocalendar()[:2]))


def _periods() -> st.SearchStrategy[str]:
    years = st.integers(1, 9998)
    return st.one_of(
        _weeks(),
        st.dates().map(lambda day: f"{day.year:04d}-{day.month:02d}"),
        years.map(lambda year: f"{year:04d}"),
        years.map(lambda year: f"{year:04d}-{year + 1:04d}"),
    )


def _pattern(word: Any) -> str:
    found: str = TypeAdapter(word).json_schema()["pattern"]
    return found


_CALENDAR = {_pattern(Week): _weeks(), _pattern(PeriodName): _periods()}


def values(schema: Schema, root: Schema) -> st.SearchStrategy[Any]:
    """Every sort of value that the schema allows; lists are kept short."""
    schema = followed(schema, root)
    if "anyOf" in schema:
        return st.one_of([values(choice, root) for choice in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema["type"] == "object":
        return _objects(schema, root)
    if schema["type"] == "array":
        return st.lists(
            values(schema["items"], root),
            min_size=schema.get("minItems", 0),
            max_size=min(3, schema.get("maxItems", 3)),
        )
    return _plain(schema)


def largest(schema: Schema, root: Schema) -> Any:
    """The value that takes the most bytes in JSON, of those that need no escape in ASCII."""
    schema = followed(schema, root)
    if "anyOf" in schema:
        return largest(schema["anyOf"][0], root)
    if "enum" in schema:
        return max(schema["enum"], key=len)
    match schema["type"]:
        case "object":
            return {name: largest(field, root) for name, field in schema["properties"].items()}
        case "array":
            return [largest(schema["items"], root)] * schema["maxItems"]
        case "string":
            return _longest_string(schema)
        case "integer":
            return schema["maximum"]
        case "number":
            return 0.12345678901234567 if schema.get("maximum") == 1 else 1.7976931348623157e308
    return False


def leaves(value: Any, path: JsonPath = ()) -> Iterator[JsonPath]:
    """The place of every value in a JSON document, objects and lists included."""
    yield path
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, (*path, name))
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, (*path, index))


def _objects(schema: Schema, root: Schema) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: values(field, root) for name, field in schema["properties"].items()}
    required = set(schema.get("required", ()))
    return st.fixed_dictionaries(
        {name: field for name, field in fields.items() if name in required},
        optional={name: field for name, field in fields.items() if name not in required},
    )


def _plain(schema: Schema) -> st.SearchStrategy[Any]:
    match schema["type"]:
        case "string":
            return _strings(schema)
        case "integer":
            return st.integers(schema.get("minimum"), schema.get("maximum"))
        case "number":
            return st.floats(
                schema.get("minimum"),
                schema.get("maximum"),
                allow_nan=False,
                allow_infinity=False,
            )
        case "boolean":
            return st.booleans()
    return st.none()


def _strings(schema: Schema) -> st.SearchStrategy[str]:
    match schema.get("format"):
        case "uuid":
            return st.uuids().map(str)
        case "date":
            return st.dates().map(str)
        case "date-time":
            moments = st.datetimes(timezones=st.just(UTC))
            return moments.map(lambda moment: moment.isoformat().replace("+00:00", "Z"))
    pattern: str = schema["pattern"]
    if pattern in _CALENDAR:
        return _CALENDAR[pattern]
    longest = schema.get("maxLength", 1000)
    return st.from_regex(pattern, fullmatch=True).filter(lambda text: len(text) <= longest)


def _longest_string(schema: Schema) -> str:
    match schema.get("format"):
        case "uuid":
            return "f" * 8 + "-ffff-ffff-ffff-" + "f" * 12
        case "date":
            return "2026-12-31"
        case "date-time":
            return "2026-12-31T23:59:59.999999Z"
    pattern = schema["pattern"]
    if pattern in _CALENDAR:
        return "2026-2027" if pattern == _pattern(PeriodName) else "2026-W53"
    if "maxLength" in schema:
        return "x" * int(schema["maxLength"])
    return "x" * (1 + int(pattern.rstrip("}$").rsplit(",", 1)[1]))
