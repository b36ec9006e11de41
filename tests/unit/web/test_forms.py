from uuid import UUID

import pytest

from shared.contracts.vocabulary import Note
from shared.refusal import Reason, Refusal
from shared.web.answers import Body
from shared.web.forms import Filled, Form, checked


class Move(Body):
    staff_id: UUID
    weekly_hours: float
    reason: Note = ""


def test_a_form_is_checked_like_a_body_of_the_interface() -> None:
    filled = Filled({"staffId": ["00000000-0000-4000-8000-000000000001"], "weeklyHours": ["7,5"]})
    given = filled.given("staffId", "reason") | {"weeklyHours": filled.number("weeklyHours") or ""}
    assert checked(Move, given) == Move(
        staffId=UUID("00000000-0000-4000-8000-000000000001"), weeklyHours=7.5
    )


def test_everything_that_is_wrong_is_said_at_once_with_its_field() -> None:
    with pytest.raises(Refusal) as refused:
        checked(Move, {"weeklyHours": "veel"})
    assert {(each.field, each.code) for each in refused.value.reasons} == {
        ("staffId", "missing"),
        ("weeklyHours", "float-parsing"),
    }


def test_a_form_shows_what_it_begins_with_until_somebody_sent_it() -> None:
    assert Form(begins={"reason": "druk"}).value("reason") == "druk"
    sent = Form(Filled({"other": ["x"]}), {"reason": "druk"})
    assert sent.value("reason") == ""


def test_what_is_wrong_stands_beside_its_field() -> None:
    form = Form(
        reasons=[Reason("missing", "Vul een reden in.", "reason"), Reason("late", "Te laat.")]
    )
    assert form.faults("reason") == ["Vul een reden in."]
    assert form.faults("weeks") == []


def test_fields_with_a_prefix_are_found_in_the_order_of_the_form() -> None:
    filled = Filled({"weeks.2026-W53": ["8"], "reason": ["druk"], "weeks.2027-W01": ["4"]})
    assert filled.below("weeks") == {"2026-W53": "8", "2027-W01": "4"}
    assert list(filled.below("weeks")) == ["2026-W53", "2027-W01"]
