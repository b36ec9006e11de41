"""How far a period can be trusted: provisional, complete, corrected."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Provisional until all expected sources delivered; corrected after a later restatement."""

    PROVISIONAL = "provisional"
    COMPLETE = "complete"
    CORRECTED = "corrected"

    @property
    def final(self) -> bool:
        """Whether the period was completed once; it never becomes provisional again."""
        return self is not State.PROVISIONAL


IN_DUTCH = {
    State.PROVISIONAL: "voorlopig",
    State.COMPLETE: "compleet",
    State.CORRECTED: "gecorrigeerd",
}
"""The word for each state, for people."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """The state of a product's period; `revision` counts the corrections."""

    state: State = State.PROVISIONAL
    revision: int = 0

    def after_delivery(self, *, expected: int, missing: int) -> "Completeness":
        """The state after a write, when of `expected` deliveries `missing` have not come.

        A period for which nothing is expected stays provisional: nobody said when it would be
        whole. A delivery that says "not known" has come: waiting longer would not help.
        """
        if self.state.final:
            return Completeness(State.CORRECTED, self.revision + 1)
        if expected > 0 and missing == 0:
            return Completeness(State.COMPLETE, 0)
        return self
