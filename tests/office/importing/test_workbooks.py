"""Workbooks as Excel and other programs write them, and as nobody should."""

import io
import re
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.tables import table_of
from tests.office.importing.books import SHEET, book, spoilt, zipped
from tests.office.importing.test_tables import cost_of

pytestmark = pytest.mark.once  # no database is asked

DAMAGED = "The workbook is damaged, or broke off on the way. Save it anew, and send that."
TOO_LARGE = "The workbook unpacks to far more than a list can hold. Save only the list, as .xlsx."
NO_BOOK = "It is a zip archive, but no Excel workbook. Save the list as .xlsx."
MEGABYTE = 1024 * 1024
TEXTS = "xl/sharedStrings.xml"


def moment(*parts):
    """A moment as a workbook knows it: of no zone."""
    return datetime(*parts)  # noqa: DTZ001


def cells_of(raw):
    return table_of(raw, "list.xlsx").rows


def without_value(name):
    return book(
        ["name"], also=lambda _book, page: page.write_formula(name, "=#REF!", None, "#REF!")
    )


def small(change, part=SHEET):
    return spoilt(book(["name"], ["a"]), change, part)


def refusal_of(raw):
    with pytest.raises(FileNotReadable) as refusal:
        table_of(raw, "list.xlsx")
    return str(refusal.value)


@pytest.mark.parametrize("epoch", [{}, {"date_1904": True}])
def test_cells_are_what_they_show(epoch):
    def also(written, page):
        day = written.add_format({"num_format": "yyyy/m/d"})
        minute = written.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_datetime(1, 0, moment(2026, 4, 1), day)
        page.write_datetime(2, 0, moment(2026, 4, 1), minute)
        page.write_datetime(3, 0, moment(2026, 4, 1, 9, 30), minute)
        page.write_number(4, 0, 0.375, written.add_format({"num_format": "hh:mm"}))
        page.write_number(5, 0, 2026.0)
        page.write_number(6, 0, 0.1 + 0.2)
        page.write_number(7, 0, 3010401026805)
        page.write_boolean(8, 0, True)
        page.write_string(9, 0, " 2026-04-01 ")
        page.write_formula(10, 0, "=1+1", None, 2)

    raw = book(["what", "note"], options=epoch, also=also)

    assert [cells[0] for _number, cells in cells_of(raw)] == [
        date(2026, 4, 1),
        date(2026, 4, 1),
        moment(2026, 4, 1, 9, 30),
        "09:00",
        2026,
        Decimal("0.3"),
        3010401026805,
        True,
        "2026-04-01",
        2,
    ]


def test_a_japanese_day_is_a_day():
    def also(written, page):
        for row, shown in enumerate(
            ['[$-411]ggge"年"m"月"d"日"', 'yyyy"年"m"月"d"日"', 31], start=1
        ):
            page.write_number(row, 0, 45000, written.add_format({"num_format": shown}))

    assert cells_of(book(["day"], also=also)) == [(row, [date(2023, 3, 15)]) for row in (2, 3, 4)]


def test_a_reading_beside_a_text_is_not_part_of_it():
    raw = spoilt(
        book(["name"], ["山田"]),
        lambda xml: xml.replace(
            "<t>山田</t>",
            '<r><t>山</t></r><r><t>田</t></r><rPh sb="0" eb="2"><t>ヤマダ</t></rPh>',
        ),
        "xl/sharedStrings.xml",
    )

    assert cells_of(raw) == [(2, ["山田"])]


def test_texts_inside_the_sheet_and_elements_with_a_prefix_are_read():
    def change(xml):
        inline = '<c r="A2" t="inlineStr"><is><t>A &amp; B_x000D_</t></is></c>'
        xml = re.sub(r'<c r="A2".*?</c>', inline, xml)
        return re.sub(r"<(/?)(?=[a-z])", r"<\1x:", xml.replace("xmlns=", "xmlns:x="))

    assert cells_of(spoilt(book(["name"], ["?"]), change)) == [(2, ["A & B"])]


def test_cells_without_an_address_follow_each_other():
    raw = spoilt(
        book(["one", "two"], ["a", "b"]), lambda xml: re.sub(r' r="[A-Z]?[0-9]+"', "", xml)
    )

    assert cells_of(raw) == [(2, ["a", "b"])]


def test_blank_cells_and_rows_keep_their_places():
    def also(written, page):
        page.write_row(4, 0, ["a", None, "c"])
        page.write_blank(900_000, 9_000, None, written.add_format({"bg_color": "red"}))

    assert cells_of(book(["one", "two", "three", "four"], also=also)) == [
        (5, ["a", None, "c", None])
    ]


def test_the_first_sheet_that_is_shown_and_holds_anything_is_read():
    made = openpyxl.Workbook()
    made.active.title = "Cover"
    hidden, people = made.create_sheet("Codes"), made.create_sheet("People")
    hidden.append(["code"])
    hidden.sheet_state = "hidden"
    people.append(["name"])
    people.append(["Yamada"])
    raw = io.BytesIO()
    made.save(raw)

    table = table_of(raw.getvalue(), "list.xlsx")

    assert (table.what, table.rows) == ("Excel, sheet “People”", [(2, ["Yamada"])])


