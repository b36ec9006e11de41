import pytest

from shared.web.routes import accepts, media_type


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, True),
        ("", True),
        ("*/*", True),
        ("application/*", True),
        ("application/json", True),
        ("application/json;charset=utf-8", True),
        ("text/html, */*;q=0.8", True),
        ("text/html", False),
        ("application/json;q=0", False),
        ("application/json;q=0, */*", False),
        ("*/*;q=0, application/json", True),
        ("APPLICATION/JSON", True),
    ],
)
def test_the_most_specific_range_decides_what_is_acceptable(
    header: str | None, expected: bool
) -> None:
    assert accepts(header, "application/json") is expected


def test_a_media_type_is_compared_without_parameters_and_case() -> None:
    assert media_type(" Application/JSON ; charset=utf-8") == "application/json"
