"""Repairs of a programme that asks more than its people can give."""

from dataclasses import replace

from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.proposal import Progress, Proposal
from services.planning.domain.proposal.propose import propose
from services.planning.domain.scenarios.changes import person
from tests.support.short_programme import short_programme

A_PROGRAMME = short_programme(2, subprojects=4, people=8, weeks=20)


def proposed(inputs: Inputs, heard: list[Progress] | None = None) -> Proposal:
    progress = [] if heard is None else heard
    return propose(inputs, time_limit=120, effort=0.5, on_progress=progress.append)


def short_of(found: Proposal) -> dict[object, int]:
    """Minutes short per demand."""
    lacks: dict[object, int] = {}
    for each in found.shortages:
        lacks[each.demand_id] = lacks.get(each.demand_id, 0) + each.minutes
    return lacks


def test_every_conflict_has_repairs_that_give_all_that_its_demand_lacks() -> None:
    heard: list[Progress] = []
    found = proposed(A_PROGRAMME, heard)
    lacks = short_of(found)
    explained = [each for each in found.conflicts if each.demand_id is not None]
    assert explained
    for conflict in explained:
        kinds = [each.kind for each in conflict.repairs]
        assert len(set(kinds)) == len(kinds) == 3, conflict
        for repair in conflict.repairs:
            left = found.figures.short_minutes - lacks[conflict.demand_id]
            assert repair.proof.short_minutes == left, repair
            assert repair.proof.late_days <= found.figures.late_days, repair
    counted = [(each.conflicts, each.repairs) for each in heard]
    assert counted == sorted(counted)
    assert counted[-1] == (len(found.conflicts), sum(len(e.repairs) for e in found.conflicts))


def test_without_consent_no_repair_is_about_somebody() -> None:
    inputs = A_PROGRAMME
    pools = [[replace(each, staff_id=None) for each in week] for week in inputs.supplies]
    found = proposed(replace(inputs, supplies=pools, reservations=[]))
    changes = [c for each in found.conflicts for r in each.repairs for c in r.changes]
    assert changes
    assert {person(each) for each in changes} == {None}
