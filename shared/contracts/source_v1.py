"""What any system of the municipality may report to Draagvlak: transactions."""

from typing import Annotated

from pydantic import Field, StrictBool

from shared.contracts.channels import Channel
from shared.contracts.envelope import ContractModel, EventData
from shared.contracts.vocabulary import WHOLE, PeriodName, ProductKey, SourceName

MAX_ROWS = 500


class TransactionRow(ContractModel):
    """Completed transactions of a product over a channel in a period.

    A row replaces the source's earlier row with the same product, channel, assistance and period.
    """

    product: ProductKey
    channel: Channel
    """The channel over which they came in."""
    period: PeriodName
    completed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1), WHOLE] | None
    """How many were completed; 0 says none, null says not known."""
    assisted: StrictBool = False
    """Whether somebody helped the citizen to do it online."""


class TransactionsRecorded(
    EventData, type="source.transactions.recorded", subject="source/{source}"
):
    """A source reports transactions."""

    source: SourceName
    rows: Annotated[tuple[TransactionRow, ...], Field(min_length=1, max_length=MAX_ROWS)]
    """The rows; send fewer in an event when it would be larger than 64 KiB."""
