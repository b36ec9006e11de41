"""Shares with what they are made of: definitions M1 (uptake) and M2 (offer)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Definition(StrEnum):
    """The id that travels along with every figure."""

    UPTAKE = "M1"
    UPTAKE_WITH_ASSISTED = "M1-assisted"
    OFFER = "M2"
    OFFER_ALL = "M2-all"
    COUNTER_HOURS = "M6"


MEANINGS: dict[Definition, str] = {
    Definition.UPTAKE: (
        "Selfservicepercentage: afgeronde transacties via web en app zonder hulp, gedeeld door "
        "alle afgeronde transacties via alle kanalen in dezelfde periode."
    ),
    Definition.UPTAKE_WITH_ASSISTED: (
        "Selfservicepercentage met hulp: afgeronde transacties via web en app, ook als een "
        "medewerker hielp, gedeeld door alle afgeronde transacties via alle kanalen in dezelfde "
        "periode."
    ),
    Definition.OFFER: (
        "Aanbodpercentage: producten die helemaal online worden aangeboden, gedeeld door de "
        "producten die volgens de wet geheel of deels online kunnen."
    ),
    Definition.OFFER_ALL: (
        "Aanbodpercentage over alle producten: producten die helemaal online worden aangeboden, "
        "gedeeld door alle producten, ook die waarvoor een bezoek wettelijk nodig is."
    ),
    Definition.COUNTER_HOURS: (
        "Balie-uren: aantal transacties maal behandeltijd per product en kanaal. Het verschil met "
        "de nulmeting bestaat uit een deel door het aantal, een deel door het kanaal en een deel "
        "door de behandeltijd. Alleen de laatste twee tellen als vrijgekomen uren."
    ),
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share; without a value where the denominator is 0 or a part is unknown."""

    definition: Definition
    numerator: int | None
    denominator: int | None

    @property
    def value(self) -> Fraction | None:
        """The share from 0 to 1, exact."""
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Count:
    """Completed transactions of one kind. `completed` None: not known, or not delivered."""

    digital: bool
    assisted: bool
    completed: int | None


def total(counts: Iterable[int | None]) -> int | None:
    """The sum; unknown as soon as one part is."""
    result = 0
    for count in counts:
        if count is None:
            return None
        result += count
    return result


@dataclass(frozen=True, slots=True)
class Uptake:
    """M1 of one product, or of several together, in one period."""

    without_assisted: Ratio
    with_assisted: Ratio


def uptake(counts: Iterable[Count]) -> Uptake:
    """Definition M1: digital over all channels, with help left out of and taken into the numerator.

    Help with an online application stays in the denominator of both. No counts at all is not known,
    not 0.
    """
    known = tuple(counts)
    if not known:
        return Uptake(
            Ratio(Definition.UPTAKE, None, None),
            Ratio(Definition.UPTAKE_WITH_ASSISTED, None, None),
        )
    everything = total(count.completed for count in known)
    unaided = total(count.completed for count in known if count.digital and not count.assisted)
    digital = total(count.completed for count in known if count.digital)
    return Uptake(
        Ratio(Definition.UPTAKE, unaided, everything),
        Ratio(Definition.UPTAKE_WITH_ASSISTED, digital, everything),
    )


class DigitallyPossible(StrEnum):
    """Whether the law lets a product be handled online from end to end (`digitaalMogelijk`)."""

    FULLY = "volledig"
    PARTLY = "deels"
    NOT = "nee"


@dataclass(frozen=True, slots=True)
class Offering:
    """A product in the catalogue. `online` None: not yet known whether it is offered online."""

    possible: DigitallyPossible
    online: bool | None


def offer(products: Iterable[Offering]) -> tuple[Ratio, Ratio]:
    """Definition M2, first over the products that can be online by law, then over all of them."""
    every = tuple(products)
    possible = tuple(p for p in every if p.possible is not DigitallyPossible.NOT)
    return _offer(Definition.OFFER, possible), _offer(Definition.OFFER_ALL, every)


def _offer(definition: Definition, products: tuple[Offering, ...]) -> Ratio:
    online = total(None if p.online is None else int(p.online) for p in products)
    return Ratio(definition, online, len(products))
