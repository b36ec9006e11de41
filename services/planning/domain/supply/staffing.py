"""Staff: what cannot be said about somebody."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.planning.domain import wording
from services.planning.domain.balance.balance import HIGHEST_LEVEL, LOWEST_LEVEL
from services.planning.domain.plan.subprojects import FIRST_DAY, LAST_DAY
from services.planning.domain.supply.working_time import Absence, Load, WorkingHours
from shared.refusal import Reason

MOST_WEEKLY_MINUTES = 60 * 60
LONGEST_IN_HOURS = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Mastery:
    """The level at which somebody masters an expertise, when that was judged, and by whom; neither
    where nobody has judged it.
    """

    expertise_id: UUID
    level: int
    judged_on: date | None
    judged_by: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody says about a level; without a day the level is as it was, or judged today."""

    expertise_id: UUID
    level: int
    judged_on: date | None = None

    def mastery(self, present: Mastery | None, *, by: str, today: date) -> Mastery:
        """The level with its judgement: who says again what was judged before, judges nothing."""
        if present and present.judged_on and present.level == self.level:
            said_again = self.judged_on in (None, present.judged_on)
            if said_again:
                return present
        return Mastery(self.expertise_id, self.level, self.judged_on or today, by)


@dataclass(frozen=True, slots=True)
class Deputyship:
    """An expertise of a focus area for which somebody stands in."""

    focus_area: str
    expertise_id: UUID


def left_reasons(left_on: date | None) -> Iterator[Reason]:
    """Why nothing changes for somebody any more: their leaving is recorded."""
    if left_on is not None:
        yield Reason("staff-left", f"Deze medewerker is weg vanaf {wording.day(left_on)}.")


def hours_reasons(hours: Sequence[WorkingHours]) -> Iterator[Reason]:
    """Why these cannot be somebody's hours."""
    seen: set[date] = set()
    for place, each in enumerate(hours):
        field = f"workingHours.{place}"
        if not 0 <= each.weekly_minutes <= MOST_WEEKLY_MINUTES:
            yield Reason(
                "impossible-hours", "Vul 0 tot en met 60 uur per week in.", f"{field}.weeklyHours"
            )
        if not 0 <= each.project_percent <= 100:
            yield Reason(
                "impossible-percentage", "Vul 0 tot en met 100 % in.", f"{field}.projectPercent"
            )
        days = list(each.working_days)
        if not days or len(set(days)) < len(days) or not set(days) <= set(range(1, 8)):
            yield Reason(
                "impossible-days",
                "Noem elke werkdag één keer: 1 is maandag, 7 is zondag.",
                f"{field}.workingDays",
            )
        yield from _calendar_reasons(each.from_date, f"{field}.fromDate")
        if each.from_date in seen:
            yield Reason(
                "day-twice",
                f"Vanaf {wording.day(each.from_date)} staan er twee keer uren.",
                f"{field}.fromDate",
            )
        seen.add(each.from_date)


def level_reasons(
    judgements: Sequence[Judgement], known: Collection[UUID], today: date
) -> Iterator[Reason]:
    """Why these cannot be somebody's expertises."""
    seen: set[UUID] = set()
    for place, each in enumerate(judgements):
        field = f"expertises.{place}"
        yield from _expertise_reasons(each.expertise_id, known, field)
        if each.expertise_id in seen:
            yield Reason("expertise-twice", "Deze expertise staat er twee keer in.", field)
        if not LOWEST_LEVEL <= each.level <= HIGHEST_LEVEL:
            yield Reason("impossible-level", "Kies niveau 1, 2 of 3.", f"{field}.level")
        if each.judged_on is not None and each.judged_on > today:
            yield Reason(
                "judged-ahead",
                "Een niveau kunt u niet in de toekomst beoordelen.",
                f"{field}.judgedOn",
            )
        if each.judged_on is not None:
            yield from _calendar_reasons(each.judged_on, f"{field}.judgedOn")
        seen.add(each.expertise_id)


def mastery_reasons(level: int | None, asked: int) -> Iterator[Reason]:
    """Why somebody at this level, None for who does not master it, cannot be asked for it."""
    if level is None:
        yield Reason(
            "expertise-not-mastered", "Deze medewerker heeft deze expertise niet.", "expertiseId"
        )
    elif level < asked:
        yield Reason(
            "level-too-low",
            f"Deze medewerker heeft niveau {level}; het deelproject vraagt niveau {asked}.",
            "staffId",
        )


