"""The OpenAPI document of a service, as the API Design Rules want it published."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.responses import JSONResponse

from shared.web.access import AccessRule, rule_of
from shared.web.links import add_links
from shared.web.problems import MEDIA_TYPE, TITLES
from shared.web.routes import ApiRoute

BASE = "/v1"
SCHEMAS = "#/components/schemas/"
ADDRESS = f"{BASE}/openapi.json"
METHODS_WITH_INPUT = frozenset({"put", "post", "patch"})
SUCCESSES: Mapping[str, str] = {
    "200": "Gelukt",
    "201": "Aangemaakt",
    "202": "Aangenomen",
    "204": "Gelukt, zonder inhoud",
}

PROBLEM_SCHEMA: Mapping[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "errors"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": "Vaste Engelse code van het probleem",
        },
        "title": {"type": "string", "description": "Soort probleem"},
        "status": {"type": "integer", "description": "HTTP-status"},
        "detail": {"type": "string", "description": "Wat er aan de hand is"},
        "instance": {
            "type": "string",
            "format": "uri",
            "description": "Kenmerk waarmee de beheerder het terugvindt",
        },
        "errors": {
            "type": "array",
            "description": "Alle fouten die gevonden zijn",
            "items": {
                "type": "object",
                "required": ["code", "field", "message"],
                "properties": {
                    "code": {"type": "string", "description": "Vaste Engelse code"},
                    "field": {
                        "type": ["string", "null"],
                        "description": "Het gegeven waar het om gaat",
                    },
                    "message": {"type": "string", "description": "Wat er aan de hand is"},
                    "figures": {
                        "type": "object",
                        "description": "De getallen uit de melding, per naam",
                        "additionalProperties": {"type": ["string", "number", "null"]},
                    },
                },
            },
        },
    },
}
VERSION_HEADER: Mapping[str, Any] = {
    "description": "Volledig versienummer van deze API",
    "schema": {"type": "string"},
}


def publish(app: FastAPI, service: str) -> None:
    """Serve the document without login to any site, and make it the app's own."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = build(app, service)
        return app.openapi_schema

    async def serve(_request: object) -> JSONResponse:
        return JSONResponse(document(), headers={"Access-Control-Allow-Origin": "*"})

    app.openapi = document  # type: ignore[method-assign]
    app.add_route(ADDRESS, serve, include_in_schema=False)


def build(app: FastAPI, service: str) -> dict[str, Any]:
    """The document: paths below the server's /v1, every error a problem, every rule in sight."""
    contexts = [
        c for c in iter_route_contexts(app.routes) if isinstance(c.original_route, ApiRoute)
    ]
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=contexts,
        servers=[{"url": f"/{service}{BASE}"}],
    )
    document["info"]["contact"] = app.contact
    document["paths"] = {
        path.removeprefix(BASE): item for path, item in document.get("paths", {}).items()
    }
    _complete_components(document)
    for context in contexts:
        item = document["paths"][str(context.path_format).removeprefix(BASE)]
        for method in context.methods or ():
            _complete(item[method.lower()], method.lower(), context)
    plain = _with_plain_names(document)
    add_links(plain)
    return plain


def _with_plain_names(document: dict[str, Any]) -> dict[str, Any]:
    """A schema of a generic model under its title: PageOfThing, not Page_Thing_. Models that share
    a title have the name of their module before it: DraftsState, not a path.
    """
    schemas = document["components"]["schemas"]
    titles = Counter(schema.get("title", name) for name, schema in schemas.items())
    renamed = {}
    for name, schema in schemas.items():
        title = schema.get("title", name)
        if titles[title] > 1:
            renamed[name] = _pascal(name.split("__")[-2]) + title
        elif "_" in name:
            renamed[name] = title
    document["components"]["schemas"] = {
        renamed.get(name, name): schema for name, schema in schemas.items()
    }
    written = json.dumps(document)
    for old, new in renamed.items():
        written = written.replace(f'"{SCHEMAS}{old}"', f'"{SCHEMAS}{new}"')
    plain: dict[str, Any] = json.loads(written)
    return plain


def _complete_components(document: dict[str, Any]) -> None:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    for schema in schemas.values():
        # A model's docstring is English and for developers; this document is Dutch and for users.
        schema.pop("description", None)
    schemas["Problem"] = PROBLEM_SCHEMA
    components["headers"] = {"ApiVersion": VERSION_HEADER}
    components["responses"] = {
        f"Problem{status}": {
            "description": title,
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}Problem"}}},
        }
        for status, title in TITLES.items()
    }
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }


def _complete(operation: dict[str, Any], method: str, context: RouteContext) -> None:
    rule = rule_of(context.dependant)
    # A handler's docstring is English and for developers.
    operation.pop("description", None)
    operation["security"] = [] if rule.is_public else [{"bearer": []}]
    operation["x-roles"] = [role.value for role in rule.grants]
    operation["x-scope"] = {role.value: scope.value for role, scope in rule.grants.items()}
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
    responses = operation["responses"]
    responses.pop("422", None)
    for status, response in responses.items():
        if status[0] in "23":
            response["description"] = SUCCESSES.get(status, response["description"])
            response.setdefault("headers", {})["API-Version"] = {
                "$ref": "#/components/headers/ApiVersion"
            }
    for status in _problems_of(operation, method, rule):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter is when it is given; one that is left out is not null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    plain: dict[str, Any] = kinds[0]
    return {name: value for name, value in schema.items() if name != "anyOf"} | plain


def _problems_of(operation: Mapping[str, Any], method: str, rule: AccessRule) -> list[int]:
    """The statuses of the problems that this operation can end in. A route whose reading the state
    can forbid names 409 among its responses.
    """
    parameters = operation.get("parameters", [])
    headers = {p["name"].lower() for p in parameters if p["in"] == "header"}
    changes = method in METHODS_WITH_INPUT
    wanted = {
        400: changes or bool(parameters),
        401: not rule.is_public,
        403: not rule.is_public,
        404: "requestBody" in operation or any(_names_something(each) for each in parameters),
        406: True,
        409: changes or method == "delete" or "409" in operation["responses"],
        412: "if-match" in headers,
        413: "requestBody" in operation,
        415: "requestBody" in operation,
        428: "if-match" in headers,
        500: True,
        503: True,
    }
    return [status for status, is_possible in wanted.items() if is_possible]


def _names_something(parameter: Mapping[str, Any]) -> bool:
    """Whether a request cannot do without it and it may name what does not exist."""
    is_path: bool = parameter["in"] == "path"
    return is_path or (parameter["in"] == "query" and bool(parameter["required"]))


def operation_id(route: APIRoute) -> str:
    """The method and the path in camelCase, so that no two are the same: `getThingsByThingId`."""
    method = min(route.methods or {"GET"}).lower()
    segments = route.path_format.removeprefix(BASE).split("/")
    return method + "".join(
        "By" + _pascal(segment[1:-1]) if segment.startswith("{") else _pascal(segment)
        for segment in segments
    )


def _pascal(words: str) -> str:
    return "".join(word.capitalize() for word in re.split("[-_.]", words))
