"""Names and words as they are compared and searched for, never as they are shown.

Folding takes away what people leave out or write otherwise: case, accents, punctuation, width,
hiragana or katakana, and which of several characters for the same kanji a name is written with.
"""

import re
import unicodedata
from functools import lru_cache

import jaconv

from itpo.office.spellings import (
    JAPANESE_FORMS,
    LATIN_FORMS,
    PLAIN,
    SAME_KANJI,
    SHORT_FORMS,
    SURE_FORMS,
)

# Full-width ASCII, as Japanese input methods type it. Not NFKC: that turns a footnote's ² into 2.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# The voicing marks of kana are no accents: without them ガ would be カ.
VOICING = "\u3099\u309a"
# Hiragana as katakana, and each kanji as the one that everybody can type.
AS_ONE = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)} | SAME_KANJI
FORMS = re.compile("^(?:{0})+|(?:{0})+$".format("|".join(JAPANESE_FORMS)))
ASCII_WORDS = re.compile(r"[0-9a-z]+")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3099\u309a ]+")
LONG_VOWELS = re.compile(r"(?:ou|oo|oh(?![aiueoy]))|uu|(?<=a)a|(?<=i)i|(?<=e)e")


def half_width(text: str) -> str:
    return text.translate(HALF_WIDTH)


def fold(text: str) -> str:
    """The words without all that is written in several ways, with one space between them."""
    if text.isascii():
        return " ".join(ASCII_WORDS.findall(text.lower().replace("&", " and ")))
    return _fold(text)


@lru_cache(maxsize=1024)  # of one row, a name is folded several times
def _fold(text: str) -> str:
    folded = _fold_once(text)
    # Some letters have a case only after they are taken apart: 𝘈 becomes A, and then a.
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    plain = text.casefold().replace("&", " and ").translate(PLAIN)
    apart = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in apart if c in VOICING or not unicodedata.combining(c))
    whole = unicodedata.normalize("NFC", bare).translate(AS_ONE)
    kept = "".join(c if c.isalnum() or c in VOICING else " " for c in whole)
    return " ".join(kept.split())


def fold_company(name: str) -> str:
    """A company's name folded, without its legal form; all of it where there is nothing else."""
    folded = fold(name)
    words = without_form(folded).split()
    while len(words) > 1 and (words[-1] in LATIN_FORMS or words[-2:] == ["k", "k"]):
        words = words[:-2] if words[-1] == "k" else words[:-1]
    return " ".join(words) or folded


def without_form(folded: str) -> str:
    """Folded words without Japanese legal forms: those are never part of a name."""
    words = [FORMS.sub("", word) for word in folded.split()]
    return " ".join(word for word in words if word and word not in SHORT_FORMS)


def is_legal_form(folded: str) -> bool:
    """Whether folded words are nothing but a legal form, and could hardly be a name."""
    return all(word in SURE_FORMS for word in folded.split())


def digits(text: str) -> str:
    """Nothing but the digits, each as 0 to 9 in whatever script it was written."""
    return "".join(str(unicodedata.decimal(one)) for one in fold(text) if one.isdecimal())


def is_kana(text: str) -> bool:
    return bool(text.strip()) and KANA.fullmatch(jaconv.h2z(text).replace("・", " ")) is not None


def romaji(reading: str) -> str:
    """A reading in kana as Roman letters, folded, without its long vowels: とうきょう is tokyo."""
    kana = jaconv.kata2hira(fold(reading).replace("ー", ""))
    return short_vowels(fold(jaconv.kana2alphabet(kana)))


def short_vowels(folded: str) -> str:
    """Folded Roman letters with each long vowel short, since nobody writes them alike."""
    return LONG_VOWELS.sub(lambda found: found[0][:1] if found[0][0] in "ou" else "", folded)
