"""Counter hours relieved of a team in a week: the sum over its measured products."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from math import sqrt

from services.metrics.domain.completeness import State

_LABEL_LENGTH = 200
_PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Parts:
    """The change of counter hours in hours, in thousandths; the parts add up exactly."""

    volume: Decimal
    channel: Decimal
    minutes: Decimal

    @property
    def relieved(self) -> Decimal:
        """Hours that channel and handling time save."""
        return -(self.channel + self.minutes)

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            self.volume + other.volume, self.channel + other.channel, self.minutes + other.minutes
        )


NOTHING = Parts(Decimal("0.000"), Decimal("0.000"), Decimal("0.000"))


@dataclass(frozen=True, slots=True)
class ProductHours:
    """A measured product in a week. `parts` None: a count or handling time is unknown."""

    product: str
    baseline_version: int
    state: State
    parts: Parts | None
    spread: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class TeamLevel:
    """What a week needs less than its baseline; P10 and P90 only where all ranges are stated."""

    parts: Parts
    p10: Decimal | None
    p90: Decimal | None
    completeness: State
    baseline: str

    @property
    def p50(self) -> Decimal:
        """Hours relieved."""
        return self.parts.relieved


def team_level(products: Sequence[ProductHours]) -> TeamLevel:
    """Add up a team's products, whose periods are all final.

    A product with an unknown part is left out and makes the level provisional: unknown is not zero.
    """
    known = [(product, product.parts) for product in products if product.parts is not None]
    parts = sum((own for _, own in known), NOTHING)
    spreads = [product.spread for product, _ in known]
    down = up = 0.0
    complete = True
    for spread in spreads:
        if spread is None:
            complete = False
        else:
            down += spread[0]
            up += spread[1]
    return TeamLevel(
        parts=parts,
        p10=(parts.relieved - _hours(sqrt(down))) if complete else None,
        p90=(parts.relieved + _hours(sqrt(up))) if complete else None,
        completeness=_completeness(products, left_out=len(known) < len(products)),
        baseline=baseline_label((own.product, own.baseline_version) for own, _ in known),
    )


def _completeness(products: Sequence[ProductHours], *, left_out: bool) -> State:
    if left_out:
        return State.PROVISIONAL
    if any(product.state is State.CORRECTED for product in products):
        return State.CORRECTED
    return State.COMPLETE


def _hours(value: float) -> Decimal:
    return Decimal(value).quantize(_PLACES)


def baseline_label(versions: Iterable[tuple[str, int]]) -> str:
    """The baselines of a level as `product@version`, shortened where there are many."""
    labels = sorted(f"{product}@{version}" for product, version in versions)
    if not labels:
        return "none"
    whole = ", ".join(labels)
    if len(whole) <= _LABEL_LENGTH:
        return whole
    digest = sha256(whole.encode()).hexdigest()[:12]
    return f"{len(labels)} products, sha256 {digest}"
