"""The people of a large municipality: hours, expertises, absence, counter duty."""

from datetime import timedelta
from random import Random

from tests.support.town import Tables, Town


class Staffed:
    """The rows of everybody who works there, and of what lessens their hours."""

    def __init__(self, town: Town, rng: Random) -> None:
        self._town, self._rng = town, rng

    def tables(self) -> Tables:
        """Columns and rows per table."""
        rng = self._rng
        hours, levels, absences = [], [], []
        for number, each in enumerate(self._town.people):
            weekly = rng.choice((24, 28, 32, 36)) * 60
            hours.append(
                (each, self._town.day(-1_500), weekly, rng.choice((50, 80)), [1, 2, 3, 4, 5])
            )
            mastered = set(
                rng.sample(self._town.field(number % self._town.size.teams), rng.randint(1, 2))
            )
            if rng.random() < 0.1:
                mastered.add(rng.choice(self._town.expertises))
            levels += [(each, expertise, rng.randint(1, 3)) for expertise in sorted(mastered)]
            for place in range(3):
                starts_on = self._town.day(rng.randint(-300, 600))
                absences.append((each, place, starts_on, starts_on + timedelta(days=13), 100))
        loads = [
            (team, "duty", 0, None, self._town.monday(-100), None, 40 * 60)
            for team in self._town.teams[::4]
        ] + [
            (team, "peak", 0, "Verkiezingen", self._town.monday(16), self._town.monday(19), 60 * 60)
            for team in self._town.teams[:20]
        ]
        return {
            "staff": (
                ("id", "team_id", "function_group_id", "joined_on"),
                [
                    (
                        each,
                        self._town.teams[number % self._town.size.teams],
                        rng.choice(self._town.groups),
                        self._town.day(-1_500),
                    )
                    for number, each in enumerate(self._town.people)
                ],
            ),
            "staff_hours": (
                ("staff_id", "from_date", "weekly_minutes", "project_percent", "working_days"),
                hours,
            ),
            "staff_expertises": (("staff_id", "expertise_id", "level"), levels),
            "staff_absences": (("staff_id", "place", "starts_on", "ends_on", "percent"), absences),
            "team_loads": (
                (
                    "team_id",
                    "kind",
                    "place",
                    "name",
                    "from_monday",
                    "until_monday",
                    "weekly_minutes",
                ),
                loads,
            ),
            "product_teams": (
                ("product", "team_id"),
                [
                    (f"product{number}", self._town.teams[number])
                    for number in range(self._town.size.products)
                ],
            ),
        }
