"""Hours as people write them, minutes as planning counts them: whole numbers add up exactly."""


def to_minutes(hours: float) -> int:
    """Hours to the nearest whole minute."""
    return round(hours * 60)


def to_hours(minutes: int) -> float:
    """Minutes as hours with two decimals, the precision of every figure that leaves planning."""
    return round(minutes / 60, 2)


def percentage(part: int, whole: int) -> int:
    """`part` as a whole percentage of `whole`, rounded up so that anything over the limit reads as
    more than 100.

    Raises:
        ZeroDivisionError: there is no whole.
    """
    return -(-part * 100 // whole)
