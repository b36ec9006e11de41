"""What makes a contract incompatible with the one that was released.

A schema is compared as a reader of events and a sender of events would meet it, both at once: what
was promised stays promised, and what was accepted stays accepted. New types, new optional fields
and new values of an enumeration are additions.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.contracts.publication.json_schema import followed

Schema = Mapping[str, Any]

_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_EXACT = ("format", "pattern", "const", "default", "x-unit")


def breaking_changes(released: Mapping[str, Schema], current: Mapping[str, Schema]) -> list[str]:
    """Every way in which the current schemas, by event name, break the released ones.

    Each is a sentence that names the event, the place in it and what to do instead.
    """
    found: list[str] = []
    for name, before in sorted(released.items()):
        if name not in current:
            found.append(f"{name}: the event is gone; go on publishing it beside its successor")
            continue
        after = current[name]
        found += [
            f"{name}: {change}; publish a next version of the event beside this one"
            for change in (*_about_the_event(before, after), *_Comparison(before, after).changes())
        ]
    return found


def _about_the_event(before: Schema, after: Schema) -> Iterator[str]:
    for key, meaning in {"x-audience": "audience", "x-subject": "subject"}.items():
        if before[key] != after[key]:
            yield f"its {meaning} was {before[key]} and is {after[key]}"


class _Comparison:
    """One event's schema before and after, walked together."""

    def __init__(self, before: Schema, after: Schema) -> None:
        self._before = before
        self._after = after

    def changes(self) -> Iterator[str]:
        """What breaks, from the envelope down."""
        yield from self._compare("event", self._before, self._after)

    def _compare(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        before, after = followed(before, self._before), followed(after, self._after)
        if "anyOf" in before or "anyOf" in after:
            yield from self._compare_alternatives(place, before, after)
            return
        if before.get("type") != after.get("type"):
            yield f"{place} was {_kind(before)} and is {_kind(after)}"
            return
        yield from _compare_values(place, before, after)
        yield from self._compare_fields(place, before, after)
        if "items" in before and "items" in after:
            yield from self._compare(f"{place}[]", before["items"], after["items"])

    def _compare_alternatives(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        old, new = _by_kind(before, self._before), _by_kind(after, self._after)
        for kind in sorted(old.keys() - new.keys()):
            yield f"{place} could be {kind} and cannot any more"
        for kind in sorted(new.keys() - old.keys()):
            yield f"{place} could never be {kind} and now can"
        for kind in sorted(old.keys() & new.keys()):
            yield from self._compare(place, old[kind], new[kind])
        if before.get("default") != after.get("default"):
            yield f"{place} has another default"

    def _compare_fields(self, place: str, before: Schema, after: Schema) -> Iterator[str]:
        old, new = before.get("properties", {}), after.get("properties", {})
        was_required, is_required = set(before.get("required", ())), set(after.get("required", ()))
        for field in sorted(old.keys() - new.keys()):
            yield f"{place}.{field} is gone or has another name"
        for field in sorted(is_required - was_required):
            state = "became required" if field in old else "is new and required"
            yield f"{place}.{field} {state}"
        for field in sorted((was_required - is_required) & new.keys()):
            yield f"{place}.{field} was always there and is optional now"
        for field in sorted(old.keys() & new.keys()):
            yield from self._compare(f"{place}.{field}", old[field], new[field])


def _compare_values(place: str, before: Schema, after: Schema) -> Iterator[str]:
    for value in before.get("enum", ()):
        if value not in after.get("enum", (value,)):
            yield f"{place} could be {value!r} and cannot any more"
    if "enum" in after and "enum" not in before:
        yield f"{place} was free and is a list of values now"
    for bound in _LOWER_BOUNDS:
        if bound in after and after[bound] > before.get(bound, float("-inf")):
            yield f"{place} has a narrower {bound}"
    for bound in _UPPER_BOUNDS:
        if bound in after and after[bound] < before.get(bound, float("inf")):
            yield f"{place} has a narrower {bound}"
    for key in _EXACT:
        if before.get(key) != after.get(key):
            yield f"{place} has another {key.removeprefix('x-')}"


def _by_kind(schema: Schema, root: Schema) -> dict[str, Schema]:
    choices = schema.get("anyOf", [schema])
    return {_kind(choice): choice for choice in (followed(choice, root) for choice in choices)}


def _kind(schema: Schema) -> str:
    return str(schema.get("type", "anything"))
