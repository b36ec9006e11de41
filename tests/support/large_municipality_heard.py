"""What the other services told a large municipality's plan: hours relieved, uptake and coverage."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from random import Random
from typing import Any, Protocol
from uuid import UUID

from shared.isoweek import IsoWeek

Row = tuple[Any, ...]
Tables = Mapping[str, tuple[Sequence[str], Sequence[Row]]]


class Planned(Protocol):
    """What it is told about."""

    this_week: IsoWeek
    told_at: datetime
    teams: Sequence[UUID]
    programmes: Sequence[UUID]
    subprojects: Sequence[UUID]
    spans: list[tuple[int, int]]

    def day(self, ahead: int) -> date:
        """So many days from today."""

    def monday(self, ahead: int) -> date:
        """The Monday so many weeks from this one."""


class Heard:
    """The rows of what was heard, of each week gone by."""

    def __init__(self, town: Planned, rng: Random, products: int, weeks_back: int) -> None:
        self._town, self._rng = town, rng
        self._products, self._weeks_back = products, weeks_back

    def tables(self) -> Tables:
        """Columns and rows per table."""
        town, rng = self._town, self._rng
        relief = [
            (team, town.monday(-back), minutes, minutes - 60, minutes + 60, 0, minutes, 0)
            for team in town.teams[: self._products]
            for back in range(1, self._weeks_back + 1)
            for minutes in [rng.randint(0, 900)]
        ]
        uptake = []
        for number in range(self._products):
            for back in range(1, self._weeks_back + 1):
                week = town.this_week.plus(-back)
                share = rng.random()
                uptake.append(
                    (
                        f"product{number}",
                        str(week),
                        week.monday,
                        week.sunday,
                        "C1",
                        round(1000 * share),
                        1000,
                        share,
                        1,
                        town.told_at,
                    )
                )
        return {
            "relief_levels": (
                (
                    "team_id",
                    "monday",
                    "minutes",
                    "p10_minutes",
                    "p90_minutes",
                    "volume_minutes",
                    "channel_minutes",
                    "handling_minutes",
                    "completeness",
                    "told_at",
                ),
                [(*each, "complete", town.told_at) for each in relief],
            ),
            "uptake": (
                (
                    "product",
                    "period",
                    "starts_on",
                    "ends_on",
                    "definition",
                    "numerator",
                    "denominator",
                    "share",
                    "revision",
                    "told_at",
                ),
                uptake,
            ),
            "targets": (
                ("programme_id", "product", "from_date", "from_share", "to_date", "to_share"),
                [
                    (
                        town.programmes[number % len(town.programmes)],
                        f"product{number}",
                        town.day(-700),
                        0.1,
                        town.day(1_000),
                        0.8,
                    )
                    for number in range(self._products)
                ],
            ),
            "coverage": (
                (
                    "subproject_id",
                    "t0",
                    "frozen",
                    "definition",
                    "numerator",
                    "denominator",
                    "told_at",
                ),
                [
                    (each, town.monday(span[0]), span[0] < 0, "C9", 40, 50, town.told_at)
                    for each, span in zip(town.subprojects, town.spans, strict=True)
                ],
            ),
        }
