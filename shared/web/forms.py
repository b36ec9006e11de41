"""Forms of pages: what somebody filled in, checked by the same models as the interface, and shown
again with everything that is wrong with it.

Fields have the names of the interface (`staffId`), so that a reason finds its field by itself.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, BeforeValidator, ValidationError
from starlette.requests import Request

from shared.refusal import Reason, Refusal
from shared.web.access import Caller
from shared.web.idempotency import IdempotentRequest
from shared.web.problems import Problem
from shared.web.strict_json import refuse_nul
from shared.web.validation import invalid_input

ModelT = TypeVar("ModelT", bound=BaseModel)

ChosenId = Annotated[UUID | None, BeforeValidator(lambda chosen: chosen or None), Query()]
"""An id in an address; a list from which nothing was chosen sends it empty."""

MOST_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, by name of the field. A field that was left empty is not in it."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """The text of a field; None when it is empty."""
        return self.values[name][-1] if name in self.values else None

    def number(self, name: str) -> str | None:
        """The digits of a field, with the decimal comma that a Dutch reader writes."""
        text = self.text(name)
        return text and text.replace(",", ".")

    def every(self, name: str) -> Sequence[str]:
        """All values of a field that can have several."""
        return self.values.get(name, ())

    def is_checked(self, name: str) -> bool:
        """Whether a checkbox is on."""
        return name in self.values

    def given(self, *names: str) -> dict[str, str]:
        """These fields, as far as they were filled in."""
        return {name: self.values[name][-1] for name in names if name in self.values}

    def below(self, prefix: str) -> Mapping[str, str]:
        """The fields `prefix.<key>` by key, in the order of the form."""
        return {
            name.removeprefix(f"{prefix}."): values[-1]
            for name, values in self.values.items()
            if name.startswith(f"{prefix}.")
        }


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown: what was filled in, else what to begin with; and what is wrong."""

    filled: Filled = field(default_factory=Filled)
    begins: Mapping[str, str] = field(default_factory=dict)
    reasons: Sequence[Reason] = ()

    def value(self, name: str) -> str:
        """What stands in a field."""
        text = self.filled.text(name)
        if text is None:
            text = "" if self.filled.values else self.begins.get(name, "")
        return text

    def is_checked(self, name: str) -> bool:
        """Whether a checkbox is on."""
        return self.value(name) != ""

    def faults(self, name: str) -> list[str]:
        """What is wrong with a field."""
        return [reason.message for reason in self.reasons if reason.field == name]


async def _filled(request: Request) -> Filled:
    sent = await request.form(max_fields=MOST_FIELDS)
    values: dict[str, list[str]] = {}
    for name, value in sent.multi_items():
        if not isinstance(value, str):
            raise Problem(400, "invalid-body", "De inhoud kan niet gelezen worden.")
        refuse_nul(name)
        refuse_nul(value)
        if text := value.strip():
            values.setdefault(name, []).append(text)
    return Filled(values)


FilledIn = Annotated[Filled, Depends(_filled)]
"""What the body of a form says."""


def checked(model: type[ModelT], values: Mapping[str, Any]) -> ModelT:
    """The values as a body of the interface.

    Raises:
        Refusal: with everything that is wrong with them.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        findings = [dict(found) | {"loc": ("body", *found["loc"])} for found in error.errors()]
        raise Refusal(*invalid_input(findings).reasons) from None


def sent_once(request: Request, filled: Filled, key: str) -> IdempotentRequest:
    """The request under the key that stood in its form: sending a form twice has one effect."""
    caller: Caller = request.state.caller
    asked = json.dumps([request.method, str(request.url), filled.values], sort_keys=True)
    return IdempotentRequest(
        key_hash=hashlib.sha256(f"{caller.subject}\n{key}".encode()).digest(),
        request_hash=hashlib.sha256(asked.encode()).digest(),
    )
