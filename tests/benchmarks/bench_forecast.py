"""How fast a programme is forecast on one core, and how often its P80 holds."""

from random import Random
from time import process_time

from services.planning.domain.forecast.durations import Durations
from services.planning.domain.forecast.forecast import RUNS, forecast
from tests.benchmarks.report import Line
from tests.support.simulated_programmes import simulated_programme

SEED = 2026
TASKS = 200
SECONDS = 5.0

PROGRAMMES = 2_000
SMALL_TASKS = 12
SMALL_RUNS = 1_000
WITHIN = 0.03


def compare() -> list[Line]:
    """Seconds of one processor for a large programme, and calibration over many small ones."""
    return [_speed(), _calibration()]


def _speed() -> Line:
    programme = simulated_programme(Random(SEED), TASKS)
    durations = Durations(programme.history)
    begun = process_time()
    forecast(programme.tasks, programme.capacity, durations, runs=RUNS)
    seconds = process_time() - begun
    return Line(
        f"forecast of {TASKS} tasks, {RUNS:,} runs, one core",
        f"{seconds:.1f} s",
        "–",
        f"{seconds:.1f} s",
        f"≤ {SECONDS:g} s",
        seconds <= SECONDS,
    )


def _calibration() -> Line:
    held = total = 0
    for number in range(PROGRAMMES):
        programme = simulated_programme(Random(f"{SEED} {number}"), SMALL_TASKS)
        found = forecast(
            programme.tasks, programme.capacity, Durations(programme.history), runs=SMALL_RUNS
        )
        for marks, days in zip(found, programme.days(), strict=True):
            for expected, day in zip(marks, days, strict=True):
                total += 1
                held += expected.p80 is None or (day is not None and day <= expected.p80)
    share = held / total
    return Line(
        f"milestones within their P80, {PROGRAMMES:,} simulated programmes",
        f"{share:.1%} of {total:,}",
        "–",
        f"{share:.1%}",
        f"80 % ± {WITHIN * 100:.0f}",
        abs(share - 0.8) <= WITHIN,
    )
