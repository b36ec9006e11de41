"""The forms of what comes in and goes out."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from starlette.responses import Response

from shared.contracts.vocabulary import in_utc
from shared.web.etag import etag

Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""A point in time: any offset comes in, UTC with `Z` goes out."""

_NOT_BLANK = r"^(?!\s*$)"


def _say_that_blank_is_empty(schema: dict[str, Any]) -> None:
    for each in schema.get("properties", {}).values():
        for kind in (each, *each.get("anyOf", ())):
            if kind.get("type") == "string" and "minLength" in kind:
                kind["pattern"] = _NOT_BLANK + kind.get("pattern", "").removeprefix("^")


class Body(BaseModel):
    """What a client sends: camelCase, and nothing that is not known. Space around a text does not
    count, so a text that must not be empty must not be blank either.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        str_strip_whitespace=True,
        json_schema_extra=_say_that_blank_is_empty,
    )


class Resource(BaseModel):
    """What a client gets: camelCase; made from keywords or from the attributes of a row."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True, frozen=True
    )


def answered(resource: Resource, *, version: int | None = None, status: int = 200) -> Response:
    """The resource, with the ETag of its version when it has one."""
    response = Response(
        resource.model_dump_json(by_alias=True), status_code=status, media_type="application/json"
    )
    if version is not None:
        response.headers["ETag"] = etag(version)
    return response


def created(resource: Resource, resource_id: UUID | str, *, version: int | None = None) -> Response:
    """201 with the new resource; its Location is the id under the collection that was posted to."""
    response = answered(resource, version=version, status=201)
    response.headers["Location"] = str(resource_id)
    return response
