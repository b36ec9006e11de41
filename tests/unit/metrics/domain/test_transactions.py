"""Which deliveries are acceptable."""

from datetime import date

import pytest

from services.metrics.domain.transactions import LARGEST_COUNT, Checker, Columns, Problem, refuse
from shared.refusal import Refusal

TODAY = date(2026, 4, 5)


def checker(*, unique: bool = True) -> Checker:
    return Checker(
        products=frozenset({"verhuismelding", "paspoort"}),
        channels=frozenset({"balie", "web", "app"}),
        digital=frozenset({"web", "app"}),
        today=TODAY,
        unique=unique,
    )


def columns(*rows: tuple[str, str, str, int | None, bool]) -> Columns:
    return Columns(*(list(column) for column in zip(*rows, strict=True)))


def codes(problems: list[Problem]) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in problems]


def test_a_good_delivery_has_no_problems() -> None:
    delivery = columns(
        ("verhuismelding", "web", "2026-W14", 12, False),
        ("verhuismelding", "web", "2026-W14", 3, True),
        ("verhuismelding", "balie", "2026-W14", 0, False),
        ("paspoort", "balie", "2026-03", None, False),
        ("paspoort", "balie", "2025", LARGEST_COUNT, False),
    )

    assert checker().check(delivery) == []


def test_all_problems_are_found_at_once_in_the_order_of_the_rows() -> None:
    delivery = columns(
        ("verhuizing", "fax", "2026-W54", -1, False),
        ("verhuismelding", "web", "2026-W14", 12, False),
        ("verhuismelding", "balie", "2026-W15", LARGEST_COUNT + 1, True),
        ("verhuismelding", "web", "2026-W14", 13, False),
    )

    assert codes(checker().check(delivery)) == [
        (0, "product", "unknown-product"),
        (0, "channel", "unknown-channel"),
        (0, "period", "unknown-period-form"),
        (0, "completed", "negative-count"),
        (2, "period", "period-not-over"),
        (2, "completed", "count-too-large"),
        (2, "assisted", "assisted-not-digital"),
        (3, "period", "duplicate-row"),
    ]


def test_a_period_is_accepted_from_its_last_day_on() -> None:
    assert checker().check(columns(("paspoort", "balie", "2026-W14", 1, False))) == []


def test_a_row_that_came_in_an_earlier_piece_is_found_with_its_own_number() -> None:
    pieces = checker()
    piece = columns(("paspoort", "balie", "2026-W14", 1, False))

    assert pieces.check(piece) == []
    assert codes(pieces.check(piece, offset=1)) == [(1, "period", "duplicate-row")]


def test_a_long_file_may_look_for_repeated_rows_elsewhere() -> None:
    row = ("paspoort", "balie", "2026-W14", 1, False)

    assert checker(unique=False).check(columns(row, row)) == []


def test_a_refusal_names_every_value_that_is_wrong() -> None:
    problems = checker().check(columns(("verhuizing", "fax", "2026-W14", 1, False)))

    with pytest.raises(Refusal) as refused:
        refuse(problems)

    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("unknown-product", "rows.0.product"),
        ("unknown-channel", "rows.0.channel"),
    ]


def test_columns_have_one_length() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        Columns(["paspoort"], ["balie"], ["2026"], [1, 2], [False])
