"""The form of a change, there and back."""

from uuid import UUID

import pytest

from services.planning.domain.scenarios.changes import Kind
from services.planning.http.changes import DemandChange
from services.planning.pages.change_fields import (
    at_change_fields,
    begins_of,
    filled_change,
    shown_weeks,
    week_choices,
)
from shared.isoweek import IsoWeek
from shared.refusal import Reason, Refusal
from shared.web.forms import Filled, Form

STRETCH = {"hours": ["7,5"], "firstWeek": ["2026-W52"], "lastWeek": ["2027-W01"]}


def test_the_same_hours_are_filled_in_for_every_week_of_a_stretch() -> None:
    found = filled_change(Kind.CHANGE_DEMAND, Filled({"level": ["2"], **STRETCH}))
    assert found == {
        "kind": "change-demand",
        "level": "2",
        "weeks": [{"week": week, "hours": "7.5"} for week in ("2026-W52", "2026-W53", "2027-W01")],
    }


def test_a_week_of_its_own_goes_before_the_stretch_and_no_hours_are_no_weeks() -> None:
    own = Filled({"weeks.2026-W52": ["3"], "weeks.2026-W53": ["0"], **STRETCH})
    assert filled_change(Kind.CHANGE_DEMAND, own)["weeks"] == [{"week": "2026-W52", "hours": "3"}]
    assert filled_change(Kind.CHANGE_DEMAND, Filled(STRETCH | {"hours": ["0"]}))["weeks"] == []


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        (STRETCH | {"firstWeek": ["2026-W77"]}, "firstWeek"),
        (STRETCH | {"lastWeek": ["2026-W51"]}, "lastWeek"),
    ],
)
def test_a_stretch_that_cannot_be_says_where(filled: dict[str, list[str]], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        filled_change(Kind.RESERVE, Filled(filled))
    assert [reason.field for reason in refused.value.reasons] == [field]


def test_reasons_about_weeks_stand_at_the_field_that_was_filled_in() -> None:
    reason = Reason("outside-subproject", "Dit valt erbuiten.", "weeks.0")
    (at_stretch,) = at_change_fields([reason], Filled(STRETCH))
    (at_week,) = at_change_fields([reason], Filled({"weeks.2026-W52": ["3"]}))
    assert (at_stretch.field, at_week.field) == ("hours", "weeks.2026-W52")


def test_a_change_begins_with_what_it_says() -> None:
    change = DemandChange.model_validate(
        {
            "kind": "change-demand",
            "subprojectId": str(UUID(int=1)),
            "expertiseId": str(UUID(int=2)),
            "level": 2,
            "weeks": [{"week": "2026-W53", "hours": 7.5}],
        }
    )
    begins = begins_of(change)
    assert (begins["level"], begins["weeks.2026-W53"]) == ("2", "7,5")
    assert shown_weeks(Form(begins=begins)) == [IsoWeek(2026, 53)]
    assert shown_weeks(Form(Filled({"weeks.nonsense": ["1"]}))) == []


def test_weeks_are_chosen_with_their_monday() -> None:
    first, second, *_ = week_choices(IsoWeek(2026, 53).monday)
    assert first == ("2026-W53", "week 53 van 2026, vanaf 28 december 2026")
    assert second[0] == "2027-W01"
