"""Days, weeks and hours as Dutch readers write them, for the reasons that rules give; and the order
in which they read names.
"""

import re
from datetime import date

from services.planning.domain.hours import to_hours
from shared.isoweek import IsoWeek


def day(value: date) -> str:
    """`3-4-2026`."""
    return f"{value.day}-{value.month}-{value.year}"


def week(value: IsoWeek) -> str:
    """`week 14 van 2026`."""
    return f"week {value.week} van {value.year}"


def hours(minutes: int) -> str:
    """Minutes as hours with at most two decimals: `1.234,5 uur`."""
    text = f"{to_hours(minutes):,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) + " uur"


def team(name: str, *, begins: bool = False) -> str:
    """`team Publieksplein`, with a capital where a sentence begins; a name that begins with the
    word says it once.
    """
    word = "Team" if begins else "team"
    return f"{word} {name[len(word) + 1 :] if name.lower().startswith('team ') else name}"


def reading_order(name: str) -> list[str | int]:
    """What to sort names by: capitals make no difference, and wave 2 comes before wave 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]
