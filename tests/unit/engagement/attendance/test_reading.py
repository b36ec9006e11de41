"""The rows of an attendance list, and every flaw of each of them."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

import pytest

from services.engagement.attendance.profile import OWN_FORM, AttendanceProfile, load_profile
from services.engagement.attendance.reading import AttendanceList, read_attendance
from services.engagement.domain.participation import PersonPresence
from shared.refusal import Refusal
from shared.tabular.faults import FaultLog
from shared.tabular.rows import csv_rows_of

ANNA, BEN = UUID(int=21), UUID(int=22)
FORM = load_profile(OWN_FORM)


def read(
    content: str,
    keys: Mapping[str, UUID] = MappingProxyType({}),
    profile: AttendanceProfile = FORM,
) -> tuple[AttendanceList, list[tuple[int, str, str]]]:
    """What a list tells, and its faults by line, column and code."""
    faults = FaultLog()
    known = {key: str(staff_id) for key, staff_id in keys.items()}
    found = read_attendance(csv_rows_of(content, profile), profile, known, faults)
    return found, [(each.line, each.flaw.column, each.flaw.code) for each in faults.first]


def test_who_was_there_and_contributed_is_yes_no_or_not_known_yet() -> None:
    found, faults = read(f"\ufeffmedewerker;aanwezig;bijgedragen\n{ANNA};Ja;nee\n\n{BEN};;\n")
    assert faults == []
    assert found.persons == [PersonPresence(ANNA, True, False), PersonPresence(BEN, None, None)]
    assert (found.rows, found.lines) == (2, [2, 4])


def test_a_list_may_leave_out_contributions_and_name_people_by_its_own_keys() -> None:
    found, faults = read("Medewerker;Aanwezig\nP-12;ja\n", {"p-12": ANNA})
    assert (found.persons, faults) == ([PersonPresence(ANNA, True)], [])


def test_every_flaw_of_every_row_is_told_with_its_line_and_nobody_is_quoted() -> None:
    faults = FaultLog()
    content = f"medewerker;aanwezig;bijgedragen\nJansen;misschien;ja\n;ja;x\n{ANNA};ja\n{BEN};ja;\n"
    found = read_attendance(csv_rows_of(content, FORM), FORM, {}, faults)
    assert [(each.line, each.flaw.code) for each in faults.first] == [
        (4, "wrong-width"),
        (2, "unknown-person"),
        (2, "not-yes-or-no"),
        (3, "person-missing"),
        (3, "not-yes-or-no"),
    ]
    assert found.persons == [PersonPresence(BEN, True)]
    assert "Jansen" not in " ".join(map(str, faults.first))


def test_a_list_without_its_columns_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read("naam;opmerking\nJansen;ziek\n")
    assert [(r.code, r.field) for r in refused.value.reasons] == [
        ("missing-column", "aanwezig"),
        ("missing-column", "medewerker"),
    ]


def test_a_profile_of_the_municipality_has_its_own_words() -> None:
    profile = AttendanceProfile.model_validate(
        {
            "csv": {"delimiter": ","},
            "person": {"column": "Nummer"},
            "attended": {"column": "Status", "yes_words": ["Aanwezig"], "no_words": ["afwezig"]},
        }
    )
    content = "Nummer,Status\n7,AANWEZIG\n8,afwezig\n"
    found, faults = read(content, {"7": ANNA, "8": BEN}, profile)
    assert (found.persons, faults) == ([PersonPresence(ANNA, True), PersonPresence(BEN, False)], [])
