"""What a profile can say of a file: its columns, and the spelling of words, numbers and periods.

A profile is data: a municipality writes one for every export that it has.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from shared.contracts.channels import Channel
from shared.contracts.vocabulary import SourceName
from shared.tabular.profile import ColumnName, FileProfile, Part


class ChannelMeaning(Part):
    """A channel, and whether the citizen was helped there (assisted digital)."""

    channel: Channel
    assisted: bool = False


def _channel_meaning(value: object) -> object:
    return {"channel": value} if isinstance(value, str) else value


MappedChannel = Annotated[ChannelMeaning, BeforeValidator(_channel_meaning)]


class _ColumnOrConstant(Part):
    column: ColumnName | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        constant = getattr(self, "constant", None)
        if (self.column is None) == (constant is None):
            raise ValueError("geef of 'column', of 'constant', en niet allebei")
        return self


class ProductRule(_ColumnOrConstant):
    """The product: a key or URI of the list, another word by `mapping`, or one for all rows."""

    constant: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    mapping: dict[str, str] = Field(default_factory=dict)


class ChannelRule(_ColumnOrConstant):
    """The channel: one of the closed list, another word by `mapping`, or one for all rows."""

    constant: MappedChannel | None = None
    mapping: dict[str, MappedChannel] = Field(default_factory=dict)


class AssistedRule(Part):
    """The column that says whether the citizen was helped, and its words for yes and no."""

    column: ColumnName
    yes: frozenset[str] = frozenset({"ja", "true", "1"})
    no: frozenset[str] = frozenset({"nee", "false", "0", ""})


class PeriodForm(StrEnum):
    """How a period is spelled in the file; `name` is Draagvlak's own spelling of all of them."""

    NAME = "name"
    ISO_WEEK = "iso-week"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal-year"
    DATE = "date"


class DateInto(StrEnum):
    """Into which period the days of a date column are gathered."""

    ISO_WEEK = "iso-week"
    MONTH = "month"


class PeriodRule(Part):
    """The period: one column, or a year column beside a week or month column (`number_column`)."""

    form: PeriodForm
    column: ColumnName
    number_column: ColumnName | None = None
    date_format: str = "%Y-%m-%d"
    into: DateInto = DateInto.ISO_WEEK

    @model_validator(mode="after")
    def _number_beside_year(self) -> Self:
        if self.number_column and self.form not in (PeriodForm.ISO_WEEK, PeriodForm.MONTH):
            raise ValueError("'number_column' past alleen bij form iso-week of month")
        return self


class CompletedRule(_ColumnOrConstant):
    """How many transactions a row stands for: a column, or a constant, 1 where each row is one.

    `unknown` lists the spellings of "we do not know", which is not the same as 0.
    """

    constant: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    decimal: Annotated[str, Field(pattern=r"^[.,]$")] = ","
    thousands: Annotated[str, Field(pattern=r"^[., ']$")] | None = None
    unknown: frozenset[str] = frozenset({""})

    @model_validator(mode="after")
    def _marks_differ(self) -> Self:
        if self.decimal == self.thousands:
            raise ValueError("'decimal' en 'thousands' moeten verschillende tekens zijn")
        return self


class Aggregate(StrEnum):
    """Several rows with one product, channel and period: a mistake, or parts of a sum."""

    REFUSE = "refuse"
    SUM = "sum"


class Profile(FileProfile):
    """How to read one kind of file. `source` is the system that the figures come from."""

    source: SourceName | None = None
    product: ProductRule
    channel: ChannelRule
    assisted: AssistedRule | None = None
    period: PeriodRule
    completed: CompletedRule
    aggregate: Aggregate = Aggregate.REFUSE

    def columns(self) -> frozenset[str]:
        """The names of all columns that the profile reads."""
        named = [self.product.column, self.channel.column, self.completed.column]
        named += [self.period.column, self.period.number_column]
        named += [self.assisted.column if self.assisted else None]
        return self.filter_columns() | {name for name in named if name is not None}
