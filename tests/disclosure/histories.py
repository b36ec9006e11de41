"""Organisations of 12 to 400 people over at most eight rounds, in which people join, move, leave,
answer or not, and keep to their answer or not.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import exp, log
from random import Random
from uuid import UUID

from services.engagement.domain.disclosure.rounds import Cell

CATEGORIES = 5
SMALLEST, LARGEST = 12, 400
MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Habits:
    """How an organisation is made up and how it changes from one round to the next."""

    people: int
    team_size: int
    function_groups: int
    response: float
    kept: float
    joining: float
    leaving: float
    moving: float
    leaning: float


@dataclass(slots=True)
class Person:
    """Where somebody works and what somebody thinks; the attacker would like to know the last."""

    staff_id: UUID
    team: int
    function_group: int
    opinion: int
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A round as the service knows it, by cell, and as only those who answered know it."""

    cells: list[Cell]
    answers: dict[UUID, int]


@dataclass(slots=True)
class Organisation:
    """Its people, as they are at the moment."""

    habits: Habits
    random: Random
    people: list[Person] = field(default_factory=list)
    hired: int = 0

    def hire(self) -> None:
        """Somebody joins."""
        self.hired += 1
        habits, random = self.habits, self.random
        teams = max(1, round(habits.people / habits.team_size))
        self.people.append(
            Person(
                UUID(int=self.hired),
                random.randrange(teams),
                random.randrange(habits.function_groups),
                self.opinion(),
            )
        )

    def opinion(self) -> int:
        """What somebody thinks, the one organisation leaning more to one side than another."""
        return min(CATEGORIES - 1, max(0, round(self.random.gauss(self.habits.leaning, 1.2))))

    def pass_time(self) -> None:
        """People leave, move and join, and some think otherwise."""
        habits, random = self.habits, self.random
        teams = max(1, round(habits.people / habits.team_size))
        self.people = [each for each in self.people if random.random() >= habits.leaving]
        for each in self.people:
            if random.random() < habits.moving:
                each.team = random.randrange(teams)
            if random.random() >= habits.kept:
                each.opinion = self.opinion()
        for _ in range(sum(random.random() < habits.joining for _ in range(habits.people))):
            self.hire()

    def ask(self) -> Asked:
        """A round: everybody is invited, some answer."""
        for each in self.people:
            each.answered = self.random.random() < self.habits.response
        by_cell: dict[tuple[int, int], list[Person]] = defaultdict(list)
        for each in self.people:
            by_cell[each.team, each.function_group].append(each)
        return Asked(
            [
                Cell(
                    UUID(int=1_000_000 + team),
                    UUID(int=2_000_000 + function_group),
                    frozenset(each.staff_id for each in members),
                    tuple(
                        sum(each.answered and each.opinion == category for each in members)
                        for category in range(CATEGORIES)
                    ),
                )
                for (team, function_group), members in sorted(by_cell.items())
            ],
            {each.staff_id: each.opinion for each in self.people if each.answered},
        )


def habits(random: Random) -> Habits:
    """Small organisations as likely as large ones; everybody answering, nobody changing their mind
    and nobody moving come often, because then there is most to find.
    """
    size = round(exp(random.uniform(log(SMALLEST), log(LARGEST))))
    return Habits(
        people=size,
        team_size=random.choice((6, 10, 14, 20, 30)),
        function_groups=random.choice((1, 1, 2, 3, 5)),
        response=random.choice((1.0, 0.95, 0.85, 0.7, 0.5)),
        kept=random.choice((1.0, 1.0, 0.9, 0.6)),
        joining=random.choice((0.0, 0.01, 0.03, 0.1)),
        leaving=random.choice((0.0, 0.01, 0.03, 0.1)),
        moving=random.choice((0.0, 0.01, 0.03, 0.1)),
        leaning=random.uniform(1, 3.5),
    )


def history(seed: int) -> Iterator[Asked]:
    """The rounds of one organisation, the same for the same seed."""
    random = Random(f"history {seed}")
    organisation = Organisation(habits(random), random)
    for _ in range(organisation.habits.people):
        organisation.hire()
    for _ in range(random.randint(1, MOST_ROUNDS)):
        yield organisation.ask()
        organisation.pass_time()
