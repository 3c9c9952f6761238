"""Setting a paper: fast, without the network, the same for the same facts."""

import statistics
import time
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from itpo.office import typesetting
from tests.pace import a_second

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
OFFICE = {
    "name": "UNIDO ITPO Tokyo",
    "address": ["Shibuya"],
    "phone": "",
    "email": "",
    "signed_by": "MIHON Ichiro",
    "signed_as": "",
}
PERSON = {
    "name": "BENALI Amina",
    "own_script": "",
    "addressed": "BENALI Amina 殿",
    "titled": "BENALI Amina",
    "country": "Morocco",
    "in_country": "Morocco",
    "agency": "AMDIE",
    "post": "",
}
STAY = {"arrives": "a", "leaves": "b", "days": 12, "purpose": "p", "place": ""}
FACTS = {
    "office": OFFICE,
    "person": PERSON,
    "stay": STAY,
    "programme": "",
    "costs": [],
    "title": "Letter of reason",
    "author": "UNIDO ITPO Tokyo",
    "date": "21 November 2026",
    "preview": False,
}


def seconds(language: str) -> float:
    begun = time.perf_counter()
    typesetting.typeset("reason", FACTS, language, at=AT)
    return time.perf_counter() - begun


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_paper_takes_less_than_a_second(language):
    typesetting.typeset("reason", FACTS, language, at=AT)

    assert statistics.median(seconds(language) for _ in range(3)) < a_second()


def test_the_first_paper_of_a_process_takes_less_than_a_second():
    typesetting._compiler.cache_clear()

    assert seconds("ja") < a_second()


def test_the_file_says_what_it_is_and_by_whom():
    pdf = PdfReader(BytesIO(typesetting.typeset("reason", FACTS, "ja", at=AT)))

    assert pdf.metadata is not None
    assert (pdf.metadata.title, pdf.metadata.author) == ("Letter of reason", "UNIDO ITPO Tokyo")
    assert pdf.metadata.creation_date == AT
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "ja-JP"
    assert root["/MarkInfo"]["/Marked"]  # tagged: a screen reader knows headings and tables


def test_a_moment_is_taken_as_any_clock_tells_it():
    tokyo = AT.replace(microsecond=190751).astimezone(ZoneInfo("Asia/Tokyo"))

    said = typesetting.typeset("reason", FACTS, "en", at=tokyo)

    assert said == typesetting.typeset("reason", FACTS, "en", at=AT)


def test_the_same_facts_give_the_same_bytes():
    first = typesetting.typeset("reason", FACTS, "ja", at=AT)
    typesetting.typeset("reason", {**FACTS, "title": "Another"}, "en", at=AT)

    assert typesetting.typeset("reason", FACTS, "ja", at=AT) == first


def test_only_the_font_that_comes_along_is_used():
    pdf = PdfReader(BytesIO(typesetting.typeset("reason", FACTS, "ja", at=AT)))

    fonts = pdf.pages[0]["/Resources"]["/Font"].values()
    assert {font.get_object()["/BaseFont"].split("+")[1] for font in fonts} == {
        "NotoSansCJKjp-Regular-Identity-H"
    }


def test_no_template_asks_for_what_is_not_here():
    asked = [
        path.name
        for path in typesetting.TEMPLATES.glob("*.typ")
        if "@preview" in path.read_text(encoding="utf-8")
    ]

    assert asked == []


def test_a_template_reads_nothing_outside_its_folder(tmp_path, monkeypatch):
    (tmp_path / "papers").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "papers" / "bad.typ").write_text('#read("../secret.txt")')
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path / "papers")
    typesetting._compiler.cache_clear()
    try:
        with pytest.raises(RuntimeError, match=r"escape|access|outside"):
            typesetting.typeset("bad", FACTS, "en", at=AT)
    finally:
        typesetting._compiler.cache_clear()


@pytest.mark.parametrize(
    ("text", "can"),
    [("阿美娜", True), ("Nguyễn Đức", True), ("Иванов", True), ("김", True), ("أمينة", False)],
)
def test_what_the_font_can_set(text, can):
    assert typesetting.can_set(text) is can
