"""Finds a profile by name or path and reads it, saying in Dutch all that is wrong with it."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shared.refusal import Reason, Refusal

Form = TypeVar("Form", bound=BaseModel)


def load_profile_of(form: type[Form], shipped: Path, name_or_path: str) -> Form:
    """Read one of the profiles of this form in the folder `shipped` by its name, or a profile of
    the municipality by its path.

    Raises:
        Refusal: there is no such profile, or something in it is wrong; every mistake is named.
    """
    path = _find(shipped, name_or_path)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refusal(
            Reason("profile-not-yaml", f"Het profiel {path} is geen geldige YAML: {error}")
        ) from None
    if not isinstance(content, Mapping):
        raise Refusal(Reason("profile-not-yaml", f"Het profiel {path} heeft geen velden."))
    try:
        return form.model_validate(content)
    except ValidationError as error:
        raise Refusal(*(_reason(form, detail) for detail in error.errors())) from None


def profile_names(shipped: Path) -> list[str]:
    """The names of the profiles in a folder."""
    return sorted(path.stem for path in shipped.glob("*.yaml"))


def _find(shipped: Path, name_or_path: str) -> Path:
    for path in (Path(name_or_path), shipped / f"{name_or_path}.yaml"):
        if path.is_file():
            return path
    raise Refusal(
        Reason(
            "profile-not-found",
            f"Er is geen profiel {name_or_path!r}. Geef het pad van een YAML-bestand, "
            f"of een van deze namen: {', '.join(profile_names(shipped))}.",
        )
    )


def _reason(form: type[BaseModel], detail: ErrorDetails) -> Reason:
    field = ".".join(str(part) for part in detail["loc"])
    return Reason(
        "profile-invalid",
        f"Profiel, veld '{field or 'profiel'}': {_sentence(form, detail)}.",
        field,
    )


def _sentence(form: type[BaseModel], detail: ErrorDetails) -> str:
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "dit veld ontbreekt"
        case "extra_forbidden":
            return f"dit veld bestaat niet{_suggestion(form, detail['loc'])}"
        case "enum" | "literal_error":
            return f"{detail['input']!r} kan niet, kies uit {context['expected']}"
        case "value_error":
            return str(context["error"])
        case _:
            return f"{detail['input']!r} kan niet ({detail['msg']})"


def _suggestion(form: type[BaseModel], location: tuple[str | int, ...]) -> str:
    """The field of the same part that looks most like the one that was written."""
    part = form
    for step in location[:-1]:
        field = part.model_fields.get(str(step))
        if field is None:
            continue
        for candidate in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                part = candidate
    close = get_close_matches(str(location[-1]), part.model_fields, n=1)
    return (
        f", misschien is '{close[0]}' bedoeld"
        if close
        else f", wel: {', '.join(part.model_fields)}"
    )
