"""Minutes of handling come in as the document says: as a number, not as text."""

import pytest
from pydantic import TypeAdapter, ValidationError

from services.metrics.http.handling_times import Minutes


def test_minutes_are_a_number_in_the_document_and_in_the_service() -> None:
    said = TypeAdapter(Minutes)
    assert said.json_schema() == {
        "type": "number",
        "minimum": 0,
        "maximum": 10_000,
        "multipleOf": 0.001,
    }
    assert str(said.validate_json("5.125")) == "5.125"
    for text in ('""', '"5"'):
        with pytest.raises(ValidationError, match="decimal_type"):
            said.validate_json(text)


def test_minutes_are_thousandths_also_as_a_client_reckons_them() -> None:
    said = TypeAdapter(Minutes)
    assert 1009 * 0.001 != 1.009
    assert str(said.validate_python(1009 * 0.001)) == "1.009"
    for number in ("5.1251", "1e-9"):
        with pytest.raises(ValidationError, match="decimal_max_places"):
            said.validate_json(number)
