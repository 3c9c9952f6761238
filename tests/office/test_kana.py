"""Readings are sorted alike, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itpo.office.kana import in_order


@pytest.mark.parametrize(
    "alike",
    [
        ["やざき", "ヤザキ", "ﾔｻﾞｷ", "ヤサ\u3099キ"],
        ["オーノ", "オオノ", "ｵｰﾉ", "おおの"],
        ["キューイ", "キユウイ"],
        ["ニシダ　ハルオ", "にしだ はるお"],
        ["ヴァン", "ウアン"],
        ["ラーー", "ラアア"],
    ],
)
def test_what_is_said_alike_is_sorted_alike(alike):
    assert len(set(map(in_order, alike))) == 1


def test_voicing_and_small_kana_decide_only_where_nothing_else_does():
    sorted_by_reading = sorted(
        ["バンドウ", "ハラ", "きよた", "キャノン", "ガトウ", "かとう"], key=in_order
    )

    assert sorted_by_reading == ["ガトウ", "かとう", "キャノン", "きよた", "ハラ", "バンドウ"]


def test_what_is_no_reading_is_kept_as_it_is_folded():
    assert [in_order(one) for one in ("", "ー", "ンー", "Acme ー")] == ["", "ー", "ン", "acme ー"]


@given(st.text(max_size=30))
def test_any_text_can_be_sorted(text):
    assert in_order(in_order(text)) == in_order(text)
