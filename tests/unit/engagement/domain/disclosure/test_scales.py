"""Ways of banding that do not cross."""

import pytest

from services.engagement.domain.disclosure.scales import Bands, Scale, banded


def test_answers_are_added_up_by_band() -> None:
    assert banded((1, 2, 3, 4, 5), (2, 1, 2)) == (3, 3, 9)


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        (((2, 1, 2), (1, 4)), "made of finer ones"),
        (((2, 3), (2, 3)), "made of finer ones"),
        (((2, 1, 2), (2, 2)), "the same answers"),
        (((5,),), "at least two bands"),
        (((0, 5),), "none is empty"),
    ],
)
def test_a_scale_that_would_tell_more_than_its_bands_is_refused(
    choices: tuple[Bands, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        Scale(choices)
