"""The forms of what comes in and goes out."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from starlette.responses import Response

from shared.web.etag import etag


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("Dit tijdstip valt buiten de kalender.") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A point in time: any offset comes in, UTC with `Z` goes out."""


class Body(BaseModel):
    """What a client sends: camelCase, and nothing that is not known."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        str_strip_whitespace=True,
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
