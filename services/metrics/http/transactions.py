"""Transactions in, and as they were recorded, over HTTP."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import Field, StrictBool, StrictInt

from services.metrics.commands.transactions import record_transactions
from services.metrics.domain.transactions import Columns
from services.metrics.http.roles import Reporter, Staff
from services.metrics.queries.transactions import recorded_rows, row_versions
from services.metrics.tables import idempotency
from shared.contracts.source_v1 import MAX_ROWS
from shared.contracts.vocabulary import WHOLE, PeriodName, ProductKey, SourceName
from shared.database import transaction
from shared.web.answers import Body, Moment, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import RequestKey
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Transacties"])

Word = Annotated[str, Field(max_length=100)]


class TransactionForm(Body):
    """Completed transactions; null says that the source does not know, 0 that there were none."""

    product: Word
    channel: Word
    period: Word
    completed: Annotated[StrictInt, WHOLE] | None
    assisted: StrictBool = False


class TransactionsBody(Body):
    """What a source reports; each row replaces its earlier row for the same."""

    source: SourceName
    rows: Annotated[list[TransactionForm], Field(min_length=1, max_length=MAX_ROWS)]


class OutcomeAnswer(Resource):
    """How many rows were new, changed, and the same as before."""

    new: int
    changed: int
    unchanged: int


class RowAnswer(Resource):
    """A version of a row; `superseded_at` null for the one that holds now."""

    source: str
    product: str
    channel: str
    assisted: bool
    period: str
    completed: int | None
    recorded_at: Moment
    superseded_at: Moment | None


class RowsAnswer(Resource):
    """Rows of a product and period."""

    items: list[RowAnswer]


@router.post("/transactions", response_model=OutcomeAnswer, summary="Transacties aanleveren")
async def post_transactions(
    body: TransactionsBody, key: RequestKey, engine: Engine, now: Now, caller: Reporter
) -> Response:
    """Record what a source reports: all of it, or nothing and every reason. Figures follow within
    seconds.
    """
    caller.require(subject=body.source)
    columns = Columns(
        product=[row.product for row in body.rows],
        channel=[row.channel for row in body.rows],
        period=[row.period for row in body.rows],
        completed=[row.completed for row in body.rows],
        assisted=[row.assisted for row in body.rows],
    )
    async with transaction(engine) as connection:

        async def effect() -> Response:
            outcome = await record_transactions(connection, body.source, columns, now=now)
            return answered(OutcomeAnswer.model_validate(outcome))

        return await idempotency.once(connection, key, now, effect)


@router.get("/transactions", summary="Transacties opvragen")
async def list_transactions(
    product: Annotated[ProductKey, Query(description="Het product.")],
    period: Annotated[PeriodName, Query(description="De periode.")],
    engine: Engine,
    caller: Staff,
    as_of: Annotated[
        Moment | None, Query(alias="asOf", description="Zoals het op dit moment bekend was.")
    ] = None,
) -> RowsAnswer:
    """The rows that hold now, or that held at a moment."""
    async with transaction(engine) as connection:
        rows = await recorded_rows(connection, product, period, as_of=as_of)
    return RowsAnswer(items=[RowAnswer.model_validate(row) for row in rows])


@router.get("/transaction-revisions", summary="Alle versies van transacties opvragen")
async def list_revisions(
    product: Annotated[ProductKey, Query(description="Het product.")],
    period: Annotated[PeriodName, Query(description="De periode.")],
    engine: Engine,
    caller: Staff,
) -> RowsAnswer:
    """Every version of every row."""
    async with transaction(engine) as connection:
        rows = await row_versions(connection, product, period)
    return RowsAnswer(items=[RowAnswer.model_validate(row) for row in rows])
