"""Reads the spellings of a period that files use, and gives Draagvlak's own name of it."""

import re
from collections.abc import Callable
from datetime import date, datetime

from services.metrics.domain.periods import Period
from services.metrics.imports.profile import DateInto, PeriodForm, PeriodRule
from shared.isoweek import IsoWeek
from shared.tabular.cells import Cell, Wrong, text_of

_WEEK = re.compile(
    r"(?P<year>\d{4})-?W?(?P<number>\d{1,2})|(?P<number2>\d{1,2})[-/](?P<year2>\d{4})"
)
_MONTH = re.compile(
    r"(?P<year>\d{4})[-/ ]?(?P<number>\d{1,2}|[a-z]+)"
    r"|(?P<number2>\d{1,2}|[a-z]+)[-/ ](?P<year2>\d{4})"
)
_YEAR = re.compile(r"\d{4}")
_FISCAL_YEAR = re.compile(r"(\d{4})[-/](\d{4}|\d{2})")
_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, start=1)} | {"mrt": 3}


def _year_and_number(pattern: re.Pattern[str], text: str) -> tuple[int, str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise ValueError
    return int(match["year"] or match["year2"]), match["number"] or match["number2"]


def _week(text: str) -> date:
    year, number = _year_and_number(_WEEK, text.upper())
    return IsoWeek(year, int(number)).monday


def _month(text: str) -> date:
    year, number = _year_and_number(_MONTH, text.lower())
    month = int(number) if number.isdigit() else _MONTH_NUMBERS.get(number[:3], 0)
    return date(year, month, 1)


def _year(text: str) -> date:
    if not _YEAR.fullmatch(text):
        raise ValueError
    return date(int(text), 1, 1)


def _fiscal_year(text: str) -> date:
    match = _FISCAL_YEAR.fullmatch(text)
    if match is None:
        raise ValueError
    following = str(int(match[1]) + 1)
    if match[2] not in (following, following[2:]):
        raise ValueError
    return date(int(match[1]), 4, 1)


def _fiscal_year_name(day: date) -> str:
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{first + 1}"


# Per form: a day in the period that a text spells, the name of the period of a day, an example.
_FORMS: dict[PeriodForm, tuple[Callable[[str], date], Callable[[date], str], str]] = {
    PeriodForm.ISO_WEEK: (_week, lambda day: str(IsoWeek.of(day)), "een week zoals 2026-W14"),
    PeriodForm.MONTH: (_month, lambda day: f"{day:%Y-%m}", "een maand zoals 2026-03"),
    PeriodForm.YEAR: (_year, lambda day: f"{day:%Y}", "een jaar zoals 2026"),
    PeriodForm.FISCAL_YEAR: (_fiscal_year, _fiscal_year_name, "een boekjaar zoals 2025-2026"),
}
_ANY = "een periode zoals 2026-W14, 2026-03, 2026 of 2025-2026"


def _form_of_name(text: str) -> PeriodForm:
    if "W" in text:
        return PeriodForm.ISO_WEEK
    by_length = {4: PeriodForm.YEAR, 7: PeriodForm.MONTH, 9: PeriodForm.FISCAL_YEAR}
    try:
        return by_length[len(text)]
    except KeyError:
        raise ValueError from None


class PeriodReader:
    """Reads periods from one cell, or from a year beside the number of a week or month.

    A period that is not over on `today` is refused: a count of a running period is not a count.
    """

    def __init__(self, rule: PeriodRule, today: date) -> None:
        self._rule = rule
        self._today = today

    def __call__(self, *cells: Cell) -> str:
        """The name of the period.

        Raises:
            Wrong: the cells spell no such period, or one that is not over.
        """
        text = "-".join(map(text_of, cells))
        if not text.strip("-"):
            raise Wrong("period-missing", "de periode ontbreekt")
        day = cells[0] if isinstance(cells[0], date) else None
        try:
            period = Period.parse(self._name(text, day))
        except ValueError:
            raise Wrong("unknown-period-form", f"{text!r} is niet {self._example()}") from None
        if period.ends_on > self._today:
            raise Wrong("period-not-over", f"periode {period.name} is nog niet voorbij")
        return period.name

    def _name(self, text: str, day: date | None) -> str:
        rule = self._rule
        if rule.form is PeriodForm.DATE:
            form = PeriodForm.MONTH if rule.into is DateInto.MONTH else PeriodForm.ISO_WEEK
            day = day or datetime.strptime(text, rule.date_format).date()  # noqa: DTZ007
        else:
            form = _form_of_name(text) if rule.form is PeriodForm.NAME else rule.form
        read, name, _ = _FORMS[form]
        return name(day or read(text))

    def _example(self) -> str:
        if self._rule.form is PeriodForm.DATE:
            return f"een datum in de vorm {self._rule.date_format}"
        return _ANY if self._rule.form is PeriodForm.NAME else _FORMS[self._rule.form][2]
