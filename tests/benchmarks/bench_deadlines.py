"""How many demands start short when they are reserved by our rule, and by fixed ones."""

from tests.benchmarks.portfolio import PROGRAMMES, Outcome, fixed_rule, our_rule, simulate
from tests.benchmarks.report import Line

SEED = 2026
SIX_WEEKS = 42


def compare() -> list[Line]:
    """Against six weeks before the start; and against as many days before it as ours asks on
    average, so that ours does not win by asking earlier alone.
    """
    ours = simulate(our_rule, SEED)
    return [
        _line(ours, simulate(fixed_rule(SIX_WEEKS), SEED), "six weeks before", target=2),
        _line(
            ours,
            simulate(fixed_rule(ours.average_days), SEED),
            f"{ours.average_days} days before, as ours on average",
            target=1,
        ),
    ]


def _line(ours: Outcome, fixed: Outcome, rule: str, *, target: float) -> Line:
    ratio = fixed.share / ours.share
    return Line(
        f"demands that start short, {PROGRAMMES} simulated programmes",
        f"{ours.share:.1%} of {ours.demands:,}",
        f"{rule}: {fixed.share:.1%}",
        f"{ratio:.2f} × fewer",
        f"≥ {target:g} ×",
        ratio >= target,
    )
