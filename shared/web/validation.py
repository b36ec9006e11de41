"""Pydantic's findings as reasons: stable codes, Dutch sentences, never the value itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from shared.refusal import Reason
from shared.web.problems import Problem

IF_MATCH = "If-Match"

MESSAGES: Mapping[str, str] = {
    "missing": "Dit gegeven is verplicht.",
    "extra_forbidden": "Dit gegeven kennen wij niet.",
    "json_invalid": "Dit is geen geldige JSON.",
    "model_attributes_type": "Hier hoort een object te staan.",
    "model_type": "Hier hoort een object te staan.",
    "dict_type": "Hier hoort een object te staan.",
    "list_type": "Hier hoort een lijst te staan.",
    "tuple_type": "Hier hoort een lijst te staan.",
    "set_type": "Hier hoort een lijst te staan.",
    "frozen_set_type": "Hier hoort een lijst te staan.",
    "too_short": "De lijst moet minstens {min_length} waarden hebben.",
    "too_long": "De lijst mag hoogstens {max_length} waarden hebben.",
    "string_type": "Hier hoort tekst te staan.",
    "string_too_short": "De tekst moet minstens {min_length} tekens hebben.",
    "string_too_long": "De tekst mag hoogstens {max_length} tekens hebben.",
    "string_pattern_mismatch": "De tekst heeft niet de juiste vorm.",
    "int_type": "Hier hoort een geheel getal te staan.",
    "int_parsing": "Hier hoort een geheel getal te staan.",
    "int_parsing_size": "Dit getal is te groot.",
    "int_from_float": "Hier hoort een geheel getal te staan.",
    "float_type": "Hier hoort een getal te staan.",
    "float_parsing": "Hier hoort een getal te staan.",
    "decimal_type": "Hier hoort een getal te staan.",
    "decimal_parsing": "Hier hoort een getal te staan.",
    "finite_number": "Hier hoort een eindig getal te staan.",
    "bool_type": "Hier hoort true of false te staan.",
    "bool_parsing": "Hier hoort true of false te staan.",
    "greater_than": "De waarde moet groter zijn dan {gt}.",
    "greater_than_equal": "De waarde moet minstens {ge} zijn.",
    "less_than": "De waarde moet kleiner zijn dan {lt}.",
    "less_than_equal": "De waarde mag hoogstens {le} zijn.",
    "decimal_max_digits": "Het getal mag hoogstens {max_digits} cijfers hebben.",
    "decimal_max_places": "Het getal mag hoogstens {decimal_places} cijfers na de komma hebben.",
    "decimal_whole_digits": "Het getal mag hoogstens {whole_digits} cijfers voor de komma hebben.",
    "union_tag_invalid": "Kies een van deze waarden: {expected_tags}.",
    "union_tag_not_found": "Het gegeven {discriminator} is verplicht.",
    "multiple_of": "De waarde moet een veelvoud zijn van {multiple_of}.",
    "enum": "Kies een van deze waarden: {expected}.",
    "literal_error": "Kies een van deze waarden: {expected}.",
    "uuid_type": "Hier hoort een UUID te staan.",
    "uuid_parsing": "Hier hoort een UUID te staan.",
    "date_type": "Hier hoort een datum te staan, zoals 2026-11-23.",
    "date_parsing": "Hier hoort een datum te staan, zoals 2026-11-23.",
    "date_from_datetime_parsing": "Hier hoort een datum te staan, zoals 2026-11-23.",
    "date_from_datetime_inexact": "Hier hoort een datum zonder tijd te staan, zoals 2026-11-23.",
    "datetime_type": "Hier hoort een tijdstip te staan, zoals 2026-11-23T09:30:00Z.",
    "datetime_parsing": "Hier hoort een tijdstip te staan, zoals 2026-11-23T09:30:00Z.",
    "datetime_from_date_parsing": "Hier hoort een tijdstip te staan, zoals 2026-11-23T09:30:00Z.",
    "not_in_calendar": "Deze periode staat niet op de kalender.",
    "invalid_etag": "If-Match heeft niet de vorm van een ETag.",
    "outside_calendar": "Dit tijdstip valt buiten de kalender.",
    "fiscal_year": "Een boekjaar bestaat uit twee jaren na elkaar, zoals 2026-2027.",
    "timezone_aware": "Het tijdstip moet een tijdzone hebben, zoals Z of +01:00.",
}
UNKNOWN = "De waarde is niet geldig."

VERSION_MISSING = Reason(
    "if-match-missing",
    "Geef in If-Match de ETag mee van de versie die u wijzigt.",
    IF_MATCH,
)


def invalid(code: str, message: str) -> PydanticCustomError:
    """What a validator raises: a stable English code with dashes, and a Dutch sentence."""
    return PydanticCustomError(code.replace("-", "_"), "{message}", {"message": message})


def invalid_input(findings: Sequence[Mapping[str, Any]]) -> Problem:
    """One problem with everything that is wrong in the request: 428 when that is only that
    If-Match is missing, else 400.
    """
    reasons = tuple(_reason(finding) for finding in findings)
    if reasons == (VERSION_MISSING,):
        return Problem(428, VERSION_MISSING.code, VERSION_MISSING.message, reasons=reasons)
    return Problem(400, "invalid-input", _summary(len(reasons)), reasons=reasons)


def unreadable_input(unreadable: Problem, findings: Sequence[Mapping[str, Any]]) -> Problem:
    """A body that cannot be read, together with what is wrong beside it."""
    if not findings:
        return unreadable
    reasons = (Reason(unreadable.code, unreadable.detail), *map(_reason, findings))
    return Problem(400, "invalid-input", _summary(len(reasons)), reasons=reasons)


def _summary(count: int) -> str:
    return "Er is 1 fout gevonden." if count == 1 else f"Er zijn {count} fouten gevonden."


def _reason(finding: Mapping[str, Any]) -> Reason:
    kind = str(finding["type"])
    if kind == "missing" and tuple(finding["loc"]) == ("header", IF_MATCH):
        return VERSION_MISSING
    return Reason(
        code=kind.replace("_", "-"), message=_message(kind, finding), field=_field(finding["loc"])
    )


def _message(kind: str, finding: Mapping[str, Any]) -> str:
    context: Mapping[str, Any] = finding.get("ctx") or {}
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error") or UNKNOWN)
    template = MESSAGES.get(kind)
    if template is None:
        return str(context.get("message") or UNKNOWN)
    message = template.format_map({key: _dutch(value) for key, value in context.items()})
    return message.replace(" 1 tekens", " 1 teken").replace(" 1 waarden", " 1 waarde")


def _dutch(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.12g}".replace(".", ",")
    return str(value).replace("' or '", "', '").replace("' and '", "', '")


def _field(location: Sequence[str | int]) -> str | None:
    """`("body", "weeks", 3, "hours")` is `weeks.3.hours`; the whole body has no name."""
    return ".".join(str(part) for part in location[1:]) or None
