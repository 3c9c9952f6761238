"""Files in every state: encodings, broken rows, headers."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.reading import read
from itpo.office.importing.report import Report
from tests.deals.importing.lists import rejected
from tests.office.importing.books import book

COLUMNS = ("ref", "name")


def lines_of(folder: Path, raw: bytes) -> tuple[list[tuple[int, str, str]], Report]:
    file, report = folder / "list.csv", Report()
    file.write_bytes(raw)
    lines = read(file, COLUMNS, report)
    return [(line.number, line["ref"], line["name"]) for line in lines], report


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_read_with_and_without_a_mark(tmp_path, bom):
    lines, report = lines_of(tmp_path, bom + "ref,name\nA,Côte d'Ivoire 髙﨑\n".encode())

    assert lines == [(2, "A", "Côte d'Ivoire 髙﨑")]
    assert report.problems == []


def test_a_file_of_japanese_excel_is_read(tmp_path):
    lines, report = lines_of(tmp_path, "ref,name\nA,矢崎の工場\nB,㈱髙\n".encode("cp932"))

    assert lines == [(2, "A", "矢崎の工場"), (3, "B", "㈱髙")]
    assert report.problems == []


@pytest.mark.parametrize(
    "raw",
    [
        "ref;name\nA;矢崎, 高\n".encode(),
        "ref\tname\nA\t矢崎, 高\n".encode("utf-16"),
        book(["Ref", "Name"], ["A", "矢崎, 高"]),
    ],
)
def test_other_separators_and_workbooks_are_read_as_well(tmp_path, raw):
    lines, report = lines_of(tmp_path, raw)

    assert (lines, report.problems) == ([(2, "A", "矢崎, 高")], [])


def test_cells_of_a_workbook_are_written_out_and_those_without_a_value_refuse_their_row(tmp_path):
    def also(written, page):
        page.write_datetime(1, 1, date(2026, 4, 1), written.add_format({"num_format": 14}))
        page.write_row(2, 0, [0.5, True])
        page.write_row(3, 0, ["C"])
        page.write_formula(4, 1, "=1/0", None, "#DIV/0!")
        page.write_formula(5, 2, "=1/0", None, "#DIV/0!")

    lines, report = lines_of(tmp_path, book(["ref", "name", "other"], [], also=also))

    assert lines == [(2, "", "2026-04-01"), (3, "0.5", "true"), (4, "C", ""), (6, "", "")]
    assert [(one.row, one.column, one.reason) for one in report.problems] == [
        (5, "name", "Cell B5: it shows the error #DIV/0!.")
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "Côte".encode("latin-1"),
        "Montréal".encode("latin-1"),
        b"\xff",
        "Côte".encode()[:2],
        "Ethiopia \ufffd".encode(),
    ],
)
@pytest.mark.parametrize("other", ["Kenya", "Côte d'Ivoire", "矢崎の工場"])
def test_a_row_in_a_broken_encoding_is_named_and_the_others_are_kept(tmp_path, broken, other):
    raw = b"ref,name\nA," + other.encode() + b"\nB," + broken + b"\nC,Ghana\n"

    lines, report = lines_of(tmp_path, raw)

    assert lines == [(2, "A", other), (4, "C", "Ghana")]
    assert rejected(report) == [(3, "name")]


def test_a_broken_column_that_is_not_ours_is_no_matter(tmp_path):
    lines, report = lines_of(tmp_path, b"ref,name,remark\nA,Kenya,\xe9t\xe9\n")

    assert (lines, report.problems) == ([(2, "A", "Kenya")], [])


def test_rows_that_are_too_short_or_too_long_are_named(tmp_path):
    lines, report = lines_of(tmp_path, b"ref,name\nA\nB,Kenya,surplus\nC,Ghana,,\n")

    assert lines == [(4, "C", "Ghana")]
    assert rejected(report) == [(2, "name"), (3, "3")]
    assert report.problems[0].reason == "The row has 1 cells instead of 2."


def test_a_quotation_mark_that_is_not_closed_is_guessed_at(tmp_path):
    lines, report = lines_of(tmp_path, b'ref,name\nA,Kenya\n"B,Ghana\nC,Togo\n')

    assert lines == [(2, "A", "Kenya")]
    assert [problem.row for problem in report.problems] == [3]
    assert "not closed" in report.problems[0].reason


def test_rows_are_numbered_as_a_spreadsheet_does_and_empty_ones_not_counted(tmp_path):
    lines, report = lines_of(tmp_path, b'ref,name\r\nA,"two\r\nlines"\r\n\r\n,\r\nB, Kenya \r\n')

    assert lines == [(2, "A", "two\r\nlines"), (5, "B", "Kenya")]
    assert report.read == 0


def test_columns_may_stand_in_any_order_beside_others_in_any_case(tmp_path):
    lines, _report = lines_of(tmp_path, b"Name ,remark,REF\nKenya,x,A\n")

    assert lines == [(2, "A", "Kenya")]


def test_a_header_repeated_further_down_is_no_row(tmp_path):
    lines, report = lines_of(tmp_path, b"ref,name\nA,Kenya\nref,name\nB,Ghana\n")

    assert [number for number, *_cells in lines] == [2, 4]
    assert report.problems == []


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "It is empty."),
        (b"\n , \n", "It is empty."),
        (b"ref\nA\n", "Missing columns: name."),
        (b"ref,name,Name\nA,b,c\n", "Columns named twice: name."),
        (
            b"PK\x03\x04 a workbook",
            "The workbook is damaged, or broke off on the way. Save it anew, and send that.",
        ),
        (b"ref,name\nA," + b"x" * 200_000, "Line 2: field larger than field limit (131072)."),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_says_why(tmp_path, raw, reason):
    with pytest.raises(FileNotReadable) as refusal:
        lines_of(tmp_path, raw)

    assert str(refusal.value) == reason


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(FileNotReadable, match="No such file or directory"):
        read(tmp_path / "missing.csv", COLUMNS, Report())


@given(st.binary(max_size=200))
def test_no_bytes_bring_reading_down(raw):
    with tempfile.TemporaryDirectory() as folder:
        lines, report = lines_of(Path(folder), b"ref,name\nA,Kenya\n" + raw)

    assert all(problem.row > 1 for problem in report.problems)
    assert len(lines) >= 1 or report.problems


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), max_size=5))
def test_what_is_written_as_utf8_is_read_as_it_was(names):
    written = io.StringIO()
    csv.writer(written).writerows([("ref", "name"), *(("A", name) for name in names)])
    with tempfile.TemporaryDirectory() as folder:
        lines, report = lines_of(Path(folder), written.getvalue().encode())

    whole = [name.strip() for name in names if "\ufffd" not in name]
    assert [name for _number, _ref, name in lines] == whole
    assert report.rejected == len(names) - len(whole)
