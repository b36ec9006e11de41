"""What pydantic finds, as a Dutch reader and a program hear it."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from shared.contracts.vocabulary import Day, PeriodName, Timestamp, Week
from shared.web.answers import Body, Moment
from shared.web.validation import MESSAGES, invalid_input


class Said(Body):
    moment: Moment = datetime(2026, 4, 1, tzinfo=UTC)
    heard: Timestamp = datetime(2026, 4, 1, tzinfo=UTC)
    day: Day = date(2026, 4, 1)
    week: Week = "2026-W14"
    period: PeriodName = "2026"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"moment": "0001-01-01T00:00:00+10:00"}, "outside_calendar"),
        ({"heard": "9999-12-31T23:59:59-10:00"}, "outside_calendar"),
        ({"day": 0}, "date_parsing"),
        ({"day": "0"}, "date_parsing"),
        ({"day": "2026-04-01T00:00:00"}, "date_parsing"),
        ({"week": "2026-W54"}, "string_pattern_mismatch"),
        ({"week": "2025-W53"}, "not_in_calendar"),
        ({"week": "0000-W01"}, "not_in_calendar"),
        ({"period": "0000"}, "not_in_calendar"),
        ({"period": "2026-2028"}, "fiscal_year"),
    ],
)
def test_a_day_or_period_that_is_none_is_refused_in_dutch(
    said: dict[str, object], code: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Said.model_validate(said)
    [reason] = invalid_input(
        [finding | {"loc": ("body", *finding["loc"])} for finding in caught.value.errors()]
    ).reasons
    assert (reason.code, reason.message) == (code.replace("_", "-"), MESSAGES[code])
    assert reason.field == next(iter(said))
