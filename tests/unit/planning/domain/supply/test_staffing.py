"""Staff: what cannot be said about somebody."""

from datetime import date
from uuid import UUID

import pytest

from services.planning.domain.supply.staffing import (
    Judgement,
    Mastery,
    absence_reasons,
    departure_reasons,
    hours_reasons,
    left_reasons,
    level_reasons,
    load_reasons,
    mastery_reasons,
)
from services.planning.domain.supply.working_time import Absence, Load, WorkingHours
from shared.isoweek import IsoWeek

KNOWN, UNKNOWN = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 24)
JUDGED = Mastery(KNOWN, 2, date(2026, 1, 2), "leider-1")


@pytest.mark.parametrize("minutes", [-1, 60 * 60 + 1])
def test_hours_that_no_week_has_are_refused(minutes: int) -> None:
    reasons = hours_reasons([WorkingHours(TODAY, minutes)])
    assert [r.field for r in reasons] == ["workingHours.0.weeklyHours"]


@pytest.mark.parametrize("days", [(), (1, 1), (0,), (8,)])
def test_working_days_are_days_of_a_week_each_once(days: tuple[int, ...]) -> None:
    reasons = hours_reasons([WorkingHours(TODAY, 60, working_days=days)])
    assert [r.code for r in reasons] == ["impossible-days"]


def test_an_unknown_expertise_a_level_that_is_none_and_a_judgement_to_come_are_refused() -> None:
    judgements = [Judgement(UNKNOWN, 1), Judgement(KNOWN, 4, date(2026, 11, 25))]
    reasons = list(level_reasons(judgements, [KNOWN], TODAY))
    assert [r.code for r in reasons] == ["expertise-unknown", "impossible-level", "judged-ahead"]
    assert [r.field for r in reasons] == [
        "expertises.0.expertiseId",
        "expertises.1.level",
        "expertises.1.judgedOn",
    ]


def test_days_outside_the_century_are_refused_with_their_fields() -> None:
    absence = Absence(date(1999, 12, 31), date(2100, 1, 1))
    assert [r.field for r in absence_reasons([absence])] == [
        "absences.0.startsOn",
        "absences.0.endsOn",
    ]
    load = Load(IsoWeek(1, 1), IsoWeek(9999, 52), 60)
    assert [r.field for r in load_reasons([load], "peaks")] == [
        "peaks.0.fromWeek",
        "peaks.0.untilWeek",
    ]


def test_hours_of_absence_are_spread_over_a_year_at_most() -> None:
    def codes(ends_on: date) -> list[str]:
        return [r.code for r in absence_reasons([Absence(TODAY, ends_on, minutes=60)])]

    assert codes(date(2027, 11, 24)) == []
    assert codes(date(2027, 11, 25)) == ["absence-too-long"]


@pytest.mark.parametrize(
    ("judgement", "present", "expected"),
    [
        (Judgement(KNOWN, 2), JUDGED, JUDGED),
        (Judgement(KNOWN, 2, date(2026, 1, 2)), JUDGED, JUDGED),
        (Judgement(KNOWN, 3), JUDGED, Mastery(KNOWN, 3, TODAY, "leider-2")),
        (
            Judgement(KNOWN, 2, date(2026, 5, 5)),
            JUDGED,
            Mastery(KNOWN, 2, date(2026, 5, 5), "leider-2"),
        ),
        (Judgement(KNOWN, 2), None, Mastery(KNOWN, 2, TODAY, "leider-2")),
        (
            Judgement(KNOWN, 2),
            Mastery(KNOWN, 2, None, None),
            Mastery(KNOWN, 2, TODAY, "leider-2"),
        ),
    ],
)
def test_who_says_again_what_was_judged_judges_nothing(
    judgement: Judgement, present: Mastery | None, expected: Mastery
) -> None:
    assert judgement.mastery(present, by="leider-2", today=TODAY) == expected


@pytest.mark.parametrize(
    ("level", "asked", "codes"),
    [(None, 1, ["expertise-not-mastered"]), (1, 2, ["level-too-low"]), (2, 2, []), (3, 2, [])],
)
def test_somebody_is_asked_for_what_they_master_at_the_level(
    level: int | None, asked: int, codes: list[str]
) -> None:
    assert [r.code for r in mastery_reasons(level, asked)] == codes


def test_somebody_who_left_is_left_alone() -> None:
    assert list(left_reasons(None)) == []
    assert [r.message for r in left_reasons(date(2026, 1, 2))] == [
        "Deze medewerker is weg vanaf 2-1-2026."
    ]


def test_a_departure_before_the_arrival_or_from_a_lead_is_refused_with_both_reasons() -> None:
    reasons = departure_reasons(date(2026, 1, 2), date(2026, 1, 2), ["Verhuizen"])
    assert [r.code for r in reasons] == ["left-before-joined", "leads-subproject"]
