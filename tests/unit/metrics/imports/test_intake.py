"""From rows to columns that can be loaded, with every flaw of every row told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.imports import intake as intake_module
from services.metrics.imports.intake import UNKNOWN, Intake
from services.metrics.imports.profile import Profile
from shared.refusal import Refusal
from shared.tabular.cells import Cell
from shared.tabular.faults import GROUPED_LINES, SHOWN, FaultLog
from shared.tabular.rows import Block

TODAY = date(2026, 11, 24)
PRODUCTS = frozenset({"verhuismelding", "brpUittr"})
HEADER = ("product", "kanaal", "hulp", "periode", "aantal")
OWN = {
    "product": {"column": "product"},
    "channel": {"column": "kanaal"},
    "assisted": {"column": "hulp"},
    "period": {"form": "name", "column": "periode"},
    "completed": {"column": "aantal"},
}

Row = Sequence[Cell]
Transaction = tuple[int, str, str, bool, str, str]


def blocks(rows: Sequence[Row], size: int = 3) -> Iterator[Block]:
    for first in range(0, len(rows), size):
        piece = rows[first : first + size]
        yield Block(piece, range(first + 1, first + 1 + len(piece)), None, 1.0)


def taken(
    file: Sequence[Row], faults: FaultLog | None = None, **profile: object
) -> list[Transaction]:
    """What comes out of a file: line, product, channel, assisted, period, completed."""
    log = FaultLog() if faults is None else faults
    intake = Intake(Profile.model_validate(OWN | profile), PRODUCTS, TODAY, log)
    return [
        (line, *intake.combinations[combination], intake.periods[period], completed)
        for batch in intake.batches(blocks(file))
        for combination, period, completed, line in zip(
            batch.combinations, batch.periods, batch.completed, batch.lines, strict=True
        )
    ]


def told(faults: FaultLog) -> list[tuple[int, str, str]]:
    in_order = sorted(faults.first, key=lambda fault: fault.line)
    return [(fault.line, fault.flaw.column, fault.flaw.code) for fault in in_order]


def test_sound_rows_come_out_in_order_with_their_lines() -> None:
    rows = [
        HEADER,
        ("verhuismelding", "balie", "nee", "2026-W01", "12"),
        (),
        ("verhuismelding", "web", "ja", "2026-W01", ""),
        ("brpUittr", "web", "nee", "2026-W02", "0"),
    ]

    assert taken(rows) == [
        (2, "verhuismelding", "balie", False, "2026-W01", "12"),
        (4, "verhuismelding", "web", True, "2026-W01", UNKNOWN),
        (5, "brpUittr", "web", False, "2026-W02", "0"),
    ]


def test_every_flaw_of_every_row_is_told_and_sound_rows_go_on() -> None:
    faults = FaultLog()
    rows = [
        HEADER,
        ("verhuismelding", "balie", "nee", "2026-W99", "-1"),
        ("brpUittr", "web", "nee", "2026-W02", "3"),
        ("", "balie", "ja", "2026-W01", "4"),
        ("verhuismelding", "balie", "nee"),
    ]

    assert [line for line, *_ in taken(rows, faults)] == [3]
    assert told(faults) == [
        (2, "periode", "unknown-period-form"),
        (2, "aantal", "not-a-whole-number"),
        (4, "product", "product-missing"),
        (4, "hulp", "assisted-not-digital"),
        (5, "", "wrong-width"),
    ]
    assert faults.total == 5


def test_an_unknown_word_is_told_once_with_its_lines() -> None:
    faults = FaultLog()
    rows = [HEADER, *[("paspoort", "balie", "nee", "2026-W01", "1")] * 30]

    assert taken(rows, faults) == []
    (flaw,) = faults.repeated
    assert (flaw.code, flaw.value) == ("unknown-product", "paspoort")
    assert faults.repeated[flaw].lines == list(range(2, 2 + GROUPED_LINES))
    assert faults.repeated[flaw].count == 30
    assert faults.first == []


def test_faults_stay_bounded_in_memory_and_all_go_to_the_errors_file() -> None:
    errors = StringIO()
    faults = FaultLog(errors)
    rows = [HEADER, *[("brpUittr", "web", "nee", "2026-W01", "veel")] * 500]

    taken(rows, faults)

    assert len(faults.first) == SHOWN
    assert faults.counts == Counter({"not-a-whole-number": 500})
    written = errors.getvalue().splitlines()
    assert written[0] == "regel;kolom;waarde;code;reden"
    assert written[500].startswith("501;aantal;veel;not-a-whole-number;")


def test_bytes_of_another_encoding_are_told_as_such() -> None:
    faults = FaultLog()

    taken([HEADER, ("verhuism\udce9lding", "balie", "nee", "2026-W01", "1")], faults)

    assert told(faults) == [(2, "product", "wrong-encoding")]


def test_footers_and_rows_of_others_are_left_out() -> None:
    rows = [
        ("gemeente", *HEADER),
        ("A", "brpUittr", "web", "nee", "2026-W01", "1"),
        ("B", "brpUittr", "web", "nee", "2026-W01", "2"),
        ("Totaal", "", "", "", "", "3"),
        ("Timestamp:2026",),
    ]
    faults = FaultLog()

    found = taken(
        rows,
        faults,
        rows={"skip_matching": ["^Timestamp:", "^Totaal$"]},
        filters=[{"column": "gemeente", "values": ["B"]}],
    )

    assert [(line, completed) for line, *_, completed in found] == [(3, "2")]
    assert not faults


def test_constants_stand_for_columns_that_a_file_has_not() -> None:
    found = taken(
        [("jaar", "week"), ("2026", "1")],
        product={"constant": "brpUittr"},
        channel={"constant": {"channel": "web", "assisted": True}},
        assisted=None,
        period={"form": "iso-week", "column": "jaar", "number_column": "week"},
        completed={"constant": 1},
    )

    assert found == [(2, "brpUittr", "web", True, "2026-W01", "1")]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([], ["no-header"]),
        ([(), ("", "")], ["no-header"]),
        ([("product", "kanaal")], ["missing-column"] * 3),
        ([(*HEADER, "Product ")], ["repeated-column"]),
    ],
)
def test_a_header_that_does_not_fit_the_profile_is_refused(
    rows: Sequence[Row], codes: list[str]
) -> None:
    with pytest.raises(Refusal) as refused:
        taken(rows)

    assert [reason.code for reason in refused.value.reasons] == codes


words = st.sampled_from(["verhuismelding", "brpUittr", "paspoort", ""])
channels = st.sampled_from(["balie", "web", "fax"])
helped = st.sampled_from(["ja", "nee", "?"])
periods = st.sampled_from(["2026-W01", "2026-02", "2027", "x"])
numbers = st.sampled_from(["", "0", "7", "-7", "1,5"])


@given(st.lists(st.tuples(words, channels, helped, periods, numbers), max_size=12))
def test_every_row_comes_out_or_has_a_fault_and_never_both(rows: list[Row]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake_module, "_REMEMBERED", 2)  # forgetting must not change anything
        errors = StringIO()
        found = taken([HEADER, *rows], FaultLog(errors))

    sound = [line for line, *_ in found]
    faulty = {int(line.split(";")[0]) for line in errors.getvalue().splitlines()[1:]}
    assert sorted({*sound, *faulty}) == list(range(2, len(rows) + 2))
    assert not faulty.intersection(sound)
    for line, product, channel, _, period, _ in found:
        row = rows[line - 2]
        assert (product, channel, period) == (row[0], row[1], row[3])
