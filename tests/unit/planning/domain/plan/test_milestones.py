"""Milestones."""

from datetime import date

from services.planning.domain.plan.milestones import (
    State,
    affects_reasons,
    due_reasons,
    planned_reasons,
    unreached_reasons,
)
from services.planning.domain.plan.subprojects import Period

PERIOD = Period(date(2026, 1, 1), date(2026, 1, 31))


def test_a_milestone_falls_within_its_subproject() -> None:
    assert list(due_reasons(date(2026, 1, 31), PERIOD)) == []
    assert [r.field for r in due_reasons(date(2026, 2, 1), PERIOD)] == ["dueOn"]


def test_a_go_live_names_products_and_other_kinds_do_not() -> None:
    assert list(affects_reasons("go-live", ["verhuismelding"])) == []
    assert [r.code for r in affects_reasons("go-live", [])] == ["go-live-without-products"]
    assert [r.code for r in affects_reasons("training", ["verhuismelding"])] == [
        "products-without-go-live"
    ]


def test_what_was_reached_or_cancelled_stays_so() -> None:
    assert list(planned_reasons(State.PLANNED)) == []
    assert [r.message for r in planned_reasons(State.REACHED)] == ["De mijlpaal is al bereikt."]
    assert list(planned_reasons(State.CANCELLED))


def test_a_subproject_is_not_completed_while_it_has_milestones_to_reach() -> None:
    assert list(unreached_reasons([])) == []
    assert [(r.code, r.message) for r in unreached_reasons(["Livegang"])] == [
        (
            "milestone-planned",
            "Mijlpaal “Livegang” is nog gepland. Leg vast dat die bereikt is, of annuleer die.",
        )
    ]
