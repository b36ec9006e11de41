"""The forms of figures: never a value without its definition and what it is made of."""

from services.metrics.domain import figures
from services.metrics.domain.team_hours import Parts
from shared.web.answers import Resource


class Ratio(Resource):
    """A share; null where the denominator is 0 or a part is unknown."""

    definition: str
    numerator: int | None
    denominator: int | None
    value: float | None


class HoursParts(Resource):
    """The change of counter hours against the baseline (M6), in hours; the parts add up."""

    volume: float
    channel: float
    minutes: float


def ratio(found: figures.Ratio) -> Ratio:
    """The form of a ratio."""
    return Ratio(
        definition=found.definition,
        numerator=found.numerator,
        denominator=found.denominator,
        value=None if found.value is None else float(found.value),
    )


def hours_parts(parts: Parts) -> HoursParts:
    """The form of parts."""
    return HoursParts(
        volume=float(parts.volume), channel=float(parts.channel), minutes=float(parts.minutes)
    )
