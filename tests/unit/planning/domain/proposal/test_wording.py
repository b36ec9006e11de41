"""Repairs as people say them."""

from uuid import UUID

import pytest

from services.planning.domain.proposal.proposal import Figures, Repair, RepairKind
from services.planning.domain.proposal.wording import repair_text
from services.planning.domain.scenarios.changes import Learn
from shared.isoweek import IsoWeek

LAW, MOVING, ANNA = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize(
    ("kind", "amount", "until", "text"),
    [
        (RepairKind.SUPPLY, 420, 16, "0,2 fte Recht erbij in week 14 tot en met week 16 van 2027"),
        (RepairKind.SUPPLY, 60, 14, "0,1 fte Recht erbij in week 14 van 2027"),
        (RepairKind.LATER, 14, 16, "“Verhuizen” en de mijlpalen daarvan 2 weken later"),
        (RepairKind.LATER, 7, 16, "“Verhuizen” en de mijlpalen daarvan 1 week later"),
        (RepairKind.LEARN, 2, 16, "een medewerker leert Recht (niveau 2) vóór 5-4-2027"),
        (RepairKind.SPREAD, 90, 16, "1,5 uur Recht van “Verhuizen” in andere weken"),
        (RepairKind.FEWER, 90, 16, "1,5 uur Recht minder voor “Verhuizen”"),
    ],
)
def test_a_repair_says_how_much_of_what_and_when(
    kind: RepairKind, amount: int, until: int, text: str
) -> None:
    weeks = IsoWeek(2027, 14), IsoWeek(2027, until)
    changes = (Learn(ANNA, LAW, 2, weeks[0]),)
    repair = Repair(kind, amount, LAW, MOVING, *weeks, changes, Figures(0, 0, 0, 0, 0, 0))
    assert repair_text(repair, {LAW: "Recht"}, {MOVING: "Verhuizen"}) == text
