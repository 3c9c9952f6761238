"""The lists of webinar tools, read whatever tool wrote them, and what is none."""

import pytest

from investors.attendance import sheets
from itpo.office.csv_files import FileNotReadable
from tests.investors.attendance.lists import JAPANESE, TEAMS, ZOOM


def read(raw: bytes) -> sheets.Sheet:
    return sheets.read(sheets.text_in(raw))


def headings(sheet: sheets.Sheet) -> dict[str, str]:
    return {column: sheet.headings[number] for column, number in sheet.columns.items()}


def test_zooms_summary_stands_above_the_headings():
    sheet = read(ZOOM.encode())

    assert headings(sheet) == {
        "attended": "Attended",
        "name": "User Name (Original Name)",
        "email": "Email",
        "organisation": "Organization",
        "joined": "Join Time",
        "minutes": "Time in Session (minutes)",
    }
    assert [line.number for line in sheet.lines] == [7, 8, 9, 10]


def test_of_teams_report_the_participants_are_read_and_not_what_they_did():
    sheet = read(TEAMS.encode("utf-16"))

    assert headings(sheet) == {
        "name": "Name",
        "email": "Email",
        "joined": "First Join",
        "minutes": "In-Meeting Duration",
    }
    assert [line.cells[0] for line in sheet.lines] == [
        "Taro Yamada",
        "Awa Diop",
        "3. In-Meeting Activities",
    ]


ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_japanese_list_is_read_in_every_usual_encoding(encoding):
    sheet = read(JAPANESE.encode(encoding))

    assert headings(sheet) == {
        "name": "氏名",
        "email": "メールアドレス",
        "organisation": "会社名",
        "joined": "参加時刻",
        "minutes": "参加時間（分）",
    }
    assert [line.cells[0] for line in sheet.lines] == ["山田 太郎", "髙橋 花子"]


def test_kanji_without_kana_are_no_western_accents():
    sheet = read("Name,Email\n山田太郎,taro@example.org\n".encode("cp932"))

    assert sheet.lines[0].cells[0] == "山田太郎"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_by_itself(separator):
    rows = [["Name", "E-mail"], ['"Yamada, Taro"', "taro@example.org"]] * 2

    sheet = read("\n".join(separator.join(row) for row in rows).encode())

    assert sheet.columns == {"name": 0, "email": 1}
    assert [line.cells for line in sheet.lines] == [["Yamada, Taro", "taro@example.org"]] * 2


def test_family_and_given_names_of_columns_of_their_own_are_put_together():
    assert read(b"First Name,Last Name,Email\nTaro,Yamada,t@example.org\n").columns == {
        "given": 0,
        "name": 1,
        "email": 2,
    }


def test_headings_nobody_knows_are_left_to_be_chosen():
    sheet = read("Qui,Où\nAwa Diop,Dakar\n".encode())

    assert (sheet.headings, sheet.columns) == (["Qui", "Où"], {})


REFUSED = [
    (b"", "The file is empty"),
    (b" \n\n", "The file is empty"),
    (b"Name,Email\n", "headings and nobody below"),
    (b"PK\x03\x04 workbook", "not a CSV file"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "not a CSV file"),
    (b"Name,Email\n" + b"x" * sheets.LARGEST, "larger than 5 MB"),
    (b"Name,Email\n" + b"a,a@example.org\n" * (sheets.MOST_LINES + 1), "20001 lines"),
    (b'Name,Email\n"' + b"a" * 200_000, "field larger than field limit"),
]


@pytest.mark.parametrize(("raw", "sentence"), REFUSED)
def test_what_is_no_list_is_refused_in_a_sentence(raw, sentence):
    with pytest.raises(FileNotReadable, match=sentence):
        read(raw)
