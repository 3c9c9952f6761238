"""The words a row is found by, folded and kept beside what was typed.

They stand in one text, `| yazaki corporation | yazaki | 矢崎総業 |/ 崎総 総業 業 `: names and
numbers as a whole, each between two bars, so that a name can be told from a part of one; then
the pieces of Japanese words, where no blank says where the next word begins. Every word has a
blank before it, so that its beginning can be looked for.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from itpo.office.folding import digits, fold, fold_company, romaji, short_vowels, without_form
from itpo.office.phones import national

# What stands within a name for some, and is left out by others: Côte d’Ivoire, S.A., Al-Amin.
JOINTS = re.compile("['’‘ʼ`´.\u2010\u2011\u2013・-]")
# Kanji and Hangul: what is written with them has no blanks. Nor has kana, of which two letters
# alone say little.
KANJI = re.compile("[\u3005-\u3007\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
KANA = re.compile("[\u30a1-\u30ff]")
PIECE = 2  # characters


def squeezed(text: str) -> str:
    """Folded as if nothing stood between the parts of a word: cote divoire."""
    return fold(JOINTS.sub("", text))


def words(*texts: str) -> Iterator[str]:
    """A name or a text, with its joints and without."""
    text = " ".join(texts)
    yield fold(text)
    yield squeezed(text)


def person(family: str, given: str) -> Iterator[str]:
    """A person's name in Roman letters; long vowels also short."""
    yield from words(family, given)
    yield short_vowels(fold(f"{family} {given}"))


def kanji_name(family: str, given: str) -> Iterator[str]:
    """A person's name in kanji, which has no blank."""
    yield fold(f"{family}{given}")


def company(name: str) -> Iterator[str]:
    """A company's name with and without its legal form."""
    bare = fold_company(name)
    yield bare
    yield from words(name)
    yield short_vowels(bare)


def reading(kana: str) -> Iterator[str]:
    """A reading, with and without blanks, and in Roman letters."""
    folded = fold(kana)
    yield folded
    yield folded.replace(" ", "")
    yield romaji(kana)


def number(text: str) -> Iterator[str]:
    yield digits(text)


def phone(text: str) -> Iterator[str]:
    """A phone number as dialled from abroad or at home."""
    yield national(text)
    yield digits(text)


def email(address: str) -> Iterator[str]:
    yield fold(address)


# How some columns of a model are folded, by their names.
Folds = Mapping[tuple[str, ...], Callable[..., Iterable[str]]]


def text_of(entries: Iterable[str]) -> str:
    """Entries as the one text that is searched."""
    known = list(dict.fromkeys(entry for entry in entries if entry))
    if not known:
        return ""
    kanji = [word for entry in known if KANJI.search(entry) for word in without_form(entry).split()]
    pieces = dict.fromkeys(chain.from_iterable(map(_pieces, kanji)))
    return f"| {' | '.join(known)} |" + (f"/ {' '.join(pieces)} " if pieces else " ")


def _pieces(word: str) -> Iterator[str]:
    """What a word without blanks holds, by two characters; its beginning is found anyway."""
    if KANJI.search(word):
        for at in range(1, len(word)):
            if KANJI.match(word[at]) or (KANA.match(word[at]) and at + 1 < len(word)):
                yield word[at : at + PIECE]
