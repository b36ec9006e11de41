"""The name of a period says how long it is."""

import pytest

from shared.contracts.vocabulary import PeriodKind, period_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2026-W14", PeriodKind.WEEK),
        ("2026-04", PeriodKind.MONTH),
        ("2026", PeriodKind.YEAR),
        ("2026-2027", PeriodKind.FISCAL_YEAR),
    ],
)
def test_a_period_is_as_long_as_its_name_says(name: str, kind: PeriodKind) -> None:
    assert period_kind(name) is kind


@pytest.mark.parametrize("name", ["", "2026-13", "2026-W00", "26", "2026-04-01", "2026\n"])
def test_what_is_no_name_of_a_period_has_no_length(name: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        period_kind(name)
