"""Links of an OpenAPI document: where a client can go with what an answer says.

They follow from the addresses and the schemas, so a new route has its links by itself:

- what makes or reads one thing leads to every address below that thing, and to whatever takes its
  id in the query or in the body;
- a list leads to the thing that an item names;
- reading leads to changing at the same address, with the ETag that was read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic.alias_generators import to_camel

from shared.web.validation import IF_MATCH

LINKS = "#/components/links/"
ETAG: Mapping[str, Any] = {
    "description": "De versie, om bij een wijziging in If-Match mee te geven",
    "required": True,
    "schema": {"type": "string"},
}
CHANGES = ("put", "patch", "delete")

_LAST_PARAMETER = re.compile(r"(.*)/\{([^}]+)\}")


@dataclass(frozen=True, slots=True)
class _Operation:
    path: str
    method: str
    said: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.said["operationId"])

    @property
    def path_names(self) -> list[str]:
        return re.findall(r"\{([^}]+)\}", self.path)

    def takes(self, place: str) -> set[str]:
        """The names of its parameters in a place."""
        return {each["name"] for each in self.said.get("parameters", ()) if each["in"] == place}


@dataclass(frozen=True, slots=True)
class _Thing:
    """What stands at an address that ends in its id, and how others call that id."""

    path: str
    collection: str
    parameter: str

    @property
    def foreign_name(self) -> str:
        """`programmeId` for programme_id; `product` for the key of one of /products."""
        if self.parameter.endswith("_id"):
            return to_camel(self.parameter)
        return self.collection.rpartition("/")[2].removesuffix("s")


class _Document:
    def __init__(self, document: dict[str, Any]) -> None:
        self.components = document["components"]
        self.operations = [
            _Operation(path, method, said)
            for path, item in document["paths"].items()
            for method, said in item.items()
        ]
        self.things = list(dict.fromkeys(self._things()))

    def _things(self) -> Iterator[_Thing]:
        for each in self.operations:
            if match := _LAST_PARAMETER.fullmatch(each.path):
                yield _Thing(each.path, match[1], match[2])

    def at(self, path: str, method: str) -> _Operation | None:
        """The operation of an address, where there is one."""
        found = (each for each in self.operations if (each.path, each.method) == (path, method))
        return next(found, None)

    def properties(self, content: Mapping[str, Any] | None) -> Mapping[str, Any]:
        """The properties of a JSON object that is sent or answered."""
        media = (content or {}).get("content", {}).get("application/json", {})
        found: Mapping[str, Any] = self._resolved(media.get("schema", {})).get("properties", {})
        return found

    def items(self, properties: Mapping[str, Any]) -> Mapping[str, Any]:
        """The properties of each item, where the answer is a list."""
        listed = properties.get("items", {}).get("items", {})
        found: Mapping[str, Any] = self._resolved(listed).get("properties", {})
        return found

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = schema.get("$ref")
        if reference is None:
            return schema
        found: Mapping[str, Any] = self.components["schemas"][reference.rpartition("/")[2]]
        return found


def add_links(document: dict[str, Any]) -> None:
    """Write the links into a document that is complete otherwise."""
    read = _Document(document)
    read.components.setdefault("headers", {})["ETag"] = ETAG
    links = read.components.setdefault("links", {})
    for thing in read.things:
        for made in (read.at(thing.collection, "post"), read.at(thing.path, "get")):
            _link_one(read, links, thing, made)
        _link_list(read, links, thing)
    for operation in read.operations:
        if operation.method == "get":
            _link_changes(read, links, operation)


def _link_one(
    read: _Document, links: dict[str, Any], thing: _Thing, source: _Operation | None
) -> None:
    """From an answer with one thing to everything that takes its id."""
    response = None if source is None else _success(source, "200", "201", "202")
    if source is None or response is None:
        return
    key = _key(thing, read.properties(response))
    if key is None:
        return
    for target in read.operations:
        named = _named(read, thing, target, f"$response.body#/{key}")
        if named is not None and (target.path, target.method) != (source.path, source.method):
            _add(links, response, thing, target, named)


def _link_list(read: _Document, links: dict[str, Any], thing: _Thing) -> None:
    """From a list to its first item."""
    source, target = read.at(thing.collection, "get"), read.at(thing.path, "get")
    response = None if source is None else _success(source, "200")
    if source is None or target is None or response is None:
        return
    key = _key(thing, read.items(read.properties(response)))
    if key is not None:
        named = _named(read, thing, target, f"$response.body#/items/0/{key}")
        _add(links, response, thing, target, named or {}, of="first")


def _link_changes(read: _Document, links: dict[str, Any], source: _Operation) -> None:
    """From what is read to changing it, where the address names no one thing: an id in the answer
    has done that already.
    """
    response = _success(source, "200")
    if response is None or _LAST_PARAMETER.fullmatch(source.path):
        return
    for target in filter(None, (read.at(source.path, method) for method in CHANGES)):
        parameters = {name: f"$request.path.{name}" for name in source.path_names}
        if IF_MATCH in target.takes("header"):
            parameters[IF_MATCH] = "$response.header.ETag"
        _add(links, response, None, target, {"parameters": parameters})


def _named(read: _Document, thing: _Thing, target: _Operation, key: str) -> dict[str, Any] | None:
    """How the target is told of the thing; None where it does not take its id, or more than that
    the source cannot tell.
    """
    above = re.findall(r"\{([^}]+)\}", thing.collection)
    parameters = {name: f"$request.path.{name}" for name in above if name in target.path_names}
    if target.path == thing.path or target.path.startswith(f"{thing.path}/"):
        parameters[thing.parameter] = key
        if set(target.path_names) != parameters.keys():
            return None
        if IF_MATCH in target.takes("header") and _changes_the_thing(read, thing, target):
            parameters[IF_MATCH] = "$response.header.ETag"
        return {"parameters": parameters}
    if set(target.path_names) != parameters.keys():
        return None
    if thing.foreign_name in target.takes("query"):
        return {"parameters": parameters | {thing.foreign_name: key}}
    if thing.foreign_name in read.properties(target.said.get("requestBody")):
        return {"parameters": parameters, "requestBody": {thing.foreign_name: key}}
    return None


def _changes_the_thing(read: _Document, thing: _Thing, target: _Operation) -> bool:
    """Whether the version that the target asks for is that of the thing: what can be read at its
    own address has a version of its own.
    """
    return target.path == thing.path or read.at(target.path, "get") is None


def _key(thing: _Thing, properties: Mapping[str, Any]) -> str | None:
    """The property that holds the id."""
    named = ("id", to_camel(thing.parameter))
    return next((name for name in named if name in properties), None)


def _success(operation: _Operation, *statuses: str) -> dict[str, Any] | None:
    responses: Mapping[str, dict[str, Any]] = operation.said["responses"]
    return next((responses[status] for status in statuses if status in responses), None)


def _add(
    links: dict[str, Any],
    response: dict[str, Any],
    thing: _Thing | None,
    target: _Operation,
    named: Mapping[str, Any],
    *,
    of: str = "one",
) -> None:
    """Keep the link once, and name it in the response."""
    place = "same-address" if thing is None else f"{of}{thing.path}"
    name = re.sub(r"[^A-Za-z0-9]+", "-", f"{place}-{target.id}")
    links[name] = {
        "operationId": target.id,
        "description": target.said["summary"],
        **{what: value for what, value in named.items() if value},
    }
    response.setdefault("links", {})[target.id] = {"$ref": f"{LINKS}{name}"}
    if IF_MATCH in named.get("parameters", {}):
        response.setdefault("headers", {})["ETag"] = {"$ref": "#/components/headers/ETag"}
