"""Teams, expertises, products and staff: what cannot be."""

from uuid import UUID

from services.planning.domain.supply.organisation import (
    elsewhere_reasons,
    name_reasons,
    pool_reasons,
    too_many_reasons,
)

KNOWN, UNKNOWN = UUID(int=1), UUID(int=2)


def test_a_name_that_differs_in_capitals_only_is_taken() -> None:
    assert [r.field for r in name_reasons("balie", {"Balie"})] == ["name"]
    assert list(name_reasons("Balie 2", {"Balie"})) == []


def test_more_than_can_be_told_is_refused() -> None:
    assert list(too_many_reasons(64, 64)) == []
    assert [r.code for r in too_many_reasons(65, 64)] == ["too-many"]


def test_products_of_another_team_are_each_named_with_that_team() -> None:
    (reason,) = elsewhere_reasons([("verhuismelding", "Balie")])
    assert reason.message == "“verhuismelding” hoort al bij team Balie."


def test_all_that_is_wrong_with_pools_is_told_at_once() -> None:
    found = pool_reasons([(set(), 60), ({UNKNOWN}, 0), ({KNOWN}, 60)], {KNOWN})
    assert [(r.code, r.field) for r in found] == [
        ("no-expertise", "pools.0.expertiseIds"),
        ("expertise-unknown", "pools.1.expertiseIds"),
        ("no-hours", "pools.1.weeklyHours"),
    ]
