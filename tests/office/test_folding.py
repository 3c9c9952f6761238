"""Names and words as they are compared and searched for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itpo.office.folding import SAME_KANJI, fold, fold_company, half_width, is_kana, romaji

pytestmark = pytest.mark.once  # no database is asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d'Ivoire", "COTE D’IVOIRE"),
        ("Research & Development", "research and development"),
        ("ＪＥＴＲＯ", "jetro"),
        ("Timor-Leste", "Timor  Leste"),
        ("São Tomé", "sao tome"),
        ("Łódź", "lodz"),
        ("やざき", "ヤザキ"),
        ("ﾔｻﾞｷ", "ヤザキ"),
        ("髙﨑", "高崎"),
        ("齋藤", "斎藤"),
        ("渡邊", "渡辺"),
        ("①", "1"),
    ],
)
def test_spellings_of_the_same_words_are_the_same(one, other):
    assert fold(one) == fold(other)


def test_kana_keep_their_voicing():
    assert fold("ガーナ") != fold("カーナ")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_a_company_twice_is_folding_it_once(text):
    assert fold_company(fold_company(text)) == fold_company(text)


def test_no_kanji_stands_for_one_that_stands_for_another():
    assert not {ord(kept) for kept in SAME_KANJI.values()} & set(SAME_KANJI)


@pytest.mark.parametrize(
    "written",
    [
        "矢崎総業株式会社",
        "株式会社矢崎総業",
        "矢崎総業㈱",
        "（株）矢崎総業",
        "㈱ 矢崎總業",
        "矢崎総業 (株)",
    ],
)
def test_a_company_is_the_same_with_and_without_its_legal_form(written):
    assert fold_company(written) == "矢崎総業"


@pytest.mark.parametrize(
    "written",
    ["Yazaki", "YAZAKI Co., Ltd.", "Yazaki Corporation", "Yazaki Kabushiki Kaisha", "Yazaki K.K."],
)
def test_and_in_roman_letters(written):
    assert fold_company(written) == "yazaki"


@pytest.mark.parametrize(
    ("name", "kept"), [("株式会社", "株式会社"), ("㈱", "株"), ("Limited", "limited")]
)
def test_a_name_that_is_nothing_but_a_legal_form_is_kept(name, kept):
    assert fold_company(name) == kept


def test_a_footnote_is_not_a_digit():
    assert half_width("５４²") == "54²"


@pytest.mark.parametrize(
    ("reading", "roman"),
    [
        ("やざき", "yazaki"),
        ("ﾔｻﾞｷ", "yazaki"),
        ("とうきょう", "tokyo"),
        ("おおの", "ono"),
        ("サトー", "sato"),
        ("しゅうへい", "shuhei"),
        ("Sato", "sato"),
    ],
)
def test_a_reading_in_roman_letters_has_no_long_vowels(reading, roman):
    assert romaji(reading) == roman


@pytest.mark.parametrize(
    ("text", "kana"),
    [("やざき", True), ("ﾔｻﾞｷ", True), ("ヤザキ ハルオ", True), ("矢ざき", False), ("", False)],
)
def test_what_is_kana(text, kana):
    assert is_kana(text) is kana