def absence_reasons(absences: Sequence[Absence]) -> Iterator[Reason]:
    """Why somebody cannot be absent so."""
    for place, each in enumerate(absences):
        field = f"absences.{place}"
        yield from _calendar_reasons(each.starts_on, f"{field}.startsOn")
        yield from _calendar_reasons(each.ends_on, f"{field}.endsOn")
        if each.ends_on < each.starts_on:
            yield Reason(
                "ends-before-start", "De laatste dag ligt vóór de eerste.", f"{field}.endsOn"
            )
        if each.minutes is not None and each.ends_on - each.starts_on >= LONGEST_IN_HOURS:
            yield Reason(
                "absence-too-long",
                "Uren kunt u over hoogstens een jaar verdelen. Geef een percentage.",
                f"{field}.hours",
            )
        if each.minutes is None and not 1 <= each.percent <= 100:
            yield Reason("impossible-percentage", "Vul 1 tot en met 100 % in.", f"{field}.percent")
        if each.minutes is not None and each.minutes <= 0:
            yield Reason("no-hours", "Vul meer dan 0 uur in.", f"{field}.hours")


def load_reasons(loads: Sequence[Load], within: str) -> Iterator[Reason]:
    """Why these cannot be counter duties or peaks, in the field of the interface that has them."""
    for place, each in enumerate(loads):
        field = f"{within}.{place}"
        yield from _calendar_reasons(each.from_week.monday, f"{field}.fromWeek")
        if each.until_week is not None:
            yield from _calendar_reasons(each.until_week.monday, f"{field}.untilWeek")
        if each.until_week is not None and each.until_week < each.from_week:
            yield Reason(
                "ends-before-start", "De laatste week ligt vóór de eerste.", f"{field}.untilWeek"
            )
        if each.weekly_minutes <= 0:
            yield Reason("no-hours", "Vul meer dan 0 uur in.", f"{field}.weeklyHours")


def deputy_reasons(
    deputyships: Sequence[Deputyship],
    known: Collection[UUID],
    mastered: Collection[UUID],
    focus_areas: Collection[str],
) -> Iterator[Reason]:
    """Why somebody cannot stand in for these: each must be theirs to give, in an area that is."""
    seen: set[Deputyship] = set()
    for place, each in enumerate(deputyships):
        field = f"deputyships.{place}"
        if each in seen:
            yield Reason("deputy-twice", "Deze vervanging staat er twee keer in.", field)
        if each.focus_area not in focus_areas:
            yield Reason(
                "focus-area-unknown",
                f"Er is geen deelproject met aandachtsgebied “{each.focus_area}”.",
                f"{field}.focusArea",
            )
        if each.expertise_id in known and each.expertise_id not in mastered:
            yield Reason(
                "expertise-not-mastered",
                "Deze medewerker heeft deze expertise niet.",
                f"{field}.expertiseId",
            )
        yield from _expertise_reasons(each.expertise_id, known, field)
        seen.add(each)


def departure_reasons(joined_on: date, left_on: date, leads: Iterable[str]) -> Iterator[Reason]:
    """Why somebody cannot leave on a day; `leads` are the open subprojects that they lead."""
    if left_on <= joined_on:
        yield Reason(
            "left-before-joined",
            f"Deze medewerker begint pas op {wording.day(joined_on)}.",
            "leftOn",
        )
    for name in leads:
        yield Reason(
            "leads-subproject",
            f"Deze medewerker leidt “{name}”. Wijs eerst een andere trekker aan.",
        )


def _calendar_reasons(day: date, field: str) -> Iterator[Reason]:
    if not FIRST_DAY <= day <= LAST_DAY:
        yield Reason(
            "outside-calendar",
            f"Kies een dag van {wording.day(FIRST_DAY)} tot en met {wording.day(LAST_DAY)}.",
            field,
        )


def _expertise_reasons(expertise_id: UUID, known: Collection[UUID], field: str) -> Iterator[Reason]:
    if expertise_id not in known:
        yield Reason(
            "expertise-unknown",
            f"Expertise {expertise_id} bestaat niet.",
            f"{field}.expertiseId",
        )
