from services.planning.pages.week_fields import at_fields, filled_weeks, week_fields, week_values
from shared.isoweek import IsoWeek
from shared.refusal import Reason
from shared.web.forms import Filled


def test_weeks_without_hours_are_left_out_and_a_comma_is_a_point() -> None:
    filled = Filled({"weeks.2026-W52": ["7,5"], "weeks.2026-W53": ["0"], "weeks.2027-W01": ["0,0"]})
    assert filled_weeks(filled) == [{"week": "2026-W52", "hours": "7.5"}]


def test_hours_begin_as_a_dutch_reader_writes_them() -> None:
    assert week_values({"2026-W52": 7.5, "2026-W53": 40.0}) == {
        "weeks.2026-W52": "7,5",
        "weeks.2026-W53": "40",
    }


def test_the_year_is_named_where_it_changes() -> None:
    fields = week_fields(IsoWeek(2026, 52).until(IsoWeek(2027, 2)))
    assert [(each.week, each.is_other_year) for each in fields] == [
        ("2026-W52", False),
        ("2026-W53", False),
        ("2027-W01", True),
        ("2027-W02", False),
    ]


def test_a_reason_about_a_place_in_the_list_stands_at_its_week() -> None:
    weeks = [{"week": "2026-W52", "hours": "8"}, {"week": "2026-W53", "hours": "veel"}]
    reasons = [
        Reason("float-parsing", "Hier hoort een getal te staan.", "weeks.1.hours"),
        Reason("week-past", "Week 52 van 2026 is al voorbij.", "weeks.0"),
        Reason("reason-missing", "Geef een reden.", "reason"),
    ]
    assert [(each.field, each.message) for each in at_fields(reasons, weeks)] == [
        ("weeks.2026-W53", "Week 53: Hier hoort een getal te staan."),
        ("weeks.2026-W52", "Week 52 van 2026 is al voorbij."),
        ("reason", "Geef een reden."),
    ]
