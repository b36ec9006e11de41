"""Baselines over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from services.metrics.commands.baselines import FreezeBaseline, freeze_baseline
from services.metrics.http.roles import ProgrammeManager, Staff
from services.metrics.queries import counter_hours as queries
from services.metrics.queries.counter_hours import Baseline
from services.metrics.tables import idempotency
from shared.contracts.vocabulary import Day, Note, ProductKey
from shared.database import transaction
from shared.web.answers import Body, Moment, Resource, created
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import RequestKey
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Nulmetingen"])


class BaselineBody(Body):
    """Freeze the 52 weeks before a go-live, anew and with a reason."""

    product: ProductKey
    reason: Annotated[Note, Field(min_length=1)]
    go_live_on: Day | None = None


class BaselineAnswer(Resource):
    """A frozen baseline: 52 weeks from `first_week`, of which so many were wholly known."""

    id: str
    product: str
    version: int
    go_live_on: date
    first_week: str
    known_weeks: int
    reason: str
    frozen_at: Moment


@router.get("/baselines", summary="Nulmetingen opvragen")
async def list_baselines(
    paging: Paging,
    engine: Engine,
    caller: Staff,
    product: Annotated[ProductKey | None, Query(description="Alleen van dit product.")] = None,
) -> Page[BaselineAnswer]:
    """Every version of every product."""
    async with transaction(engine) as connection:
        found = await queries.list_baselines(
            connection, product=product, after=paging.after(str, int), limit=paging.limit + 1
        )
    return paging.page(
        [_baseline(baseline) for baseline in found],
        key=lambda baseline: (baseline.product, str(baseline.version)),
    )


@router.post(
    "/baselines", status_code=201, response_model=BaselineAnswer, summary="Nulmeting vastzetten"
)
async def post_baseline(
    body: BaselineBody, key: RequestKey, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """Freeze a version by hand. The first freezes by itself, once its weeks are final."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            version = await freeze_baseline(
                connection, FreezeBaseline(body.product, body.reason, body.go_live_on), now=now
            )
            (found,) = await queries.list_baselines(
                connection, product=body.product, after=(body.product, version - 1), limit=1
            )
            answer = _baseline(found)
            return created(answer, answer.id)

        return await idempotency.once(connection, key, now, effect)


def _baseline(found: Baseline) -> BaselineAnswer:
    return BaselineAnswer(
        id=f"{found.product}@{found.version}",
        product=found.product,
        version=found.version,
        go_live_on=found.go_live_on,
        first_week=str(found.first_week),
        known_weeks=found.known_weeks,
        reason=found.reason,
        frozen_at=found.frozen_at,
    )
