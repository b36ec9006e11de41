"""The code that who is at a moment enters, to be counted as attended: shown in the room, good on
the day of the moment only.

It has six of 22 characters that are not taken for one another: 113 million codes, so that guessing
on one day finds none, and no vowels, so that it spells nothing.
"""

from datetime import date

from shared.refusal import Reason, refuse_when

CHARACTERS = "CDFHJKLMNPRTVWX3456789"
LENGTH = 6


def read_code(entered: str) -> str:
    """What was entered, as the code is kept: spaces, hyphens and small letters do not matter."""
    return "".join(entered.split()).replace("-", "").upper()


def refuse_code(held_on: date, today: date) -> None:
    """Refuse a code for a moment of another day: nobody is there to read it.

    Raises:
        Refusal: the moment is not today.
    """
    refuse_when(
        [Reason("moment-not-today", "Een code geldt alleen op de dag van het moment zelf.")]
        if held_on != today
        else []
    )


def unknown_code() -> Reason:
    """Why a code is not accepted; whether it never was or was another day's is not said."""
    return Reason(
        "attendance-code-unknown",
        "Deze code is niet bekend of geldt vandaag niet. Kijk of u hem goed hebt overgenomen.",
        "code",
    )


def not_affected() -> Reason:
    """Why somebody does not count at a moment of a subproject that does not affect them."""
    return Reason(
        "staff-not-affected",
        "Dit deelproject raakt u niet. Uw aanwezigheid telt hier daarom niet mee.",
        "code",
    )
