"""Target paths: where uptake should be on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class TargetPath:
    """A straight line between two days; shares from 0 to 1."""

    from_date: date
    from_share: Fraction
    to_date: date
    to_share: Fraction

    def on(self, day: date) -> Fraction | None:
        """The share to reach by a day: none before the path starts, its end share after it ends."""
        if day < self.from_date:
            return None
        if day >= self.to_date:
            return self.to_share
        gone = Fraction((day - self.from_date).days, (self.to_date - self.from_date).days)
        return self.from_share + gone * (self.to_share - self.from_share)


def target_on(paths: Iterable[TargetPath], day: date) -> Fraction | None:
    """The target of a product on a day: that of the path which started last."""
    begun = [path for path in paths if path.from_date <= day]
    if not begun:
        return None
    return max(begun, key=lambda path: path.from_date).on(day)
