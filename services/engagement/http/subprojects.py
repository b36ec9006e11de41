"""Subprojects with their coverage, and the decisions for which involvement is late, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from services.engagement.domain import coverage as computed
from services.engagement.domain.no_return import PointOfNoReturn
from services.engagement.http.dependencies import STAFF_ROLES
from services.engagement.queries import subprojects as queries
from services.engagement.queries.subprojects import SubprojectRow
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Resource
from shared.web.dependencies import Engine
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Dekking vanaf het eerste moment"])

Staff = Annotated[Caller, allow(*STAFF_ROLES, scope=Scope.MUNICIPALITY)]
ProgrammeManager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]


class Figures(Resource):
    """Figures of definition E2, or at least these where the definition ends in `lower-bound`. Null:
    unknown or not shown.
    """

    definition: str
    numerator: int | None
    denominator: int | None
    share: float | None
    median_lead_days: float | None


class Coverage(Figures):
    """What is known now, with joiners apart; what was known at T0; and how often that was
    corrected.
    """

    t0: date
    frozen: bool
    joiners_after_t0: int | None
    at_t0: Figures | None
    corrections: int


class CoverageBefore(Figures):
    """The same up to the day of a point of no return instead of T0: `atThatDay` is what was known
    then.
    """

    day: date
    frozen: bool
    joiners_after: int | None
    at_that_day: Figures | None
    corrections: int


class Subproject(Resource):
    """A subproject; coverage is null as long as T0, or the day of the point of no return, is
    unknown.
    """

    id: UUID
    name: str
    started: bool
    ended: bool
    coverage: Coverage | None
    before_scope_fixed: CoverageBefore | None
    before_first_decision: CoverageBefore | None


class LateInvolvement(Resource):
    """A decision that nears while too few of the affected staff were involved."""

    milestone_id: UUID
    subproject_id: UUID
    subproject_name: str
    due_on: date


class LateInvolvements(Resource):
    """All of them, the most urgent first."""

    items: list[LateInvolvement]


@router.get("/subprojects", summary="Deelprojecten met hun dekking opvragen")
async def list_subprojects(paging: Paging, engine: Engine, caller: Staff) -> Page[Subproject]:
    """All subprojects that planning told of."""
    after = paging.after(UUID)
    async with transaction(engine) as connection:
        rows = await queries.subprojects(
            connection, after=after[0] if after else None, limit=paging.limit + 1
        )
    return paging.page([_subproject(row) for row in rows], key=lambda found: (str(found.id),))


@router.get("/subprojects/{subproject_id}", summary="Deelproject met zijn dekking opvragen")
async def get_subproject(subproject_id: UUID, engine: Engine, caller: Staff) -> Subproject:
    """One subproject."""
    async with transaction(engine) as connection:
        return _subproject(await queries.subproject_by_id(connection, subproject_id))


@router.get("/late-involvements", summary="Besluiten opvragen waarvoor de betrokkenheid laat is")
async def list_late_involvements(engine: Engine, caller: ProgrammeManager) -> LateInvolvements:
    """The decisions that need attention now."""
    async with transaction(engine) as connection:
        rows = await queries.late_involvements(connection)
    return LateInvolvements(items=[LateInvolvement.model_validate(row) for row in rows])


def _subproject(row: SubprojectRow) -> Subproject:
    return Subproject(
        id=row.id,
        name=row.name,
        started=row.started,
        ended=row.ended,
        coverage=None if row.coverage is None else _coverage(row.coverage),
        before_scope_fixed=_before(row.before.get(PointOfNoReturn.SCOPE_FIXED)),
        before_first_decision=_before(row.before.get(PointOfNoReturn.DECISION)),
    )


def _coverage(found: computed.Coverage) -> Coverage:
    return Coverage(
        **Figures.model_validate(found.figures).model_dump(),
        t0=found.t0,
        frozen=found.frozen,
        joiners_after_t0=found.figures.joiners_after_t0,
        at_t0=None if found.at_t0 is None else Figures.model_validate(found.at_t0),
        corrections=found.corrections,
    )


def _before(found: computed.Coverage | None) -> CoverageBefore | None:
    if found is None:
        return None
    return CoverageBefore(
        **Figures.model_validate(found.figures).model_dump(),
        day=found.t0,
        frozen=found.frozen,
        joiners_after=found.figures.joiners_after_t0,
        at_that_day=None if found.at_t0 is None else Figures.model_validate(found.at_t0),
        corrections=found.corrections,
    )
