"""A list becomes the same table, whatever wrote the file; what cannot be read says where."""

import csv
import io
import tracemalloc
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.cells import as_text
from itpo.office.importing.tables import table_of
from tests.office.importing.books import book

pytestmark = pytest.mark.once  # no database is asked

ROWS = [["名前", "会社"], ["①髙﨑 ハルオ", "㈱矢崎"], ["山田\n春男", "齋藤商事"]]
SENTENCE = "The text is broken: not UTF-8. Save it as “CSV UTF-8”."
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=12)


def written(rows, separator=","):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def refusal_of(raw, name="list.csv"):
    with pytest.raises(FileNotReadable) as refusal:
        table_of(raw, name)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("encoding", "what"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp932", "CP932"),
        ("utf-16", "UTF-16"),
    ],
)
def test_a_list_is_the_same_in_every_encoding(encoding, what):
    table = table_of(written(ROWS).encode(encoding), "list.csv")

    assert (table.heads, table.rows) == (ROWS[0], [(2, ROWS[1]), (3, ROWS[2])])
    assert table.what == f"CSV, {what}, separated by ,"


def test_a_workbook_says_the_same_as_a_csv_file():
    table = table_of(book(*ROWS), "list.xlsx")

    assert (table.heads, table.rows) == (ROWS[0], [(2, ROWS[1]), (3, ROWS[2])])
    assert table.what == "Excel, sheet “Contacts”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_western_accents_are_kept_beside_japanese(encoding):
    rows = [["name", "company"], ["é ã ü", "①髙﨑㈱"]]

    table = table_of(written(rows).encode(encoding), "list.csv")

    assert table.rows == [(2, rows[1])]


@pytest.mark.parametrize(("separator", "said"), [(",", ","), (";", ";"), ("\t", "tab")])
def test_the_separator_is_found(separator, said):
    rows = [["Name, family;given", "Note"], ["Yamada, Haruo", "a;b;c\nd"]]

    table = table_of(written(rows, separator).encode(), "list.csv")

    assert (table.heads, table.rows) == (rows[0], [(2, rows[1])])
    assert table.what == f"CSV, UTF-8, separated by {said}"


def test_empty_rows_have_a_number_and_a_second_head_is_no_row():
    table = table_of(b"\nname,mail\n,\nA,\nName,Mail\nB,b@example.org,\n", "list.csv")

    assert table.rows == [(4, ["A", None]), (6, ["B", "b@example.org"])]


def test_a_cell_that_cannot_be_read_is_none_and_says_why():
    table = table_of(b"name,mail\nA,\xe9t\xe9\nB\x01,b\n" + "C,é\n".encode(), "list.csv")

    assert table.rows == [(2, ["A", None]), (3, [None, "b"]), (4, ["C", "é"])]
    assert table.unreadable == {
        (2, 1): SENTENCE,
        (3, 0): "The text holds a control character.",
    }


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "“list.csv” is empty."),
        (b" \n\t\n", "“list.csv” is empty."),
        (b"\n,,\n", "It is empty."),
        (b"name,mail\n", "“list.csv” has a head and nothing below it."),
        (b"name,mail\n,\n", "“list.csv” has a head and nothing below it."),
        (b"name,mail,Name\nA,b,c\n", "Columns named twice: name."),
        (b"n\xe9m,mail\nA,b\n", f"Row 1, column 1: {SENTENCE}"),
        (b"name,mail\nA,b,c\n", "Row 2 has 3 cells instead of 2."),
        (
            b'name,mail\nA,b\n"B,c\nC,d\n',
            "Row 3 has 1 cells instead of 2. Perhaps a quotation mark is not closed.",
        ),
        (
            ",".join(f"h{number}" for number in range(200)).encode() + b"\nA\n",
            "Row 1 has more than 100 columns (200). Take out what is not needed.",
        ),
        (b"name\n" + b"A\n" * 50_001, "The list has more than 50,000 rows. Part it in two."),
        (
            b"name\n" + b"A" * 10 * 1024 * 1024,
            "The file is larger than 10 MB. Part the list in two.",
        ),
        (
            b"%PDF-1.7\n%\xe2\xe3",
            "It is a PDF file, whatever its name says. "
            "Save the list as an Excel workbook (.xlsx) or as CSV.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
            "It is an Excel workbook of the old kind (.xls). Save it as .xlsx, and send that.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "The workbook is protected by a password. Take it off, and send the file again.",
        ),
        (b"name,mail\nA," + b"x" * 200_000, "Line 2: field larger than field limit (131072)."),
    ],
)
def test_a_file_that_is_no_list_says_what_and_where(raw, said):
    assert refusal_of(raw) == said


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" a ", "a"),
        (0, "0"),
        (2026, "2026"),
        (Decimal("0.00001"), "0.00001"),
        (True, "true"),
        (date(2026, 4, 1), "2026-04-01"),
    ],
)
def test_a_cell_in_words_is_as_a_csv_file_would_have_it(cell, text):
    assert as_text(cell) == text


def cost_of(raw, name="list.csv"):
    """The seconds of computing and the bytes it takes to refuse a file."""
    began = process_time()
    refusal_of(raw, name)
    took = process_time() - began
    tracemalloc.start()
    refusal_of(raw, name)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return took, most


@pytest.mark.parametrize("sign", [b"\n", b",", b"\x00", b'"', b";\n", b"\xe3\x81\x82\n"])
def test_ten_megabytes_of_anything_are_told_quickly_and_in_little_memory(sign):
    raw = (sign * (10 * 1024 * 1024 // len(sign)))[: 10 * 1024 * 1024]

    took, most = cost_of(b"name,mail\n" + raw[20:])

    assert (took < 8, most < 150 * 1024 * 1024) == (True, True), (took, most)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    try:
        table = table_of(b"name,mail\nA,b\n" + raw, "list.csv")
    except FileNotReadable:
        pass
    else:
        assert all(len(cells) == 2 for _number, cells in table.rows)


CELLS = st.one_of(
    PLAIN.map(lambda text: text.strip()),
    st.integers(-(10**14), 10**14),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.decimals(Decimal(-1000), Decimal(1000), places=2),
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_what_is_written_is_read_as_it_was(rows):
    heads = ("one", "two", "three")
    said = [[as_text(cell) for cell in row] for row in rows]
    wanted = [
        (number, [cell or None for cell in row])
        for number, row in enumerate(said, start=2)
        if any(row) and [cell.casefold() for cell in row] != list(heads)
    ]
    raw = written([heads, *said], ";").encode("utf-8-sig")

    if wanted:
        table = table_of(raw, "list.csv")

        whole = {
            (number, place): cell
            for number, cells in wanted
            for place, cell in enumerate(cells)
            if cell is None or "\ufffd" not in cell
        }
        read = {
            (number, place): cell
            for number, cells in table.rows
            for place, cell in enumerate(cells)
            if (number, place) not in table.unreadable
        }
        assert read == whole


def test_the_line_excel_writes_for_itself_says_the_separator():
    table = table_of(b"sep=;\r\nname;post\r\nAbe, Taro;Director\r\n", "list.csv")

    assert (table.heads, table.rows) == (["name", "post"], [(2, ["Abe, Taro", "Director"])])


def test_kanji_of_names_alone_speak_for_cp932():
    table = table_of("name\n髙﨑①㈱\n".encode("cp932"), "list.csv")

    assert table.rows == [(2, ["髙﨑①㈱"])]
