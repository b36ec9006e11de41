import pytest

from services.planning.pages.load import Band, Load


@pytest.mark.parametrize(
    ("percentage", "band", "words"),
    [
        (None, Band.NOTHING, "geen uren"),
        (0, Band.EMPTY, "0%"),
        (89, Band.ROOM, "89%"),
        (90, Band.FULL, "90%"),
        (100, Band.FULL, "100%"),
        (101, Band.OVER, "101%"),
        (120, Band.OVER, "120%"),
        (121, Band.FAR_OVER, "121%"),
        (150, Band.FAR_OVER, "150%"),
    ],
)
def test_101_percent_and_150_percent_are_told_apart_and_both_say_their_number(
    percentage: int | None, band: Band, words: str
) -> None:
    load = Load(percentage)
    assert (load.band, load.words) == (band, words)
    assert load.is_over == (percentage is None or percentage > 100)
