"""Sectors and partners that free text names. What matches none stays words."""

from collections import defaultdict

from deals.importing.words import names, pieces
from itpo.office.folding import fold
from itpo.office.models import Partner, Sector


class Tags:
    """The sectors and partners there are, read once, by every name they have."""

    def __init__(self) -> None:
        self._sectors: dict[str, set[int]] = defaultdict(set)
        for pk, name, words in Sector.objects.values_list("pk", "name", "words"):
            for called in (name, *words.splitlines()):
                self._sectors[fold(called)].add(pk)
        self._partners: dict[str, set[int]] = defaultdict(set)
        for pk, name, short_name in Partner.objects.values_list("pk", "name", "short_name"):
            for called in (name, short_name):
                self._partners[fold(called)].add(pk)

    def sectors(self, typed: str) -> set[int]:
        return _matching(self._sectors, typed)

    def partners(self, typed: str) -> set[int]:
        return _matching(self._partners, typed)


def _matching(known: dict[str, set[int]], typed: str) -> set[int]:
    found: set[int] = set()
    for piece in pieces(typed):
        for called in filter(None, map(fold, names(piece))):
            found |= known.get(called, set())
    return found
