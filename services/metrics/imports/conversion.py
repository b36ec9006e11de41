"""From the words of a file to products, channels and numbers, by the rules of a profile. Pure.

A reader takes the cell of its column, or nothing where the profile gives a constant.
"""

import re
from collections.abc import Collection
from difflib import get_close_matches
from functools import lru_cache

from services.metrics.domain.transactions import LARGEST_COUNT
from services.metrics.imports.profile import (
    AssistedRule,
    ChannelMeaning,
    ChannelRule,
    CompletedRule,
    ProductRule,
)
from shared.contracts.channels import Channel
from shared.tabular.cells import Cell, UnknownWord, Wrong, text_of


class ProductReader:
    """Reads a product: a word of the profile, a catalogue key, or the URI that ends in one."""

    def __init__(self, rule: ProductRule, known: Collection[str]) -> None:
        self._constant = rule.constant
        self._mapping = {word.casefold(): product for word, product in rule.mapping.items()}
        self._known = frozenset(known)
        self._hint = lru_cache(maxsize=1000)(self._closest)

    def __call__(self, cell: Cell = "") -> str:
        """The product's key.

        Raises:
            Wrong: the catalogue does not know it.
        """
        word = self._constant or text_of(cell)
        if not word:
            raise Wrong("product-missing", "het product ontbreekt")
        product = self._mapping.get(word.casefold()) or word.rsplit("/", 1)[-1]
        if product not in self._known:
            raise UnknownWord(
                "unknown-product", f"product {word!r} is niet bekend{self._hint(product)}"
            )
        return product

    def _closest(self, product: str) -> str:
        close = get_close_matches(product, self._known, n=1)
        return f" (lijkt op {close[0]})" if close else ""


class ChannelReader:
    """Reads a channel: the profile's own words first, then the names of Draagvlak."""

    def __init__(self, rule: ChannelRule) -> None:
        self._constant = rule.constant
        self._meanings = {str(channel): ChannelMeaning(channel=channel) for channel in Channel}
        self._meanings |= {word.casefold(): meaning for word, meaning in rule.mapping.items()}

    def __call__(self, cell: Cell = "") -> ChannelMeaning:
        """The channel, and whether the word says that the citizen was helped.

        Raises:
            Wrong: neither the profile nor Draagvlak knows the word.
        """
        if self._constant:
            return self._constant
        word = text_of(cell)
        meaning = self._meanings.get(word.casefold())
        if meaning is None:
            raise UnknownWord("unknown-channel", f"kanaal {word!r} staat niet in het profiel")
        return meaning


class AssistedReader:
    """Reads whether the citizen was helped; without a rule nobody was."""

    def __init__(self, rule: AssistedRule | None) -> None:
        self._answers = {"": False}
        if rule:
            self._answers = {word.casefold(): True for word in rule.yes}
            self._answers |= {word.casefold(): False for word in rule.no}

    def __call__(self, cell: Cell = "") -> bool:
        """Yes or no.

        Raises:
            Wrong: it is another word.
        """
        word = text_of(cell)
        answer = self._answers.get(word.casefold())
        if answer is None:
            raise Wrong("not-yes-or-no", f"{word!r} is geen ja of nee")
        return answer


class CompletedReader:
    """Reads a number of transactions, which is a whole number, zero included, or unknown."""

    def __init__(self, rule: CompletedRule) -> None:
        self._constant = rule.constant
        self._thousands = rule.thousands or ""
        digits = r"\d+"
        if rule.thousands:
            digits = rf"\d{{1,3}}(?:{re.escape(rule.thousands)}\d{{3}})+|\d+"
        self._pattern = re.compile(rf"({digits})(?:{re.escape(rule.decimal)}0+)?", re.ASCII)
        self._unknown = {word.casefold() for word in rule.unknown}

    def __call__(self, cell: Cell = "") -> int | None:
        """The number, or None where the file says that it is not known.

        Raises:
            Wrong: it is no whole number of 0 to 2,147,483,647.
        """
        if self._constant:
            return self._constant
        word = text_of(cell)
        if word.casefold() in self._unknown:
            return None
        if not word:
            raise Wrong("number-missing", "het aantal ontbreekt")
        match = self._pattern.fullmatch(word)
        if match is None:
            raise Wrong("not-a-whole-number", f"{word!r} is geen heel getal vanaf 0")
        digits = match[1].replace(self._thousands, "")
        if len(digits) > 10 or int(digits) > LARGEST_COUNT:
            raise Wrong("count-too-large", f"{word!r} is te groot")
        return int(digits)
