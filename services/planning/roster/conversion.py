"""From the words of a roster to days, minutes, levels and ids, by the rules of a profile. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from uuid import UUID

from services.planning.domain.hours import to_minutes
from services.planning.roster.profile import DateRule, DaysRule, HoursRule
from shared.tabular.cells import Cell, UnknownWord, Wrong, text_of

_BETWEEN = re.compile(r"[\s,;/+]+")
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)


def read_date(cell: Cell, rule: DateRule) -> date:
    """A day; a sheet may hold it as a day already.

    Raises:
        Wrong: it is none in the form of the profile.
    """
    if isinstance(cell, date):
        return cell
    word = text_of(cell)
    try:
        return datetime.strptime(word, rule.date_format).date()  # noqa: DTZ007
    except ValueError:
        raise Wrong("not-a-date", f"{word!r} is geen datum volgens {rule.date_format}") from None


def read_optional_date(cell: Cell, rule: DateRule) -> date | None:
    """A day, or None where the cell is empty.

    Raises:
        Wrong: it is something else.
    """
    return read_date(cell, rule) if text_of(cell) else None


def read_minutes(cell: Cell, rule: HoursRule) -> int:
    """Hours, in whole minutes.

    Raises:
        Wrong: it is no number from 0.
    """
    word = text_of(cell)
    mark = "." if isinstance(cell, float) else re.escape(rule.decimal)
    if re.fullmatch(rf"\d{{1,5}}(?:{mark}\d+)?", word, re.ASCII) is None:
        raise Wrong("not-a-number", f"{word!r} is geen aantal uren vanaf 0")
    return to_minutes(float(word.replace(rule.decimal, ".")))


def read_optional_minutes(cell: Cell, rule: HoursRule) -> int | None:
    """Hours in whole minutes, or None where the cell is empty.

    Raises:
        Wrong: it is something else.
    """
    return read_minutes(cell, rule) if text_of(cell) else None


def read_whole(cell: Cell) -> int:
    """A whole number, a percent sign or not.

    Raises:
        Wrong: it is none.
    """
    word = text_of(cell).removesuffix("%").strip()
    if _WHOLE.fullmatch(word) is None:
        raise Wrong("not-a-whole-number", f"{word!r} is geen heel getal vanaf 0")
    return int(word)


def read_days(cell: Cell, rule: DaysRule) -> tuple[int, ...]:
    """Working days, 1 for Monday, in words with spaces or marks between them; those of the profile
    where the cell is empty.

    Raises:
        Wrong: a word is not in the profile's mapping.
    """
    words = [word.casefold() for word in _BETWEEN.split(text_of(cell)) if word]
    meanings = {name.casefold(): number for name, number in rule.mapping.items()}
    unknown = [word for word in words if word not in meanings]
    if unknown:
        raise UnknownWord("unknown-day", f"werkdag {unknown[0]!r} staat niet in het profiel")
    return tuple(sorted(meanings[word] for word in words)) or rule.constant


def read_person(cell: Cell, keys: Mapping[str, UUID]) -> UUID:
    """The random id of somebody, by that id or by a key of the roster.

    Raises:
        Wrong: nobody is known by it.
    """
    word = text_of(cell)
    if not word:
        raise Wrong("person-missing", "de medewerker ontbreekt")
    found = keys.get(word.casefold())
    if found is None:
        raise UnknownWord("unknown-person", f"medewerker {word!r} is niet bekend")
    return found


def read_expertise(cell: Cell, words: Mapping[str, UUID]) -> UUID:
    """The expertise that a word of the catalogue stands for.

    Raises:
        Wrong: the catalogue does not have it.
    """
    word = text_of(cell)
    found = words.get(word.casefold())
    if found is None:
        close = get_close_matches(word.casefold(), words, n=1)
        hint = f" (lijkt op {close[0]})" if close else ""
        raise UnknownWord("unknown-expertise", f"expertise {word!r} is niet bekend{hint}")
    return found
