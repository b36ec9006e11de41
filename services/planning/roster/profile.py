"""What a profile can say of a roster export: who stands in a row, and one thing about them.

There is no key for why somebody is absent, and a profile that names one is refused.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from services.planning.domain.supply.working_time import MONDAY_TO_FRIDAY, WHOLE
from shared.tabular.profile import ColumnName, FileProfile, Part


class TextRule(Part):
    """A column with words."""

    column: ColumnName


class DateRule(Part):
    """A column with days."""

    column: ColumnName
    date_format: str = "%d-%m-%Y"


class HoursRule(Part):
    """A column with hours, and what stands before the decimals."""

    column: ColumnName
    decimal: Annotated[str, Field(pattern=r"^[.,]$")] = ","


class WholeRule(Part):
    """A column with whole numbers, or one number for all rows."""

    column: ColumnName | None = None
    constant: int | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.column is None) == (self.constant is None):
            raise ValueError("geef of 'column', of 'constant', en niet allebei")
        return self


class DaysRule(Part):
    """A column with working days, as words of this mapping, or the same days for all rows."""

    column: ColumnName | None = None
    mapping: dict[str, int] = Field(
        default_factory=lambda: {
            name: number
            for number, name in enumerate(("ma", "di", "wo", "do", "vr", "za", "zo"), start=1)
        }
    )
    constant: tuple[int, ...] = MONDAY_TO_FRIDAY


class WorkingHoursRules(Part):
    """A row for each day from which somebody has other hours."""

    from_date: DateRule
    weekly_hours: HoursRule
    project_percent: WholeRule = WholeRule(constant=WHOLE)
    working_days: DaysRule = DaysRule()


class AbsenceRules(Part):
    """A row for each absence; all of each day where neither hours nor a percentage is named."""

    starts_on: DateRule
    ends_on: DateRule
    hours: HoursRule | None = None
    percent: WholeRule = WholeRule(constant=WHOLE)

    @model_validator(mode="before")
    @classmethod
    def _never_why(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and {"reason", "reden", "soort", "type"} & set(given):
            raise ValueError("waarom iemand afwezig is, leest en bewaart Draagvlak niet")
        return given


class DutyRules(Part):
    """A row for each counter duty that comes back every week; weeks are told by a day in them."""

    from_date: DateRule
    until_date: DateRule | None = None
    weekly_hours: HoursRule


class LevelRules(Part):
    """A row for each expertise of somebody, by its name, a synonym or its id."""

    expertise: TextRule
    level: WholeRule = WholeRule(constant=1)
    judged_on: DateRule | None = None


class RosterProfile(FileProfile):
    """How to read one kind of roster export."""

    person: TextRule
    working_hours: WorkingHoursRules | None = None
    absences: AbsenceRules | None = None
    counter_duties: DutyRules | None = None
    expertises: LevelRules | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if len(self._things()) != 1:
            raise ValueError(
                "geef precies één van 'working_hours', 'absences', 'counter_duties', 'expertises'"
            )
        return self

    @property
    def thing(self) -> WorkingHoursRules | AbsenceRules | DutyRules | LevelRules:
        """The rules of the one thing that the file tells about people."""
        return self._things()[0]

    def columns(self) -> frozenset[str]:
        """The names of all columns that the profile reads."""
        rules = [getattr(self.thing, name) for name in type(self.thing).model_fields]
        named = {getattr(rule, "column", None) for rule in (self.person, *rules)}
        return self.filter_columns() | {name for name in named if name is not None}

    def _things(self) -> list[WorkingHoursRules | AbsenceRules | DutyRules | LevelRules]:
        told = (self.working_hours, self.absences, self.counter_duties, self.expertises)
        return [each for each in told if each is not None]
