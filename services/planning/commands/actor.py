"""Who decides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person by the subject of their token, and the role in which they act."""

    subject: str
    role: str
