"""What a profile can say of an attendance list: who stands in a row, and whether they were there
and contributed.
"""

from pathlib import Path

from shared.tabular.profile import ColumnName, FileProfile, Part
from shared.tabular.profile_files import load_profile_of

SHIPPED = Path(__file__).parent / "profiles"
OWN_FORM = "presentielijst"
"""The name of Draagvlak's own form."""


class PersonRule(Part):
    """The column with the random id of somebody, or with the key that the list has for them."""

    column: ColumnName


class AnswerRule(Part):
    """A column with yes, no or not known yet, in words; capitals do not matter."""

    column: ColumnName
    yes_words: frozenset[str] = frozenset({"ja", "j", "true", "1"})
    no_words: frozenset[str] = frozenset({"nee", "n", "false", "0"})


class AttendanceProfile(FileProfile):
    """How to read one kind of attendance list."""

    person: PersonRule
    attended: AnswerRule
    contributed: AnswerRule | None = None

    def columns(self) -> frozenset[str]:
        """The names of the columns that must be there; that of contributions may be missing."""
        return self.filter_columns() | {self.person.column, self.attended.column}


def load_profile(name_or_path: str) -> AttendanceProfile:
    """A profile that ships along, by its name, or one of the municipality, by its path.

    Raises:
        Refusal: there is no such profile, or something in it is wrong; every mistake is named.
    """
    return load_profile_of(AttendanceProfile, SHIPPED, name_or_path)
