"""What somebody looks for, taken apart: what must be found, and in which ways each may stand."""

import re
from collections.abc import Iterator
from itertools import count, islice
from typing import Any, NamedTuple

from itpo.office.entries import KANJI, squeezed
from itpo.office.folding import (
    digits,
    fold,
    half_width,
    is_kana,
    is_legal_form,
    romaji,
    short_vowels,
    without_form,
)
from itpo.office.phones import national

MOST = 10  # terms; nobody types more, and each is looked for in every table
FEW = 2  # letters, of which nearly every name has some: only beginnings of words are meant
ADDRESS = re.compile(r"\S*\w@\S*|@\w\S*")
# A corporate number, a phone number, a day: digits with what people put between them.
NUMBER = re.compile(r"(?<!\w)[T+]?\(?\d[\d\s()./‐‑–—ー−-]{4,}\d(?!\w)", re.IGNORECASE)
TAXED = re.compile(r"T\d+", re.IGNORECASE)  # a corporate number of which not all is typed yet
ENOUGH = 7  # digits, for a number to be one
# A word that may be Japanese in Roman letters; in others two vowels are not one long vowel.
SYLLABLES = re.compile(r"(?:(?:[kgsztdnhbpmrwyfj]|[kgnhbpmr]y|sh|ch|ts)?[aiueo]|oh|n|kk|tt|pp|ss)+")
SHORTEST = 4  # letters of such a word

STOOD_IN = re.compile("\x01([0-9]+)\x01")

Way = tuple[str, ...]  # texts that must all stand among the folded words


class Term(NamedTuple):
    """One thing looked for: as it was typed, and the ways it may be folded. One way is enough."""

    typed: str
    ways: list[Way]


# Of the terms, how many texts each way has; and how many phrases.
Shape = tuple[tuple[tuple[int, ...], ...], int]


class Wanted(NamedTuple):
    """The terms that must be found, and what a name would be that is just what was typed."""

    terms: list[Term]
    phrases: list[str]

    @property
    def shape(self) -> Shape:
        return tuple(tuple(map(len, term.ways)) for term in self.terms), len(self.phrases)

    @property
    def texts(self) -> list[str]:
        """Every text in it, in the order in which `stand_in` numbers them."""
        ways = [text for term in self.terms for way in term.ways for text in way]
        return [*ways, *self.phrases]


def wanted(words: str) -> Wanted:
    return Wanted(terms(words), phrases(words))


def stand_in(shape: Shape) -> Wanted:
    """Something of that shape with numbers in place of its texts: a query can be made of it."""
    numbers = map("\x01{}\x01".format, count())
    ways_of_terms, number_of_phrases = shape
    named = [Term("", [tuple(islice(numbers, texts)) for texts in ways]) for ways in ways_of_terms]
    return Wanted(named, list(islice(numbers, number_of_phrases)))


def filled_in(parameter: Any, texts: list[str]) -> Any:
    """A parameter of such a query, with the text in place of its number."""
    if not isinstance(parameter, str):
        return parameter
    return STOOD_IN.sub(lambda found: texts[int(found[1])], parameter)


def terms(words: str) -> list[Term]:
    """What must be found, the longest first. Nothing where there is no letter and no digit."""
    text = half_width(words)
    found = []
    for address in ADDRESS.findall(text):
        text = text.replace(address, " ", 1)
        found.append(Term(address, [(fold(address),)]))
    for number in NUMBER.findall(text):
        if len(digits(number)) >= ENOUGH:
            text = text.replace(number, " ", 1)
            found.append(Term(number, list(dict.fromkeys(_ways_of_number(number)))))
    found += [Term(typed, list(_ways(typed))) for typed in _meant(text.split())]
    return sorted((term for term in found if term.ways), key=lambda term: -len(term.typed))[:MOST]


def phrases(words: str) -> list[str]:
    """All of the words as one, folded in each script: what a name would be that is just that."""
    text = half_width(words)
    typed = " ".join(_meant(text.split()))
    every = [fold(typed), squeezed(typed)]
    if KANJI.search(typed):
        every.append(fold(typed).replace(" ", ""))
    if is_kana(typed):
        every.append(romaji(typed))
    if NUMBER.fullmatch(text.strip()):
        every += [digits(text), national(text)]
    return [phrase for phrase in dict.fromkeys(every) if phrase]


def long_words(words: str) -> list[str]:
    """What a slip can be made in, and still be told what was meant: in Roman letters or kana."""
    ways = [folded for term in terms(words) for way in term.ways[:1] for folded in way]
    return [word for word in ways if len(word) >= SHORTEST and not KANJI.search(word)]


def _meant(typed: list[str]) -> list[str]:
    """The words without legal forms, unless there is nothing else."""
    kept = []
    for word in typed:
        bare = without_form(fold(word))
        if bare and not is_legal_form(squeezed(word)):
            kept.append(word if bare == fold(word) else bare)
    return kept or typed


def _ways(typed: str) -> Iterator[Way]:
    pieces = fold(typed).split()
    if not pieces:
        return
    yield tuple(map(_anywhere, pieces))
    if (whole := squeezed(typed)) != " ".join(pieces):
        yield tuple(map(_anywhere, whole.split()))
    if TAXED.fullmatch(typed):
        yield (typed[1:],)
    if is_kana(typed) and (roman := romaji(typed)):
        yield (_anywhere(roman),)
    elif len(typed) >= SHORTEST and SYLLABLES.fullmatch(pieces[0]):
        short = short_vowels(pieces[0])
        if short != pieces[0]:
            yield (f" {short}",)


def _ways_of_number(typed: str) -> Iterator[Way]:
    """As one word, within its country, or as the words it is written in: 2016-06-27."""
    yield (digits(typed),)
    if len(within := national(typed)) >= ENOUGH - 1:
        yield (within,)
    if len(pieces := fold(typed).split()) > 1:
        yield tuple(map(_anywhere, pieces))


def _anywhere(word: str) -> str:
    return word if len(word) > FEW else f" {word}"
