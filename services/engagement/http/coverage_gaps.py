"""Where people are still missing, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from services.engagement.domain import coverage as computed
from services.engagement.domain.affected import GroupKind
from services.engagement.http.dependencies import MunicipalNorms
from services.engagement.http.subprojects import Figures
from services.engagement.queries.group_coverage import GroupCoverageRow, group_coverage_of
from services.engagement.queries.subprojects import subproject_by_id
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Resource
from shared.web.dependencies import Engine
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Dekking vanaf het eerste moment"])

Reader = Annotated[
    Caller,
    allow(
        Role.PROGRAMME_MANAGER,
        Role.TEAM_LEADER,
        Role.WORKS_COUNCIL,
        Role.PRIVACY_OFFICER,
        scope=Scope.MUNICIPALITY,
    ),
]


class GroupGap(Figures):
    """How many people of a team or function group are affected and were involved in time, and how
    many are missing. Null: nobody is affected, not known, or not shown, all alike.
    """

    group_id: UUID
    name: str
    missing: int | None


class CoverageGaps(Resource):
    """The groups in which most people are missing first. The whole is the coverage of the
    subproject.
    """

    t0: date | None
    norm: float
    whole: Figures
    teams: list[GroupGap]
    function_groups: list[GroupGap]


@router.get(
    "/subprojects/{subproject_id}/coverage-gaps",
    summary="Opvragen in welke groepen medewerkers ontbreken",
)
async def get_coverage_gaps(
    subproject_id: UUID, engine: Engine, norms: MunicipalNorms, caller: Reader
) -> CoverageGaps:
    """Coverage per team and per function group."""
    async with transaction(engine) as connection:
        found = await subproject_by_id(connection, subproject_id)
        rows = await group_coverage_of(connection, subproject_id)
    coverage = found.coverage
    return CoverageGaps(
        t0=None if coverage is None else coverage.t0,
        norm=norms.coverage,
        whole=Figures.model_validate(computed.Figures() if coverage is None else coverage.figures),
        teams=[_gap(row) for row in rows if row.kind == GroupKind.TEAM],
        function_groups=[_gap(row) for row in rows if row.kind == GroupKind.FUNCTION_GROUP],
    )


def _gap(row: GroupCoverageRow) -> GroupGap:
    return GroupGap(
        **Figures.model_validate(row.figures).model_dump(),
        group_id=row.group_id,
        name=row.name,
        missing=row.figures.missing,
    )
