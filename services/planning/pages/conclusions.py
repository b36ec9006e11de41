"""What the figures say, in one sentence: the titles of Koers. Rules only; no I/O.

Figures are compared as the reader sees them, rounded, so that a sentence never contradicts its
table.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from services.planning.domain.steering.decisions import Decision
from services.planning.queries.capacity import BalanceWeek
from services.planning.queries.freed_hours import TeamFreedHours
from services.planning.queries.steering import RelievedWeek, SubprojectCoverage, UptakePoint
from services.planning.queries.timeliness import TimelinessRow
from shared.web import dutch


def uptake(name: str, points: Sequence[UptakePoint], path_begins: date | None) -> str:
    """How far a product is, by its newest period with a figure."""
    newest = newest_known(points)
    if newest is None:
        return f"{name}: nog niet bekend hoeveel zelfbediening er is."
    period = short_period(newest.period)
    where = f"{name}: {dutch.percent(newest.share)} zelfbediening in {period}"
    ahead = points_ahead(newest)
    if ahead is None:
        if path_begins is None:
            return f"{where}. Er is geen streefpad."
        return f"{where}. Het streefpad loopt vanaf {dutch.day(path_begins)}."
    if ahead == 0:
        return f"{where}, precies op het streefpad."
    side = "voor" if ahead > 0 else "achter"
    return f"{where}, {abs(ahead)} procentpunt {side} op het streefpad."


def uptake_of_all(series: Sequence[Sequence[UptakePoint]]) -> str:
    """How many products keep to their path."""
    ahead = [points_ahead(newest) for points in series if (newest := newest_known(points))]
    compared = [gap for gap in ahead if gap is not None]
    if not compared:
        return "Nog niet bekend welke producten hun streefpad halen."
    on_path, every = sum(gap >= 0 for gap in compared), len(compared)
    if every == 1:
        return f"Het product haalt het streefpad{'' if on_path else ' niet'}."
    if on_path == every:
        who = "Beide" if every == 2 else f"Alle {every}"
        return f"{who} producten halen het streefpad."
    if on_path == 0:
        return f"Geen van de {every} producten haalt het streefpad."
    verb = "haalt" if on_path == 1 else "halen"
    return f"{on_path} van de {every} producten {verb} het streefpad."


def relieved(weeks: Sequence[RelievedWeek]) -> str:
    """What the newest measured week freed, and by what most."""
    if not weeks:
        return "Nog niet bekend hoeveel balie-uren er vrijkomen."
    newest = weeks[-1]
    week = dutch.week(newest.week)
    amount = one_decimal(newest.relieved)
    if amount == 0:
        return f"In {week} kwam er aan de balie geen tijd vrij."
    if amount < 0:
        return f"In {week} had de balie {hours(-newest.relieved)} meer nodig dan in de nulmeting."
    causes = {
        "mensen een ander kanaal kozen": -newest.channel,
        "een aanvraag minder tijd kostte": -newest.minutes,
    }
    cause = max(causes, key=lambda each: causes[each])
    return f"In {week} kwam {hours(newest.relieved)} vrij aan de balie, vooral doordat {cause}."


def destinations(found: Sequence[TeamFreedHours]) -> str:
    """How much of what is freed for good was given a destination."""
    freed = sum(each.freed for each in found)
    given = sum(min(each.freed, each.confirmed) for each in found)
    if one_decimal(freed) == 0:
        return "Er zijn nog geen uren blijvend vrij."
    free = f"Van de {hours(freed)} per week die blijvend vrij zijn"
    return f"{free}, heeft {hours(given)} een bestemming."


def capacity(expertise: str, weeks: Sequence[BalanceWeek]) -> str:
    """Whether there are enough hours of an expertise in the coming weeks."""
    short = [week for week in weeks if week.short > 0]
    if short:
        total = hours(sum(week.short for week in short))
        found = f"{expertise}: {total} tekort, het eerst in {dutch.week(short[0].week)}."
        if all(week.demand <= week.supply for week in short):
            found += " Dezelfde mensen zijn ook elders nodig."
        return found
    if not any(week.demand > 0 for week in weeks):
        return f"{expertise}: er wordt niets gevraagd."
    return f"{expertise}: genoeg uren voor wat er wordt gevraagd."


def capacity_of_all(found: Sequence[tuple[str, Sequence[BalanceWeek]]]) -> str:
    """Which expertises fall short."""
    if not found:
        return "Er is nog geen vraag naar uren voor de komende weken."
    short = [name for name, weeks in found if any(week.short > 0 for week in weeks)]
    if not short:
        return "Er zijn genoeg uren voor de komende 12 weken."
    return f"Voor {len(short)} van de {len(found)} expertises zijn er te weinig uren."


def timeliness(found: TimelinessRow) -> str:
    """How much of what is asked was reserved in time, by definition C4."""
    if found.share is None:
        return ""
    return (
        f"Op tijd bevestigd: {dutch.percent(found.share)}, dat is {hours(found.numerator)} van de "
        f"{hours(found.denominator)} die zijn gevraagd. Op tijd is {found.norm_days} werkdagen "
        f"voor de eerste week, of eerder."
    )


def coverage(found: Sequence[SubprojectCoverage]) -> str:
    """Where the fewest of the affected staff were there from the first moment."""
    lowest = lowest_coverage(found)
    if lowest is None:
        return "Nog niet bekend wie er vanaf het eerste moment bij was."
    if lowest.numerator == lowest.denominator:
        return "Iedereen van wie het bekend is, was er vanaf het eerste moment bij."
    return (
        f"Het minst vanaf het eerste moment erbij: {lowest.numerator} van de "
        f"{lowest.denominator} medewerkers bij “{lowest.subproject}”."
    )


def decisions(found: Sequence[Decision], today: date) -> str:
    """How many decisions wait, and how pressing they are."""
    if not found:
        return "Er is nu geen besluit nodig."
    late = sum(each.last_day < today for each in found)
    wait = "1 besluit wacht" if len(found) == 1 else f"{len(found)} besluiten wachten"
    if late:
        return f"{wait}; {'1 is' if late == 1 else f'{late} zijn'} al te laat."
    return f"{wait}; het eerste kan tot en met {dutch.day(found[0].last_day)}."


def newest_known(points: Sequence[UptakePoint]) -> UptakePoint | None:
    """The newest period with a figure."""
    return next((point for point in reversed(points) if point.share is not None), None)


def points_ahead(point: UptakePoint) -> int | None:
    """Percentage points that a period is ahead of its path; negative when it is behind."""
    if point.share is None or point.target is None:
        return None
    return whole_percent(point.share) - whole_percent(point.target)


def lowest_coverage(found: Sequence[SubprojectCoverage]) -> SubprojectCoverage | None:
    """The subproject with the lowest share among those that have one."""
    known = [each for each in found if each.share is not None]
    return min(known, key=lambda each: each.share or 0, default=None)


def whole_percent(share: float) -> int:
    """A share in whole percents, rounded as the page shows it."""
    return int((Decimal(str(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def one_decimal(value: float) -> Decimal:
    """Hours rounded as the page shows them."""
    return Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def hours(value: float) -> str:
    """Hours with one decimal where there is one: `4 uur`, `23,5 uur`. A little is never nothing."""
    rounded = one_decimal(value)
    if rounded == 0 and value > 0:
        return "minder dan 0,1 uur"
    return f"{dutch.number(rounded, 0 if rounded == rounded.to_integral() else 1)} uur"


def short_period(period: str) -> str:
    """`week 47`, `november 2026`, `2026` or `2026–2027`."""
    return dutch.week(period) if "-W" in period else dutch.period(period)
