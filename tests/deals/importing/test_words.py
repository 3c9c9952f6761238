"""Comparing words as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.importing.words import fold, half_width, lines, names, pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte d'Ivoire", "COTE D’IVOIRE"),
        ("Research & Development", "research and development"),
        ("ＪＥＴＲＯ", "jetro"),
        ("Timor-Leste", "Timor  Leste"),
    ],
)
def test_spellings_of_the_same_words_are_the_same(one, other):
    assert fold(one) == fold(other)


def test_kana_keep_their_voicing():
    assert fold("ガーナ") != fold("カーナ")


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_a_footnote_is_not_a_digit():
    assert half_width("５４²") == "54²"


def test_free_text_is_parted_at_semicolons_and_lines():
    assert pieces(" food; energy ；\n water;; ") == ["food", "energy", "water"]


def test_a_piece_is_also_called_what_its_brackets_hold():
    assert [name.strip() for name in names("Chamber of Commerce (CCM)")] == [
        "Chamber of Commerce (CCM)",
        "Chamber of Commerce",
        "CCM",
    ]


def test_words_of_several_rows_stand_once_in_no_files_order():
    assert lines(["b", "", "a", "b"]) == "a\nb"
