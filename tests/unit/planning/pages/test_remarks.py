from datetime import UTC, date, datetime

from services.planning.pages.remarks import remarks_on, standing_text
from services.planning.queries.steering import StaleSource
from shared.web.figures import Standing

COMPLETE, PROVISIONAL, CORRECTED = Standing.COMPLETE, Standing.PROVISIONAL, Standing.CORRECTED


def test_every_silent_source_is_named() -> None:
    sources = [
        StaleSource("balieregistratie", datetime(2026, 11, 3, 8, tzinfo=UTC), 8),
        StaleSource("telefonie", None, 8),
    ]
    remarks = remarks_on(date(2026, 11, 24), sources)
    assert list(remarks.stale) == [
        "Bron balieregistratie levert niet sinds 3 november 2026.",
        "Bron telefonie heeft nog nooit geleverd.",
    ]
    assert remarks.stale_sources == "balieregistratie, telefonie"
    assert remarks_on(date(2026, 11, 24), []).stale_sources is None


def test_a_series_says_until_when_it_is_complete() -> None:
    weeks = [("week 45", COMPLETE), ("week 46", CORRECTED), ("week 47", PROVISIONAL)]
    assert standing_text(weeks[:1]) == "Compleet tot en met week 45."
    assert standing_text(weeks) == (
        "Compleet tot en met week 46. Voorlopig: 1 periode. Gecorrigeerd: 1 periode."
    )
    assert standing_text(weeks[2:]) == "Nog niet compleet."
    gap = [("week 44", COMPLETE), ("week 45", PROVISIONAL), ("week 46", COMPLETE)]
    assert standing_text(gap) == "Compleet tot en met week 44. Voorlopig: 1 periode."
