"""What a profile can say of a file: its columns, and the spelling of words, numbers and periods.

A profile is data: a municipality writes one for every export that it has.
"""

import codecs
import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shared.contracts.channels import Channel
from shared.contracts.vocabulary import SourceName

ColumnName = Annotated[str, Field(min_length=1, max_length=200)]


def _known_encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(
            f"de codering {name!r} bestaat niet, wel bijvoorbeeld utf-8 of cp1252"
        ) from None
    return name


def _valid_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is geen geldig patroon: {error}") from None
    return pattern


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Csv(_Part):
    """How the text of a CSV file is written."""

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ";"
    quote: Annotated[str, Field(min_length=1, max_length=1)] = '"'
    encoding: Annotated[str, BeforeValidator(_known_encoding)] = "utf-8-sig"


class Rows(_Part):
    """What is not data: lines above the header, and rows whose first cell matches a pattern."""

    skip_first: Annotated[int, Field(ge=0, le=1000)] = 0
    skip_matching: tuple[Annotated[str, BeforeValidator(_valid_pattern)], ...] = ()


class Filter(_Part):
    """Only rows with one of these values in the column are read."""

    column: ColumnName
    values: Annotated[frozenset[str], Field(min_length=1)]


class ChannelMeaning(_Part):
    """A channel, and whether the citizen was helped there (assisted digital)."""

    channel: Channel
    assisted: bool = False


def _channel_meaning(value: object) -> object:
    return {"channel": value} if isinstance(value, str) else value


MappedChannel = Annotated[ChannelMeaning, BeforeValidator(_channel_meaning)]


class _ColumnOrConstant(_Part):
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
    mapping: dict[str, str] = {}


class ChannelRule(_ColumnOrConstant):
    """The channel: one of the closed list, another word by `mapping`, or one for all rows."""

    constant: MappedChannel | None = None
    mapping: dict[str, MappedChannel] = {}


class AssistedRule(_Part):
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


class PeriodRule(_Part):
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


class Profile(_Part):
    """How to read one kind of file. `source` is the system that the figures come from."""

    source: SourceName | None = None
    csv: Csv = Csv()
    sheet: str | None = None
    rows: Rows = Rows()
    filters: tuple[Filter, ...] = ()
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
        named += [rule.column for rule in self.filters]
        return frozenset(name for name in named if name is not None)
