"""Counter hours relieved per team and week."""

from decimal import Decimal

from services.metrics.domain.completeness import State
from services.metrics.domain.team_hours import (
    NOTHING,
    Parts,
    ProductHours,
    baseline_label,
    team_level,
)


def product(
    name: str = "verhuismelding",
    *,
    state: State = State.COMPLETE,
    parts: Parts | None = None,
    spread: tuple[float, float] | None = None,
) -> ProductHours:
    return ProductHours(name, 1, state, parts, spread)


SOME = Parts(Decimal("-5.000"), Decimal("-10.500"), Decimal("0.250"))


def test_a_level_is_the_sum_of_the_products_without_their_volume() -> None:
    level = team_level([product(parts=SOME), product("paspoort", parts=SOME)])

    assert level.parts == Parts(Decimal("-10.000"), Decimal("-21.000"), Decimal("0.500"))
    assert level.p50 == Decimal("20.500")
    assert level.completeness is State.COMPLETE
    assert level.baseline == "paspoort@1, verhuismelding@1"


def test_a_product_with_an_unknown_part_is_left_out_and_makes_the_level_provisional() -> None:
    level = team_level([product(parts=SOME), product("paspoort", state=State.CORRECTED)])

    assert level.parts == SOME
    assert level.completeness is State.PROVISIONAL
    assert level.baseline == "verhuismelding@1"


def test_one_corrected_product_makes_the_level_corrected() -> None:
    level = team_level(
        [product(parts=SOME), product("paspoort", state=State.CORRECTED, parts=SOME)]
    )

    assert level.completeness is State.CORRECTED


def test_the_deviations_of_independent_products_add_up_as_squares() -> None:
    level = team_level(
        [
            product(parts=SOME, spread=(9.0, 1.0)),
            product("paspoort", parts=NOTHING, spread=(16.0, 3.0)),
        ]
    )

    assert level.p10 == level.p50 - 5
    assert level.p90 == level.p50 + 2


def test_one_product_without_a_range_leaves_the_level_without_one() -> None:
    level = team_level([product(parts=SOME, spread=(9.0, 1.0)), product("paspoort", parts=SOME)])

    assert (level.p10, level.p90) == (None, None)


def test_a_team_without_measured_products_relieves_nothing() -> None:
    level = team_level([])

    assert (level.parts, level.p10, level.p90) == (NOTHING, Decimal(0), Decimal(0))
    assert level.baseline == "none"


def test_a_long_label_is_shortened_but_still_tells_versions_apart() -> None:
    first = baseline_label([(f"product-{number}", 1) for number in range(50)])
    second = baseline_label([(f"product-{number}", 2) for number in range(50)])

    assert first.startswith("50 products, sha256 ")
    assert first != second
    assert len(first) <= 200
