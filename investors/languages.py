"""The languages people work in, as they are typed: “fr, Arabic、日本語”."""

import re
from collections.abc import Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info

CODES = {
    str(word).casefold(): code
    for code, info in LANG_INFO.items()
    for word in (code, info.get("name", code), info.get("name_local", code))
}


def read(typed: str) -> frozenset[str]:
    """The codes of the languages named; a word that names none of them stands for itself."""
    words = (word.strip().casefold() for word in re.split(r"[,;、，・/]", typed))
    return frozenset(CODES.get(word, word) for word in words if word)


def in_words(codes: Iterable[str]) -> str:
    """The languages as the reader names them."""
    return ", ".join(sorted(_called(code) for code in codes))


def _called(code: str) -> str:
    if code not in LANG_INFO:
        return code.capitalize()
    return str(get_language_info(code)["name_translated"])
