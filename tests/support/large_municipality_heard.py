"""What the other services told a large municipality's plan: hours relieved, uptake and coverage."""

from random import Random

from tests.support.town import WEEKS_BACK, Tables, Town


class Heard:
    """The rows of what was heard, of each week gone by."""

    def __init__(self, town: Town, rng: Random) -> None:
        self._town, self._rng = town, rng

    def tables(self) -> Tables:
        """Columns and rows per table."""
        town, rng = self._town, self._rng
        relief = [
            (team, town.monday(-back), minutes, minutes - 60, minutes + 60, 0, minutes, 0)
            for team in town.teams[: self._town.size.products]
            for back in range(1, WEEKS_BACK + 1)
            for minutes in [rng.randint(0, 900)]
        ]
        uptake = []
        for number in range(self._town.size.products):
            for back in range(1, WEEKS_BACK + 1):
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
                    for number in range(self._town.size.products)
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
            "draft_demands": (
                ("id", "barrier_id", "subproject_id", "stage", "round_id", "told_at", "state"),
                [
                    (town.id(), town.id(), each, "able", town.id(), town.told_at, "open")
                    for each in town.subprojects[::10]
                ],
            ),
            "freed_hours_proposals": (
                ("id", "team_id", "state", "level_minutes", "measured_monday", "opened_on"),
                [
                    (town.id(), each, "open", 600, town.monday(-1), town.day(-5))
                    for each in town.teams[::2]
                ],
            ),
            "proposals": (
                ("id", "programme_id", "state", "seed", "effort", "asked_at", "asked_by"),
                [
                    (town.id(), each, "cancelled", 1, 1, town.told_at, "-")
                    for each in town.programmes
                ],
            ),
        }
