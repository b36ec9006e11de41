"""What we promise of an answer beyond what its document can say."""

import re
from typing import Any

import schemathesis

from shared.web.validation import MESSAGES, UNKNOWN

_CALENDAR = frozenset({"not-in-calendar", "fiscal-year", "outside-calendar"})
"""What a schema cannot say (docs/decisions/0007-forms-as-strict-as-schemas.md)."""

FORM_CODES = frozenset(kind.replace("_", "-") for kind in MESSAGES) - _CALENDAR
"""The codes that say that the form of a request is wrong."""

_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ENGLISH = re.compile(r"\b(the|not|should|must|input|value|invalid|error|expected|and|with)\b")


def is_dutch(message: str) -> bool:
    """Whether a reason is told, and in no English."""
    return bool(message) and message != UNKNOWN and not _ENGLISH.search(message)


@schemathesis.check
def problem_is_dutch_with_a_stable_code(_context: Any, response: Any, _case: Any) -> None:
    """Every reason has a code that says which it is, and a Dutch sentence."""
    if response.status_code < 400 or response.status_code >= 500:
        return
    problem = response.json()
    reasons = [(problem["type"].rpartition(":")[2], problem["detail"])]
    reasons += [(error["code"], error["message"]) for error in problem["errors"]]
    for code, message in reasons:
        known = _CODE.fullmatch(code) and code not in ("value-error", "assertion-error")
        if not known or not is_dutch(message):
            raise AssertionError(f"{code}: {message}")


@schemathesis.check
def document_and_service_agree_on_the_form(_context: Any, response: Any, case: Any) -> None:
    """A request that the document allows is not refused for its form; rules may refuse it."""
    if (
        response.status_code != 400
        or case.meta is None
        or not case.meta.generation.mode.is_positive
    ):
        return
    wrong = [error for error in response.json()["errors"] if error["code"] in FORM_CODES]
    if wrong:
        raise AssertionError(f"the document allows what is refused: {wrong}")
