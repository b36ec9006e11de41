"""The CloudEvents envelope under the NL GOV profile, and the base of every event's data.

Structured JSON, at most 64 KiB on the wire. Rules CE1 to CE16 of the profile are checked in
tests/contracts.
"""

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from shared.contracts.vocabulary import WHOLE, Timestamp

TYPE_PREFIX = "nl.draagvlak."
CONTENT_TYPE = "application/cloudevents+json"
MAX_WIRE_BYTES = 65_536

SourceUrn = Annotated[
    str, Field(pattern=r"^urn:nld:oin:[0-9]{20}:systeem:[A-Za-z0-9._~%-]+$", max_length=200)
]
EventTypeName = Annotated[str, Field(pattern=r"^nl\.[a-z0-9.-]+\.v[0-9]+$", max_length=200)]
_Attribute = Annotated[str, Field(min_length=1, pattern=r"^[^\u0000-\u001f\u007f-\u009f]+$")]


class Audience(StrEnum):
    """Who may hear an event: anybody who subscribes, or the three services only."""

    PUBLIC = "public"
    INTERNAL = "internal"


class ContractModel(BaseModel):
    """A part of an event: immutable, camelCase in JSON, unknown fields ignored.

    The text under a field is its meaning in the JSON Schema and in docs/events.md.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_camel,
        populate_by_name=True,
        use_attribute_docstrings=True,
    )


class EventData(ContractModel):
    """The data of one event type; subclasses say type, subject and audience as class keywords.

    `type` is the name after `nl.draagvlak.` and before the version, `subject` a template over the
    fields that names the aggregate, such as `subproject/{subproject_id}`.
    """

    event_type: ClassVar[str]
    subject_template: ClassVar[str]
    audience: ClassVar[Audience]

    def __init_subclass__(
        cls,
        *,
        type: str,  # noqa: A002 (the name that CloudEvents gives it)
        subject: str,
        audience: Audience = Audience.PUBLIC,
        version: int = 1,
    ) -> None:
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(  # type: ignore[override]
        cls,
        *,
        type: str,  # noqa: A002 (the name that CloudEvents gives it)
        subject: str,
        audience: Audience = Audience.PUBLIC,
        version: int = 1,
    ) -> None:
        super().__pydantic_init_subclass__()
        cls.event_type = f"{TYPE_PREFIX}{type}.v{version}"
        cls.subject_template = subject
        cls.audience = audience
        unknown = set(subject_fields(subject)) - set(cls.model_fields)
        if unknown:
            raise TypeError(f"{cls.__name__}: subject names fields it has not: {sorted(unknown)}")

    @property
    def subject(self) -> str:
        """The aggregate this event is about."""
        return self.subject_template.format_map(dict(self))

    @classmethod
    def producer(cls) -> str:
        """Who emits it: a service, or `source` for every system that reports."""
        return cls.event_type.removeprefix(TYPE_PREFIX).split(".", 1)[0]

    @classmethod
    def routing_key(cls) -> str:
        """The key under which it is published: the type without `nl.draagvlak.`."""
        return cls.event_type.removeprefix(TYPE_PREFIX)


def subject_fields(template: str) -> tuple[str, ...]:
    """The fields that a subject template is made of, in their order."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def schema_uri(event_type: str) -> str:
    """The `dataschema` of a type and the `$id` of its JSON Schema: a tag (RFC 4151), no address."""
    return f"tag:draagvlak.nl,2026:{event_type.removeprefix(TYPE_PREFIX)}"


class Envelope(BaseModel):
    """The context attributes and the raw data of one CloudEvent.

    Reads what any system of the municipality may send: an attribute that is null counts as unset,
    unknown extension attributes are ignored, and so is a `traceparent` of another form, as Trace
    Context asks. What Draagvlak itself sends is narrower; the JSON Schemas say how.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)

    specversion: Literal["1.0"]
    """Version of CloudEvents."""
    id: Annotated[_Attribute, Field(max_length=100)]
    """The event, unique within its source: a UUID. Sent again it keeps its id: skip a known one."""
    source: SourceUrn
    """Who tells it: the organisation by its OIN, then the system. A name, no address."""
    type: EventTypeName
    """What happened, with the version of its contract."""
    subject: Annotated[_Attribute, Field(max_length=300)]
    """The aggregate that it happened to. Events of one subject are in order."""
    time: Timestamp
    """When the event was logged. When it happened in the real world is in `data`."""
    datacontenttype: Annotated[str, Field(pattern=r"^application/([!-~]+\+)?json *(;.*)?$")] = (
        "application/json"
    )
    """Form of `data`."""
    dataschema: str | None = None
    """Name of the JSON Schema of this type: its `$id`."""
    sequence: str | None = None
    """Number of the event in its source, from 1, without gaps. Compare as a number, not as text."""
    sequencetype: str | None = None
    """How `sequence` is to be read."""
    subjectversion: Annotated[int | None, Field(strict=True, ge=1, le=2**31 - 1), WHOLE] = None
    """Number of the event within its subject, from 1, without gaps."""
    traceparent: str | None = None
    """W3C Trace Context of the request that caused the event, if there was one."""
    data: Mapping[str, Any]

    @model_validator(mode="before")
    @classmethod
    def _null_is_unset(cls, attributes: Any) -> Any:
        if isinstance(attributes, dict):
            return {name: value for name, value in attributes.items() if value is not None}
        return attributes
