"""The one way in which a rule says no."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused: a stable English `code` for programs, a Dutch `message` for people.

    `field` names the input that is wrong, in the spelling of the interface (camelCase, dotted),
    where one can be named. `figures` are the numbers that the message says, for programs.
    """

    code: str
    message: str
    field: str | None = None
    figures: Mapping[str, str | int | float | None] | None = None


class Refusal(Exception):
    """Raised by a rule that is broken. Carries every reason at once; nothing has been changed."""

    def __init__(self, *reasons: Reason) -> None:
        if not reasons:
            raise ValueError("a refusal needs at least one reason")
        super().__init__("; ".join(reason.message for reason in reasons))
        self.reasons = reasons


class NotFound(Refusal):
    """The thing asked for does not exist, or is not the caller's to see."""


def refuse_when(reasons: Iterable[Reason]) -> None:
    """Raise one `Refusal` with all the reasons; return quietly when there are none."""
    collected = tuple(reasons)
    if collected:
        raise Refusal(*collected)
