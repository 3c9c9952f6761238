"""The delegates and agencies that are known, by what a list may say of them.

All are looked through once: a list of a thousand rows asks no more than one of ten.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import QuerySet

from delegates.models import Agency, Delegate, HostCountry
from itpo.office.folding import fold
from itpo.office.importing.remembering import in_portions

AT_ONCE = 5000
M = TypeVar("M", Agency, Delegate)


def together(*parts: str) -> str:
    """A person's name as it is compared, however spaced: Abd el Karim is Abdelkarim."""
    return fold(" ".join(parts)).replace(" ", "")


class Delegates:
    """The delegates that some names and addresses may mean; merged ones answer as one."""

    def __init__(
        self,
        records: QuerySet[Delegate],
        *,
        ids: Iterable[int],
        emails: Iterable[str],
        names: Iterable[str],
    ) -> None:
        mails, wanted = {one.lower() for one in emails}, set(names) - {""}
        columns = ("pk", "merged_into", "email", "family_name", "given_name", "name_local")
        merged, hits = {}, set(ids)
        rows: Any = Delegate.objects.values_list(*columns)
        for pk, into, email, family, given, local in rows.iterator(chunk_size=AT_ONCE):
            if into:
                merged[pk] = into
            if email.lower() in mails or not wanted.isdisjoint(_said(family, given, local)):
                hits.add(pk)
        self._merged = merged
        every = _read(records, {self._survivor(pk) for pk in hits} | hits)
        every.sort(key=lambda one: (one.archived_at is not None, one.pk))
        self._by_pk = {one.pk: one for one in every}
        self._email: dict[str, list[int]] = defaultdict(list)
        self._name: dict[str, list[int]] = defaultdict(list)
        for one in every:
            self._email[one.email.lower()].append(one.pk)
            for name in _said(one.family_name, one.given_name, one.name_local):
                self._name[name].append(one.pk)

    def with_id(self, pk: int) -> Delegate | None:
        return self._by_pk.get(self._survivor(pk))

    def at(self, email: str) -> list[Delegate]:
        return self._found(self._email[email.lower()]) if email else []

    def called(self, *names: str) -> list[Delegate]:
        return self._found(pk for name in names if name for pk in self._name[name])

    def _found(self, numbers: Iterable[int]) -> list[Delegate]:
        survivors = dict.fromkeys(map(self._survivor, numbers))
        return [self._by_pk[pk] for pk in survivors if pk in self._by_pk]

    def _survivor(self, pk: int) -> int:
        while pk in self._merged:
            pk = self._merged[pk]
        return pk


def _said(family: str, given: str, local: str) -> set[str]:
    """How a list may call somebody, compared; family name first or last."""
    return {together(family, given), together(given, family), together(local)} - {""}


def _read(records: QuerySet[M], numbers: Iterable[int]) -> list[M]:
    return [one for some in in_portions(numbers) for one in records.filter(pk__in=some)]


def names_of(agency: Agency) -> set[str]:
    """How a list may call an agency, compared."""
    names = (agency.name, agency.short_name, agency.full_name)
    return {compared(name) for name in names if name}


def compared(name: str) -> str:
    """An agency's name as it is compared; of signs alone, only blanks and line ends are alike."""
    return fold(name) or " ".join(name.split())


class Agencies:
    """Every agency by its names in its country; the new ones, each made once."""

    def __init__(self) -> None:
        self._by_pk = {one.pk: one for one in Agency.objects.select_related("country")}
        self._by_name: dict[str, list[Agency]] = defaultdict(list)
        self._new: dict[tuple[str, str], Agency] = {}
        for one in sorted(
            self._by_pk.values(), key=lambda one: (one.archived_at is not None, one.pk)
        ):
            for name in names_of(one):
                self._by_name[name].append(self._survivor(one))

    def called(self, name: str, country: HostCountry | None) -> Agency | None:
        """The agency of that name, in that country if it is known, else the only one there is."""
        found = list({one.pk: one for one in self._by_name[compared(name)]}.values())
        here = [one for one in found if country is None or one.country_id == country.pk]
        return here[0] if here and (country is not None or len(here) == 1) else None

    def made(self, name: str, country: HostCountry) -> Agency:
        """A new one of that name, not saved yet."""
        key = (compared(name), country.code)
        return self._new.setdefault(key, Agency(name=name, country=country))

    def _survivor(self, agency: Agency) -> Agency:
        while agency.merged_into_id:
            agency = self._by_pk[agency.merged_into_id]
        return agency
