"""Numbers, days and weeks as a Dutch reader writes them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from shared.isoweek import IsoWeek

UNKNOWN = "nog niet bekend"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """`1234.5` with one decimal is `1.234,5`. None is unknown, which is not zero.

    Half goes away from zero.
    """
    if value is None:
        return UNKNOWN
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    english = f"{rounded:,.{decimals}f}"
    return (
        english.replace(",", " ").replace(".", ",").replace(" ", ".").replace("-", "\N{MINUS SIGN}")
    )


def percent(share: float | Decimal | None, decimals: int = 0) -> str:
    """A share from 0 to 1: `0.425` with one decimal is `42,5%`."""
    return UNKNOWN if share is None else number(Decimal(str(share)) * 100, decimals) + "%"


def day(value: date | None) -> str:
    """`23 november 2026`; a moment gives its day in the Netherlands."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = value.astimezone(AMSTERDAM).date()
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime | None) -> str:
    """`23 november 2026 om 10.30 uur`, by Dutch clocks."""
    if value is None:
        return UNKNOWN
    local = value.astimezone(AMSTERDAM)
    return f"{day(value)} om {local.hour}.{local.minute:02d} uur"


def week(value: IsoWeek | str | None) -> str:
    """`2026-W48` is `week 48`."""
    if value is None:
        return UNKNOWN
    return f"week {IsoWeek.parse(str(value)).week}"


def period(value: str | None) -> str:
    """A period as the services write it: `2026-W48`, `2026-03`, `2026` or `2022-2023`."""
    if value is None:
        return UNKNOWN
    if "-W" in value:
        return f"{week(value)} van {value[:4]}"
    year, _, rest = value.partition("-")
    if len(rest) == 2:
        return f"{MONTHS[int(rest) - 1]} {year}"
    return f"{year}–{rest}" if rest else year
