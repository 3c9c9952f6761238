"""Readings in the order in which Japanese lists have them."""

import unicodedata

from itpo.office.folding import fold

KATAKANA = [chr(code) for code in range(0x30A1, 0x30FB)]
LENGTH = "ー"
VOWELS = dict(zip("AIUEO", "アイウエオ", strict=True))


def _plain(kana: str) -> str:
    """The large kana without voicing that one stands beside in a list: ハ for バ, ヤ for ャ."""
    large = unicodedata.lookup(unicodedata.name(kana).replace("SMALL ", ""))
    return unicodedata.normalize("NFD", large)[0]


PLAIN = {ord(kana): _plain(kana) for kana in KATAKANA}
# What a mark of length after a kana stands for: after ン, nothing.
REPEATED = {kana: VOWELS.get(unicodedata.name(kana)[-1], "") for kana in KATAKANA}


def in_order(reading: str) -> str:
    """A reading as lists are sorted by: やざき, ヤザキ and ﾔｻﾞｷ alike, オーノ as オオノ.

    As in JIS X 4061: ガ stands beside カ and ョ beside ヨ, whatever follows decides first.
    """
    said = ""
    for one in fold(reading).translate(PLAIN):
        said += REPEATED.get(said[-1], one) if one == LENGTH and said else one
    return said
