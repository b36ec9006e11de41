"""What stands beside every figure: how complete it is, and which sources are silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from services.planning.queries.steering import StaleSource
from shared.web import dutch
from shared.web.figures import Standing


@dataclass(frozen=True, slots=True)
class Remarks:
    """The day of the page, and a sentence about each source that is silent."""

    today: date
    stale: Sequence[str]
    stale_sources: str | None
    """Names of the silent sources, for a file."""


def remarks_on(today: date, sources: Sequence[StaleSource]) -> Remarks:
    """What to say beside every figure that comes from sources."""
    names = ", ".join(each.source for each in sources)
    return Remarks(today, [_sentence(each) for each in sources], names or None)


def _sentence(source: StaleSource) -> str:
    if source.last_delivery_at is None:
        return f"Bron {source.source} heeft nog nooit geleverd."
    return f"Bron {source.source} levert niet sinds {dutch.day(source.last_delivery_at)}."


def standing_text(periods: Sequence[tuple[str, Standing]]) -> str:
    """How complete a series is: name and standing of each period, the earliest first."""
    final = [name for name, _ in takewhile(lambda each: each[1].is_final, periods)]
    waiting = sum(not standing.is_final for _, standing in periods)
    corrected = sum(standing is Standing.CORRECTED for _, standing in periods)
    parts = [f"Compleet tot en met {final[-1]}." if final else "Nog niet compleet."]
    if waiting and final:
        parts.append(f"Voorlopig: {_periods(waiting)}.")
    if corrected:
        parts.append(f"Gecorrigeerd: {_periods(corrected)}.")
    return " ".join(parts)


def _periods(count: int) -> str:
    return "1 periode" if count == 1 else f"{count} perioden"