def test_a_cell_without_a_result_is_none_and_says_where():
    def also(written, page):
        page.write_formula("A2", "=1/0", None, "#DIV/0!")
        page.write_formula("B2", "=1+1", None, "")
        page.write_formula("C3", '=""', None, "")
        page.write_string("A3", "a")
        page.write_number("B3", -5, written.add_format({"num_format": "yyyy-mm-dd"}))

    def change(xml):
        return xml.replace('<c r="C3"', '<c r="C3" t="str"')

    table = table_of(spoilt(book(["one", "two", "three"], also=also), change), "list.xlsx")

    assert table.rows == [(2, [None, None, None]), (3, ["a", None, None])]
    assert table.unreadable == {
        (2, 0): "Cell A2: it shows the error #DIV/0!.",
        (2, 1): "Cell B2: its formula has no result. Open the file in Excel and save it there.",
        (3, 1): "Cell B3: the number -5 is no day.",
    }


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (book(), "It is empty."),
        (book(["name"]), "“list.xlsx” has a head and nothing below it."),
        (book(["name", "mail", "NAME"], ["a"]), "Columns named twice: name."),
        (
            book([f"h{number}" for number in range(200)], ["a"]),
            "Row 1 has more than 100 columns (101). Take out what is not needed.",
        ),
        (
            book(["name"], also=lambda _book, page: page.merge_range("B2:C3", "both")),
            "The cells B2:C3 of the sheet “Contacts” are merged. "
            "Unmerge them and fill in each, so that every row says all of its own.",
        ),
        (
            book(
                ["name"], also=lambda _book, page: page.write_formula("B1", "=#REF!", None, "#REF!")
            ),
            "Row 1, column 2: Cell B1: it shows the error #REF!.",
        ),
        (b"PK\x03\x04 a workbook", DAMAGED),
        (book(["name"], ["a"])[:-500], DAMAGED),
        (small(lambda xml: xml[:300]), DAMAGED),
        (
            small(lambda xml: xml.replace('r="A2"', 'r="A99999999"')),
            DAMAGED,
        ),
        (small(lambda xml: xml.replace("<v>1</v>", "<v>7</v>")), DAMAGED),
        (zipped({}), NO_BOOK),
        (zipped({"content.xml": b"<a/>"}), NO_BOOK),
        (zipped({"xl/workbook.bin": b"a"}), NO_BOOK),
    ],
)
def test_a_workbook_that_is_no_list_says_what_and_where(raw, said):
    assert refusal_of(raw) == said


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def laughing(xml):
    """A part that begins by defining entities."""
    return LAUGHS + xml.split("?>", 1)[1]


def with_part(name, data):
    """A workbook with one part that was packed tightly."""
    made = io.BytesIO(book(["name"], ["a"]))
    with zipfile.ZipFile(made) as before:
        whole = {one: before.read(one) for one in before.namelist()}
    return zipped({**whole, name: data})


def lying():
    """A part that says it unpacks to little, and does not."""
    raw = with_part(SHEET, b"<worksheet>" + b" " * 30 * MEGABYTE)
    size = (30 * MEGABYTE + 11).to_bytes(4, "little")
    return raw.replace(size, (1000).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: with_part(SHEET, b"<worksheet>" + b" " * 90 * MEGABYTE), TOO_LARGE),
        (lambda: with_part("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 30 * MEGABYTE), TOO_LARGE),
        (lying, DAMAGED),
        (
            lambda: small(laughing),
            DAMAGED,
        ),
        (
            lambda: spoilt(
                book(["name"], ["a"]), lambda xml: LAUGHS + xml.split("?>", 1)[1], "xl/workbook.xml"
            ),
            DAMAGED,
        ),
        # Few texts, to which very many cells refer.
        (lambda: book(["name"], *[["a" * 32_000]] * 4_000), TOO_LARGE),
    ],
)
def test_a_bomb_is_stopped_at_quickly_and_in_little_memory(make, said):
    raw = make()
    assert len(raw) < MEGABYTE

    took, most = cost_of(raw, "list.xlsx")

    assert refusal_of(raw) == said
    assert (took < 1, most < 5 * MEGABYTE) == (True, True), (took, most)


@settings(max_examples=150)
@given(st.data())
def test_a_workbook_with_changed_bytes_is_read_or_refused(data):
    raw = spoilt(book(["name", "day"], ["a", 3]), lambda xml: xml)
    for _time in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw = raw[:at] + bytes([data.draw(st.integers(0, 255))]) + raw[at + 1 :]

    with suppress(FileNotReadable):
        table_of(raw, "list.xlsx")


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda xml: xml.replace("UTF-8", "shift_jis", 1), SHEET),
        (lambda xml: xml.replace("UTF-8", "no such encoding", 1), SHEET),
        (lambda xml: xml.replace('numFmtId="0"', f'numFmtId="{"9" * 5000}"'), "xl/styles.xml"),
        (lambda xml: xml.replace("<v>0</v>", "<v>-1</v>", 1), SHEET),
    ],
)
def test_what_its_readers_stumble_over_is_damage(change, part):
    raw = small(change, part)

    assert refusal_of(raw) == DAMAGED


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_program_packs_a_workbook_so(packing):
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(["name"], ["a"]))) as before,
        zipfile.ZipFile(made, "w", packing) as after,
    ):
        for one in before.namelist():
            after.writestr(one, before.read(one))

    assert refusal_of(made.getvalue()) == DAMAGED


def test_a_cell_longer_than_excel_takes_is_refused():
    longest = "a" * 32_767

    fits = small(lambda xml: xml.replace(">a<", f">{longest}<"), TEXTS)
    one_more = small(lambda xml: xml.replace(">a<", f">{longest}a<"), TEXTS)

    assert cells_of(fits) == [(2, [longest])]
    assert refusal_of(one_more) == TOO_LARGE
