"""Rows and their lines, from CSV and XLSX."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from shared.refusal import Refusal
from shared.tabular import rows as rows_module
from shared.tabular.cells import Cell
from shared.tabular.profile import FileProfile
from shared.tabular.rows import open_rows


class AnyColumns(FileProfile):
    """A profile that reads no column."""

    def columns(self) -> frozenset[str]:
        return frozenset()


def read(path: Path, **parts: object) -> tuple[list[tuple[int, list[Cell]]], list[int]]:
    """All rows with their lines, and the lines that cannot be read."""
    found, unreadable = [], []
    for block in open_rows(path, AnyColumns.model_validate(parts)).blocks():
        found += [(line, list(row)) for line, row in zip(block.lines, block.rows, strict=True)]
        unreadable += [] if block.unreadable is None else [block.unreadable]
    return found, unreadable


def csv_file(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "bestand.csv"
    path.write_bytes(content.encode(encoding))
    return path


def test_every_row_knows_its_line_across_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "BLOCK_ROWS", 3)
    path = csv_file(tmp_path, "\n".join(f"rij;{number}" for number in range(1, 11)))

    found, unreadable = read(path)

    assert found == [(number, ["rij", str(number)]) for number in range(1, 11)]
    assert not unreadable


def test_a_line_end_inside_quotes_moves_the_lines_after_it(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'a;b\r\n"een\r\ntwee\ndrie";1\r\n\r\nx;2\r\n')

    found, _ = read(path)

    assert found == [
        (1, ["a", "b"]),
        (2, ["een\r\ntwee\ndrie", "1"]),
        (5, []),
        (6, ["x", "2"]),
    ]


def test_a_row_that_cannot_be_read_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'a;b\n"x"y;1\nc;d\n"nooit gesloten;2\nq;w\n')

    found, unreadable = read(path)

    assert found == [(1, ["a", "b"]), (3, ["c", "d"])]
    assert unreadable == [2, 4]


def test_lines_above_the_header_are_skipped_whatever_they_say(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'Rapport "zelfbediening\ngemaakt: vandaag\na;b\n1;2\n')

    found, unreadable = read(path, rows={"skip_first": 2})

    assert found == [(3, ["a", "b"]), (4, ["1", "2"])]
    assert not unreadable


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    assert read(csv_file(tmp_path, "a;b", "utf-8-sig"))[0] == [(1, ["a", "b"])]


def test_bytes_of_another_encoding_do_not_stop_the_reading(tmp_path: Path) -> None:
    found, _ = read(csv_file(tmp_path, "café;1\nx;2", "cp1252"))

    assert found == [(1, ["caf\udce9", "1"]), (2, ["x", "2"])]
    assert read(csv_file(tmp_path, "café;1", "cp1252"), csv={"encoding": "cp1252"})[0] == [
        (1, ["café", "1"])
    ]


def test_a_sheet_gives_whole_numbers_as_text_and_keeps_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Cijfers"
    sheet["B3"], sheet["C3"], sheet["D3"], sheet["E3"] = "dag", "jaar", "deel", "hulp"
    sheet["B4"], sheet["C4"], sheet["D4"], sheet["E4"] = date(2026, 1, 2), 2026, 1.5, True
    path = tmp_path / "bestand.xlsx"
    book.save(path)

    found, _ = read(path, sheet="Cijfers")

    assert found == [
        (3, ["", "dag", "jaar", "deel", "hulp"]),
        (4, ["", date(2026, 1, 2), "2026", 1.5, "true"]),
    ]


def test_cells_of_a_sheet_keep_their_kind_whatever_their_format(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["aandeel", "moment", "getal", "tekst", "leeg", "dag"])
    sheet.append([0.25, datetime.fromisoformat("2026-03-04 13:30"), 12.0, "0012", None, 1e9])
    sheet["A2"].number_format, sheet["F2"].number_format = "0%", "yyyy-mm-dd"
    book.save(tmp_path / "bestand.xlsx")

    found, _ = read(tmp_path / "bestand.xlsx")

    assert found[1] == (2, [0.25, date(2026, 3, 4), "12", "0012", "", "#VALUE!"])


def test_rows_of_a_sheet_have_the_width_of_its_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Rapport"], ["a", "b", "c"], ["1"], [], ["2", "3", "4", "zonder kop"]):
        sheet.append(row)
    book.save(tmp_path / "bestand.xlsx")

    found, _ = read(tmp_path / "bestand.xlsx", rows={"skip_first": 1})

    assert [(line, row) for line, row in found if any(row)] == [
        (2, ["a", "b", "c"]),
        (3, ["1", "", ""]),
        (5, ["2", "3", "4"]),
    ]


def test_a_sheet_that_breaks_off_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "heel.xlsx")
    with ZipFile(tmp_path / "heel.xlsx") as whole, ZipFile(tmp_path / "half.xlsx", "w") as half:
        for name in whole.namelist():
            content = whole.read(name)
            half.writestr(name, content[:-20] if name == "xl/worksheets/sheet1.xml" else content)

    with pytest.raises(Refusal, match="niet te lezen als XLSX: het is beschadigd"):
        read(tmp_path / "half.xlsx")


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bestand.xlsx"
    openpyxl.Workbook().save(path)

    with pytest.raises(Refusal, match="niet te lezen als XLSX: er is geen blad 'Elders'"):
        read(path, sheet="Elders")


@pytest.mark.parametrize(
    ("name", "code"),
    [("weg.csv", "file-not-found"), ("brief.docx", "file-kind"), ("nep.xlsx", "file-not-xlsx")],
)
def test_a_file_that_is_not_one_of_ours_is_refused(tmp_path: Path, name: str, code: str) -> None:
    if name != "weg.csv":
        (tmp_path / name).write_text("geen tabel")

    with pytest.raises(Refusal) as refused:
        read(tmp_path / name)

    assert refused.value.reasons[0].code == code
