"""Scenarios as they are kept, and what changed in the plan since they were made."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.scenarios.changes import KINDS, Change, Kind
from services.planning.queries.found import only
from services.planning.tables import (
    demands,
    expertises,
    milestones,
    reservations,
    scenario_changes,
    scenarios,
    subprojects,
)

_FORMS: Mapping[Kind, TypeAdapter[Change]] = {
    kind: TypeAdapter(form) for kind, form in KINDS.items()
}


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A change of a scenario, with its version."""

    id: UUID
    change: Change
    version: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario with its changes, in the order in which they were thought of. `plan_changes` says
    what changed in its programme's plan since it was made.
    """

    id: UUID
    programme_id: UUID
    name: str
    created_at: datetime
    promoted_at: datetime | None
    changes: Sequence[StoredChange]
    plan_changes: Sequence[str]
    version: int


async def scenario_by_id(connection: AsyncConnection, scenario_id: UUID) -> Scenario:
    """One scenario.

    Raises:
        NotFound: there is no such scenario.
    """
    return only(
        await _scenarios(connection, select(scenarios).where(scenarios.c.id == scenario_id))
    )


async def scenarios_page(
    connection: AsyncConnection, programme_id: UUID | None, *, after: tuple[UUID] | None, limit: int
) -> Sequence[Scenario]:
    """Scenarios by id; of one programme when asked."""
    chosen = select(scenarios).order_by(scenarios.c.id).limit(limit)
    if programme_id is not None:
        chosen = chosen.where(scenarios.c.programme_id == programme_id)
    if after is not None:
        chosen = chosen.where(scenarios.c.id > after[0])
    return await _scenarios(connection, chosen)


def content_of(change: Change) -> Mapping[str, Any]:
    """A change as it is kept, without the person that it may be about."""
    content = _FORMS[change.kind].dump_python(change, mode="json")
    return {name: value for name, value in content.items() if name != "staff_id"}


async def plan_versions(
    connection: AsyncConnection, programme_ids: Collection[UUID]
) -> Mapping[UUID, Mapping[str, tuple[int, str]]]:
    """Per programme the version and the description of each row of its plan, by id."""
    of_programme = subprojects.c.programme_id.in_(programme_ids)
    parts = [
        select(
            subprojects.c.programme_id,
            table.c.id,
            table.c.version,
            literal(what).label("what"),
            label.label("label"),
            subprojects.c.name.label("subproject"),
        )
        .select_from(source)
        .where(of_programme)
        for what, table, label, source in (
            ("Deelproject", subprojects, subprojects.c.name, subprojects),
            (
                "Mijlpaal",
                milestones,
                milestones.c.name,
                milestones.join(subprojects, subprojects.c.id == milestones.c.subproject_id),
            ),
            (
                "Gevraagde inzet",
                demands,
                expertises.c.name,
                demands.join(subprojects, subprojects.c.id == demands.c.subproject_id).join(
                    expertises, expertises.c.id == demands.c.expertise_id
                ),
            ),
            (
                "Inzetverzoek",
                reservations,
                expertises.c.name,
                reservations.join(
                    subprojects, subprojects.c.id == reservations.c.subproject_id
                ).join(expertises, expertises.c.id == reservations.c.expertise_id),
            ),
        )
    ]
    every = union_all(*parts).subquery()
    rows = await connection.execute(
        select(every).order_by(every.c.subproject, every.c.what, every.c.label, every.c.id)
    )
    found: defaultdict[UUID, dict[str, tuple[int, str]]] = defaultdict(dict)
    for row in rows:
        found[row.programme_id][str(row.id)] = row.version, _description(row)
    return found


def _description(row: Row[Any]) -> str:
    name = f"{row.what} “{row.label}”"
    return name if row.what == "Deelproject" else f"{name} van “{row.subproject}”"


async def _scenarios(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[Scenario]:
    rows = (await connection.execute(chosen)).all()
    changes = await _changes(connection, [row.id for row in rows])
    versions = await plan_versions(connection, {row.programme_id for row in rows})
    return [
        _scenario(row, changes.get(row.id, []), versions.get(row.programme_id, {})) for row in rows
    ]


def _scenario(
    row: Row[Any], changes: Sequence[StoredChange], present: Mapping[str, tuple[int, str]]
) -> Scenario:
    plan = sorted((key, version) for key, (version, _) in present.items())
    own = [(row.id, row.version), *((each.id, each.version) for each in changes)]
    return Scenario(
        id=row.id,
        programme_id=row.programme_id,
        name=row.name,
        created_at=row.created_at,
        promoted_at=row.promoted_at,
        changes=changes,
        plan_changes=[] if row.promoted_at else list(_since(row.branched_from, present)),
        version=_mark(own, plan),
    )


def _since(before: Mapping[str, int], present: Mapping[str, tuple[int, str]]) -> Sequence[str]:
    return [
        f"{what} is gewijzigd." if key in before else f"{what} is toegevoegd."
        for key, (version, what) in present.items()
        if before.get(key) != version
    ]


def _mark(*made_of: Sequence[tuple[object, int]]) -> int:
    """Other when the scenario or the plan that it branches from is."""
    return int.from_bytes(sha256(repr(made_of).encode()).digest()[:8])


async def _changes(
    connection: AsyncConnection, scenario_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[StoredChange]]:
    rows = await connection.execute(
        select(scenario_changes)
        .where(scenario_changes.c.scenario_id.in_(scenario_ids))
        .order_by(scenario_changes.c.place, scenario_changes.c.id)
    )
    found: defaultdict[UUID, list[StoredChange]] = defaultdict(list)
    for row in rows:
        found[row.scenario_id].append(StoredChange(row.id, _change(row), row.version))
    return found


def _change(row: Row[Any]) -> Change:
    kind = Kind(row.kind)
    about = {"staff_id": row.staff_id} if "staff_id" in KINDS[kind].__dataclass_fields__ else {}
    return _FORMS[kind].validate_python(row.content | about)
