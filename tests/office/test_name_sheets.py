"""Badges and table signs: names in both scripts, cut marks, and nothing that overflows."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from itpo.office import typesetting

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
OFFICE = {"name": "UNIDO ITPO Tokyo", "address": [], "phone": "", "email": ""}
WIDE, HIGH = 90, 55  # mm
LEFT, TOP = 15, 11


def named(name: str, other: str = "", whence: str = "", post: str = "") -> dict[str, str]:
    return {"name": name, "other": other, "from": whence, "post": post, "role": ""}


LONG = {
    "en": [
        named(
            "RANDRIANANTENAINA-RAKOTOARIMANANA Andriamandimbisoa Jean-Christophe",
            "",
            "Economic Development Board of Madagascar, Investment Promotion Department (EDBM)",
            "Director General for Investment Promotion and International Cooperation",
        ),
        named("W" * 80, "M" * 60, "W" * 200, "M" * 160),
        named("PHRA NAKHON SI AYUTTHAYA Wattanasombatsakul of the Royal Household", "", "BOI"),
    ],
    "ja": [
        named(
            "勅使河原龍之介",
            "TESHIGAWARA Ryunosuke",
            "独立行政法人新エネルギー・産業技術総合開発機構スマートコミュニティ・エネルギーシステム部",
            "統括主幹（国際共同研究開発プロジェクト推進担当）",
        ),
        named("寿限無" * 26, "JUGEMU " * 15, "国" * 200, "長" * 160),
    ],
}


def said(people: list[dict[str, str]], occasion: str = "A mission") -> dict[str, Any]:
    return {
        "office": OFFICE,
        "title": "Name badges",
        "author": "UNIDO ITPO Tokyo",
        "date": "",
        "mark": "",
        "occasion": occasion,
        "people": people,
    }


def ink(picture: bytes, darker_than: int = 200) -> Iterator[tuple[float, float]]:
    """Where in mm something is printed."""
    grey = Image.open(BytesIO(picture)).convert("L")
    mm = grey.width / 210
    for at, value in enumerate(grey.tobytes()):
        if value < darker_than:
            yield at % grey.width / mm, at // grey.width / mm


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("which", range(2))
def test_however_long_a_name_is_it_stays_on_its_badge(language, which):
    words = said([LONG[language][which]], "A very long name of a mission " * 6)

    [page] = typesetting.picture("badges", words, language, at=AT)

    on_paper = [(x, y) for x, y in ink(page) if LEFT < x < 210 - LEFT and TOP < y < 297 - TOP]
    assert on_paper
    # The first badge, and a margin within it; nothing reaches the next one.
    assert [
        (x, y)
        for x, y in on_paper
        if not (LEFT + 4 < x < LEFT + WIDE - 4 and TOP + 3 < y < TOP + HIGH - 3)
    ] == []


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("which", range(2))
def test_however_long_a_name_is_a_sign_stays_on_one_page(language, which):
    pages = typesetting.picture("signs", said([LONG[language][which]]), language, at=AT)

    assert len(pages) == 1
    assert [(x, y) for x, y in ink(pages[0]) if 11 < x < 199 and not 14 < y < 283] == []


def test_a_name_is_big_and_its_organisation_smaller():
    words = said([named("YAMADA Haruo", "山田春男", "Yazaki Corporation")])

    pdf = PdfReader(BytesIO(typesetting.typeset("badges", words, "en", at=AT)))

    sizes: dict[str, float] = {}
    pdf.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: sizes.setdefault(text.strip(), size)
    )
    assert sizes["YAMADA Haruo"] >= 24 > sizes["山田春男"] > sizes["Yazaki Corporation"] > 8


def test_ten_badges_are_on_a_sheet_with_marks_to_cut_along():
    pages = typesetting.picture(
        "badges", said([named(f"NAME {n}") for n in range(11)]), "en", at=AT
    )

    assert len(pages) == 2
    outside = {(round(x), round(y)) for x, y in ink(pages[0], 250) if x < LEFT - 1}
    assert {y for _x, y in outside} == {11, 66, 121, 176, 231, 286}


def test_a_sign_says_the_same_to_both_sides():
    words = said([named("YAMADA Haruo", "山田春男", "Yazaki")])

    text = PdfReader(BytesIO(typesetting.typeset("signs", words, "en", at=AT))).pages[0]

    assert text.extract_text().replace(" ", "").count("YAMADA") == 2


@pytest.mark.parametrize("template", ["badges", "signs"])
def test_a_hundred_names_take_less_than_a_second(template):
    people = [named(f"GUEST Number {n}", f"来賓{n}", f"Company {n}", "Manager") for n in range(100)]

    begun = time.perf_counter()
    typesetting.typeset(template, said(people), "en", at=AT)

    assert time.perf_counter() - begun < 1
