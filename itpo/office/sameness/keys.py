"""By what a record is known, folded: two records that share such a key may be one."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import phonenumbers
from django.db.models import Model, QuerySet

from itpo.office.folding import fold, fold_company, romaji, short_vowels
from itpo.office.models import Reason
from itpo.office.sameness.free_domains import is_shared

LONGEST = 200  # the length of the columns
SHORTEST = 5  # letters of a name of which one letter may differ
SHORTEST_PHONE = 7
READ_FORMS = ("カブシキガイシャ", "ユウゲンガイシャ", "ゴウドウガイシャ")


class Key(NamedTuple):
    """One way in which a record is known; of a part of a name, with the whole name."""

    reason: str
    key: str
    whole: str = ""


class Known(NamedTuple):
    """How records of a table are known: by themselves, and by what stands around them.

    `read_along` reads what both need in as many queries for any number of records.
    """

    keys: Callable[[Any], Iterator[Key]]
    more: Callable[[Any], Iterator[Key]]
    read_along: Callable[[QuerySet[Any]], QuerySet[Any]]


known: dict[str, Known] = {}


def known_by(
    model: type[Model],
    keys: Callable[[Any], Iterator[Key]],
    more: Callable[[Any], Iterator[Key]] = lambda thing: iter(()),
    read_along: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows,
) -> None:
    """Say by what records of a table are known. What is merged into one counts as its own."""
    known[model._meta.label_lower] = Known(keys, more, read_along)


def keys_of(thing: Any) -> set[Key]:
    """All keys of a record, with those of what was merged into it; none of such a sign itself."""
    if thing.merged_into_id is not None:
        return set()
    kind = known[thing._meta.label_lower]
    signs = (key for one in thing.merged.all() for key in kind.keys(one))
    return _usable({*kind.keys(thing), *kind.more(thing), *signs})


def own_keys_of(thing: Any) -> set[Key]:
    """The keys of a record by what it says itself. Asks the database for nothing more."""
    kind = known.get(thing._meta.label_lower)
    return _usable(set(kind.keys(thing))) if kind else set()


def _usable(found: set[Key]) -> set[Key]:
    return {
        Key(one.reason, one.key[:LONGEST], one.whole[:LONGEST])
        for one in found
        if one.key and not one.key.endswith(":")
    }


def probes_of(keys: set[Key]) -> set[str]:
    """What to look for: the keys, and what names a letter longer or shorter are known by."""
    looked_for = {one.key for one in keys}
    for scope, name in {
        (_scope(one), one.whole) for one in keys if one.reason == Reason.ONE_LETTER
    }:
        for size in (len(name) - 1, len(name) + 1):
            looked_for |= {f"{scope}:{part}" for part in _parts(name, size)}
    return looked_for


def _scope(key: Key) -> str:
    return key.key.rsplit(":", 1)[0]


def _parts(name: str, size: int) -> tuple[str, str, str]:
    """Two thirds of a name, in each way: where one letter differs, one of them is the same.

    They are cut as from a name of `size` letters, that of the other one.
    """
    first, second = size // 3, 2 * size // 3
    return (
        f"<{name[:second]}",
        f">{name[-(size - first) :]}",
        f"={name[:first]} {name[-(size - second) :]}",
    )


def firm(name: str, name_ja: str, reading: str) -> Iterator[Key]:
    """How a company is known by its names."""
    for one in (name, name_ja):
        yield Key(Reason.FIRM, fold_company(one))
    read = fold(reading).replace(" ", "")
    for form in READ_FORMS:
        read = read.removeprefix(form).removesuffix(form)
    yield Key(Reason.READING, read)
    for latin in {roman(fold_company(name)), roman(romaji(read))}:
        yield Key(Reason.ROMAJI, latin)
        yield from spelling("", latin)


def person(names: tuple[str, ...], scope: object = "") -> Iterator[Key]:
    """How a person is known by family and given name, in whichever order; both have to be known."""
    if all(names):
        yield Key(Reason.NAME, f"{scope}:{'  '.join(sorted(fold(' '.join(names)).split()))}")


def spelling(scope: object, name: str) -> Iterator[Key]:
    """How a name is found of which one letter is written otherwise, left out or added."""
    if len(name) >= SHORTEST and name.isascii():
        for part in _parts(name, len(name)):
            yield Key(Reason.ONE_LETTER, f"{scope}:{part}", name)


def domain(address: str) -> Iterator[Key]:
    """The domain of a web address or a mail address, unless all the world has one there."""
    host = address.strip().casefold().rpartition("@")[2].rpartition("//")[2]
    host = host.partition("/")[0].partition(":")[0].removeprefix("www.")
    if "." in host and not is_shared(host):
        yield Key(Reason.DOMAIN, host)


def mail(address: str) -> Iterator[Key]:
    yield Key(Reason.MAIL, address.strip().casefold())


def phone(number: str, region: str, beside: str = "") -> Iterator[Key]:
    """A phone number, however it is written; with a name beside it where several share one.

    Nobody shares a mobile phone.
    """
    try:
        parsed = phonenumbers.parse(number, region)
        if phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE:
            beside = ""
        plain = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        plain = "".join(c for c in number if c.isdecimal())
    if len(plain) >= SHORTEST_PHONE:
        yield Key(Reason.PHONE, f"{plain} {beside}".strip())


def roman(folded: str) -> str:
    """Roman letters in one word, each long vowel short: ohno kouichi is onokoichi."""
    return short_vowels(short_vowels(folded).replace(" ", ""))
