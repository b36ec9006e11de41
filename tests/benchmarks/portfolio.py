"""A simulated portfolio of programmes that reserve people: the truth against which the rule of the
reservation deadline is measured.

Every programme is in a municipality of its own, with people who master some expertises and
subprojects that need hours of them. Once a week it is seen which demands have come to their day;
the hours are asked for, and the answer takes a random time. Hours go to who asks first. Where those
who master it have too few, somebody learns it, or is hired where nobody has the hours to learn it;
that takes a random time too. A demand starts short when its hours are not there on the day that
the rosters of its first week are fixed. Nothing in here knows what day is a good one to ask.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from random import Random

from services.planning.domain.reservations.deadlines import (
    Buffer,
    LeadTimes,
    Need,
    OpenWeek,
    buffer,
    deadline,
)
from services.planning.domain.supply.catalogue import ExpertiseTimes
from services.planning.domain.supply.workdays import working_days_after, working_days_before
from shared.isoweek import IsoWeek

PROGRAMMES = 200
PAST_ANSWERS = 60
FIRST = IsoWeek(2027, 40)
MEETING = timedelta(weeks=1)
HOURS = 60


@dataclass
class Expertise:
    """Minutes a week of those who master it, and what is wanted and given away per week."""

    weekly: int
    times: ExpertiseTimes
    wanted: Counter[IsoWeek] = field(default_factory=Counter)
    taken: Counter[IsoWeek] = field(default_factory=Counter)


@dataclass
class Town:
    """How a municipality works, how long its answers take, and what people have left to learn
    in.
    """

    lead_times: LeadTimes
    median_days: float
    spread: float
    expertises: Sequence[Expertise]
    spare: int
    learning: Counter[IsoWeek] = field(default_factory=Counter)

    def answer_days(self, random: Random) -> int:
        """The working days that an answer takes."""
        return round(self.median_days * exp(random.gauss(0, self.spread)))


@dataclass(frozen=True)
class Demand:
    """The same minutes in each of some weeks, known since a day. Its answer takes so many working
    days, and learning or hiring so many times what is usual, whenever it is asked for.
    """

    expertise: Expertise
    weeks: Sequence[IsoWeek]
    minutes: int
    known_on: date
    answer_days: int
    slower: float

    @property
    def starts_on(self) -> date:
        """The first day of its first week."""
        return self.weeks[0].monday


Rule = Callable[[Town, Demand, Buffer], date]
"""The last day on which to ask."""


@dataclass
class Outcome:
    """How many demands there were, how many started short, and how many days before their start
    they were asked for, all together.
    """

    demands: int = 0
    short: int = 0
    days: int = 0

    @property
    def share(self) -> float:
        """The share that started short."""
        return self.short / self.demands

    @property
    def average_days(self) -> int:
        """Days between asking and starting, on average."""
        return round(self.days / self.demands)


def our_rule(town: Town, demand: Demand, slack: Buffer) -> date:
    """The reservation deadline, from what the municipality knows at the time."""
    expertise = demand.expertise
    weeks = [
        OpenWeek(
            week,
            lacks=demand.minutes,
            available=expertise.weekly,
            taken=expertise.taken[week],
            wanted=expertise.wanted[week] - demand.minutes,
            spare=town.spare - town.learning[week],
        )
        for week in demand.weeks
    ]
    need = Need(demand.starts_on, weeks, expertise.times)
    return deadline(need, town.lead_times, slack).last_day


def fixed_rule(days: int) -> Rule:
    """So many days before the start, whatever it is."""
    return lambda town, demand, slack: demand.starts_on - timedelta(days=days)


def simulate(rule: Rule, seed: int, programmes: int = PROGRAMMES) -> Outcome:
    """Let so many programmes reserve by a rule. The same seed is the same municipalities, demands
    and answers, whatever the rule.
    """
    outcome = Outcome()
    for number in range(programmes):
        _reserve(rule, Random(f"{seed} {number}"), outcome)
    return outcome


def _reserve(rule: Rule, random: Random, outcome: Outcome) -> None:
    town = _town(random)
    demands = list(_demands(town, random))
    approval = town.lead_times.approval
    slack = buffer([town.answer_days(random) - approval for _ in range(PAST_ANSWERS)])
    day = min(each.known_on for each in demands)
    while demands:
        for demand in [each for each in demands if each.known_on <= day]:
            if rule(town, demand, slack) < day + MEETING:
                outcome.demands += 1
                outcome.days += (demand.starts_on - day).days
                outcome.short += _ask(town, demand, day) > _fixed_on(town, demand)
                demands.remove(demand)
        day += MEETING


def _fixed_on(town: Town, demand: Demand) -> date:
    return working_days_before(demand.starts_on, town.lead_times.roster_freeze)


def _ask(town: Town, demand: Demand, day: date) -> date:
    """Give the hours away, and answer when they are there."""
    expertise = demand.expertise
    answered_on = working_days_after(day, demand.answer_days)
    minutes = Counter(dict.fromkeys(demand.weeks, demand.minutes))
    if all(expertise.weekly - expertise.taken[week] >= demand.minutes for week in demand.weeks):
        expertise.taken.update(minutes)
        return answered_on
    times = expertise.times
    if all(town.spare - town.learning[week] >= demand.minutes for week in demand.weeks):
        town.learning.update(minutes)
        weeks = times.learning_weeks
    else:
        weeks = times.hiring_weeks
    return answered_on + timedelta(days=round(7 * weeks * demand.slower))


def _town(random: Random) -> Town:
    """Mostly with as many hours as are needed or twice that; some expertises nobody has yet."""
    return Town(
        lead_times=LeadTimes(random.choice((15, 20, 20, 30)), random.choice((3, 5, 5, 10))),
        median_days=random.uniform(3, 9),
        spread=random.uniform(0.3, 0.7),
        expertises=[
            Expertise(
                weekly=random.choice((0, 20, 30, 40, 60, 80)) * HOURS,
                times=ExpertiseTimes(random.randint(4, 12), random.randint(12, 24)),
            )
            for _ in range(6)
        ],
        spare=random.choice((20, 60, 120)) * HOURS,
    )


def _demands(town: Town, random: Random) -> Iterator[Demand]:
    """Of some ten subprojects with one to three expertises each, known four months to a year
    ahead.
    """
    for _ in range(random.randint(8, 14)):
        first = FIRST.plus(random.randint(0, 60))
        known_on = first.monday - timedelta(weeks=random.randint(16, 52))
        for expertise in random.sample(town.expertises, random.randint(1, 3)):
            start = first.plus(random.randint(0, 6))
            demand = Demand(
                expertise=expertise,
                weeks=list(start.until(start.plus(random.randint(3, 15)))),
                minutes=random.choice((4, 8, 12, 16, 24)) * HOURS,
                known_on=known_on,
                answer_days=town.answer_days(random),
                slower=exp(random.gauss(0, 0.25)),
            )
            expertise.wanted.update(dict.fromkeys(demand.weeks, demand.minutes))
            yield demand
