from datetime import date, timedelta
from uuid import UUID

import pytest

from services.planning.pages.decision_list import items
from services.planning.queries.decisions import Decision, Kind

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "left", "urgency"),
    [
        (-1, "1 dag te laat", "danger"),
        (0, "vandaag", "warning"),
        (7, "nog 7 dagen", "warning"),
        (8, "nog 8 dagen", "neutral"),
    ],
)
def test_a_decision_says_how_much_time_is_left(days: int, left: str, urgency: str) -> None:
    decision = Decision(Kind.SHORTAGE, UUID(int=1), "Los op", TODAY + timedelta(days=days))
    [item] = items([decision], TODAY)
    assert (item.left, item.urgency) == (left, urgency)


def test_every_kind_of_decision_has_a_name_and_somebody_who_takes_it() -> None:
    for kind in Kind:
        [item] = items([Decision(kind, UUID(int=1), "Beslis", TODAY)], TODAY)
        assert item.kind
        assert item.who in ("teamleider", "programmamanager")


def test_no_more_than_five_are_shown() -> None:
    found = [Decision(Kind.SHORTAGE, UUID(int=n), f"{n}", TODAY) for n in range(9)]
    assert [item.what for item in items(found, TODAY)] == ["0", "1", "2", "3", "4"]
