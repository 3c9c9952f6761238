"""The companies and people that are known, by what a list may say of them.

All are looked through once, by their folded words: a list of ten thousand rows asks no more than
one of ten. Only those that may be meant are read whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from investors.models import Company, Contact
from itpo.office.folding import fold, fold_company, without_form
from itpo.office.importing.remembering import in_portions
from itpo.office.spellings import LATIN_FORMS

M = TypeVar("M", bound=Model)
AT_ONCE = 5000
# What one Japanese company writes for 株式会社, now so and now so; a GmbH is another one.
USUAL_FORMS = {
    *("co", "ltd", "limited", "company", "inc", "incorporated", "corp", "corporation"),
    *("kk", "kabushiki", "kaisha"),
}
OTHER_FORMS = LATIN_FORMS - USUAL_FORMS


def formed(name: str) -> str:
    """A company's name folded, with no more of its legal form than makes it another company."""
    bare = fold_company(name)
    form = without_form(fold(name)).split()[len(bare.split()) :]
    return " ".join([bare, *(word for word in form if word in OTHER_FORMS)])


def found_in(model: type[Model], wanted: Iterable[str]) -> set[int]:
    """The numbers of those records that have some names or addresses, however spaced.

    They stand folded between bars (`office/entries.py`). Splitting them is as little as can be
    done with each of a hundred thousand rows.
    """
    whole = {one.replace(" ", "") for one in wanted} - {""}
    if not whole:
        return set()
    rows: Any = model._default_manager.values_list("pk", "folded")
    return {
        pk
        for pk, folded in rows.iterator(chunk_size=AT_ONCE)
        if not whole.isdisjoint(folded.replace(" ", "").split("|"))
    }


def read(records: QuerySet[M], column: str, values: Iterable[object]) -> list[M]:
    """The records that have one of some values, in portions that a database takes."""
    return [
        one
        for some in in_portions(sorted(set(values), key=str))
        for one in records.filter(**{f"{column}__in": some})
    ]


class Merged:
    """What records that were merged into others have become."""

    def __init__(self, records: QuerySet[Any]) -> None:
        merged = records.model._default_manager.exclude(merged_into=None)
        self._into = dict(merged.values_list("pk", "merged_into"))

    def numbers(self) -> set[int]:
        return set(self._into.values())

    def into(self, found: Iterable[M], by_pk: Mapping[int, M]) -> list[M]:
        """Each record once, as what it has become."""
        kept = {}
        for one in found:
            pk = one.pk
            while pk in self._into:
                pk = self._into[pk]
            if pk in by_pk:
                kept[pk] = by_pk[pk]
        return list(kept.values())


class Companies:
    """The companies that some names, numbers or readings may mean.

    One that was merged into another answers with that one; current ones come before archived.
    """

    def __init__(
        self,
        records: QuerySet[Company],
        *,
        ids: Iterable[int] = (),
        numbers: Iterable[str] = (),
        names: Iterable[str] = (),
        readings: Iterable[str] = (),
    ) -> None:
        names = {one for one in names if one}
        wanted = {*map(fold, names), *map(fold_company, names), *map(fold, readings)}
        hits = found_in(Company, wanted)
        self._merged = Merged(records)
        numbered = read(records, "corporate_number", numbers)
        others = {*ids, *hits, *self._merged.numbers()} - {one.pk for one in numbered}
        every = [*numbered, *read(records, "pk", others)]
        every.sort(key=lambda one: (one.archived_at is not None, one.pk))
        self._by_pk = {one.pk: one for one in every}
        self._number = {one.corporate_number: one for one in every}
        self._whole = _table(every, lambda one: {fold(one.name), fold(one.name_ja)})
        self._bare = _table(every, lambda one: {fold_company(one.name), fold_company(one.name_ja)})
        self._formed = _table(every, lambda one: {formed(one.name), formed(one.name_ja)})
        self._reading = _table(every, lambda one: {fold(one.reading)})

    def _current(self, found: Iterable[Company]) -> list[Company]:
        return self._merged.into(found, self._by_pk)

    def with_id(self, pk: int) -> Company | None:
        found = [self._by_pk[pk]] if pk in self._by_pk else []
        return next(iter(self._current(found)), None)

    def numbered(self, number: str) -> Company | None:
        found = [self._number[number]] if number in self._number else []
        return next(iter(self._current(found)), None)

    def called(self, *names: str) -> list[Company]:
        """Those of exactly one of these names, however it is written."""
        return self._current(one for name in names if name for one in self._whole[fold(name)])

    def named(self, name: str) -> list[Company]:
        """Those that are surely meant: of this name, with any of the usual legal forms."""
        return self.called(name) or self._current(self._formed[formed(name)])

    def alike(self, *names: str) -> list[Company]:
        """Those of one of these names without its legal form, whichever that is."""
        return self._current(
            one for name in names if name for one in self._bare[fold_company(name)]
        )

    def read_as(self, reading: str) -> list[Company]:
        return self._current(self._reading[fold(reading)]) if reading else []


def _table(records: Iterable[M], words: Callable[[M], set[str]]) -> dict[str, list[M]]:
    table: dict[str, list[M]] = defaultdict(list)
    for one in records:
        for word in words(one) - {""}:
            table[word].append(one)
    return table


def together(*parts: str) -> str:
    """A person's name as it is compared, whether or not somebody has parted it."""
    return fold("".join(parts)).replace(" ", "")


def names_of(contact: Contact) -> set[str]:
    """How a list may call a contact, compared."""
    return {
        together(contact.family_name, contact.given_name),
        together(contact.given_name, contact.family_name),
        together(contact.family_name_ja, contact.given_name_ja),
    } - {""}


class Contacts:
    """The contacts that some names, readings or addresses may mean."""

    def __init__(
        self,
        records: QuerySet[Contact],
        *,
        ids: Iterable[int],
        emails: Iterable[str],
        names: Iterable[str],
        readings: Iterable[str],
    ) -> None:
        hits = found_in(Contact, {*names, *map(together, set(readings)), *map(fold, emails)})
        self._merged = Merged(records)
        every = read(records, "pk", {*ids, *hits, *self._merged.numbers()})
        every.sort(key=lambda one: (one.left_on is not None, one.pk))
        self._by_pk = {one.pk: one for one in every}
        self._email = _table(every, lambda one: {one.email.lower()})
        self._name = _table(every, names_of)
        self._reading = _table(every, lambda one: {together(one.reading)})

    def _current(self, found: Iterable[Contact]) -> list[Contact]:
        return self._merged.into(found, self._by_pk)

    def with_id(self, pk: int) -> Contact | None:
        found = [self._by_pk[pk]] if pk in self._by_pk else []
        return next(iter(self._current(found)), None)

    def at(self, email: str) -> list[Contact]:
        return self._current(self._email[email.lower()]) if email else []

    def called(self, *names: str) -> list[Contact]:
        return self._current(one for name in names if name for one in self._name[name])

    def read_as(self, reading: str) -> list[Contact]:
        return self._current(self._reading[together(reading)]) if reading else []
