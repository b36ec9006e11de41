"""How long it takes to decide what may be known of a round, after seven others."""

from random import Random
from time import process_time

from services.engagement.domain.disclosure.disclose import disclose
from services.engagement.domain.disclosure.rounds import Publication, groups_of
from services.engagement.domain.disclosure.scales import ATTITUDE
from tests.benchmarks.report import Line
from tests.disclosure.histories import MOST_ROUNDS, Habits, Organisation

PEOPLE = 400
ORGANISATIONS = 5
SECONDS = 1.0

HABITS = Habits(
    people=PEOPLE,
    team_size=18,
    function_groups=2,
    response=0.7,
    kept=0.9,
    joining=0.02,
    leaving=0.02,
    moving=0.02,
    leaning=2.5,
)


def compare() -> list[Line]:
    """Seconds of one processor for the slowest round of some organisations."""
    slowest, fewest_groups = 0.0, PEOPLE
    for number in range(ORGANISATIONS):
        organisation = Organisation(HABITS, Random(f"disclosure {number}"))
        for _ in range(PEOPLE):
            organisation.hire()
        published: list[Publication] = []
        for _ in range(MOST_ROUNDS):
            cells = organisation.ask().cells
            begun = process_time()
            published.append(disclose(ATTITUDE, cells, published).publication)
            slowest = max(slowest, process_time() - begun)
            fewest_groups = min(fewest_groups, len(groups_of(cells)))
            organisation.pass_time()
    return [
        Line(
            f"disclosure, {PEOPLE} people, at least {fewest_groups} groups, {MOST_ROUNDS} rounds,"
            f" {ORGANISATIONS} organisations: slowest round",
            f"{slowest:.2f} s",
            "–",
            f"{slowest:.2f} s",
            f"≤ {SECONDS:g} s",
            slowest <= SECONDS,
        )
    ]
