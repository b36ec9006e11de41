"""Target paths of uptake: a straight line between two days, per product."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shared.refusal import Reason


@dataclass(frozen=True, slots=True)
class TargetPath:
    """From a share of self-service on one day to a share on a later day."""

    product: str
    from_date: date
    from_share: float
    to_date: date
    to_share: float

    def share_on(self, day: date) -> float | None:
        """The share to have reached on a day; none before the path begins, the last share after it
        ends.
        """
        if day < self.from_date:
            return None
        if day >= self.to_date:
            return self.to_share
        passed = (day - self.from_date) / (self.to_date - self.from_date)
        return self.from_share + passed * (self.to_share - self.from_share)


def path_reasons(paths: Sequence[TargetPath]) -> Iterator[Reason]:
    """Why these cannot be a programme's target paths."""
    seen: set[str] = set()
    for place, path in enumerate(paths):
        if path.to_date <= path.from_date:
            yield Reason(
                "ends-before-start",
                "Het streefpad eindigt niet na zijn begin.",
                f"targets.{place}.toDate",
            )
        if path.product in seen:
            yield Reason(
                "product-twice",
                f"“{path.product}” heeft twee streefpaden.",
                f"targets.{place}.product",
            )
        seen.add(path.product)
