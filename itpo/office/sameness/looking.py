"""Who may be the same as a record, before it is saved. Three queries at most, all by an index."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import Q
from rapidfuzz.distance import OSA

from itpo.office.models import Reason, RecordKey, SuspectedPair
from itpo.office.sameness.keys import Key, known, own_keys_of, probes_of
from itpo.office.visibility import Viewer

MOST = 5  # are shown before saving
AT_MOST = 3000  # keys that are looked at for one record
WEIGHTS = {
    Reason.NUMBER: 6,
    Reason.MAIL: 5,
    Reason.NAME: 4,
    Reason.FIRM: 4,
    Reason.READING: 3,
    Reason.ROMAJI: 2,
    Reason.PHONE: 2,
    Reason.DOMAIN: 2,
    Reason.ONE_LETTER: 1,
}


class Suspect(NamedTuple):
    """A record that may be the same, and why one may think so."""

    thing: Any
    reasons: list[str]

    @property
    def name(self) -> str:
        """Which record it is, among those of every kind."""
        return f"{self.thing._meta.label_lower}:{self.thing.pk}"


def suspects_of(thing: Any, viewer: Viewer, besides: Collection[Key] = ()) -> list[Suspect]:
    """The records a new or renamed record may be, the most reasons first.

    By `besides` it was known before: nobody asks about that again.
    """
    label = thing._meta.label_lower
    if label not in known:
        return []
    keys = own_keys_of(thing) - set(besides)
    if not keys:
        return []
    shared = same_keys(label, {thing.pk or 0: keys}, most=AT_MOST)
    reasons = {other: why for (_one, other), why in shared.items()}
    if thing.pk and reasons:
        for other in _told_apart(label, thing.pk):
            reasons.pop(other, None)
    if not reasons:
        return []
    best = sorted(reasons, key=lambda pk: (-weight_of(reasons[pk]), pk))[: MOST * 4]
    found = with_names(type(thing), viewer).filter(merged_into=None).in_bulk(best)
    return [Suspect(found[pk], in_words(reasons[pk])) for pk in best if pk in found][:MOST]


def with_names(model: Any, viewer: Viewer) -> Any:
    """The records a viewer sees, with what tells them apart: their company, their country."""
    beside = {field.name for field in model._meta.concrete_fields if field.is_relation}
    told = beside & {"company", "country", "merged_into"}
    return model._default_manager.visible_to(viewer).select_related(*told)


def same_keys(
    label: str, wanted: dict[int, set[Key]], most: int | None = None
) -> dict[tuple[int, int], set[str]]:
    """By pair of one of ours and another record: the reasons why they may be one. One query."""
    by_probe: dict[str, list[tuple[int, Key]]] = defaultdict(list)
    for pk, keys in wanted.items():
        for one in keys:
            for probe in probes_of({one}):
                by_probe[probe].append((pk, one))
    rows = RecordKey.objects.filter(model=label, key__in=list(by_probe))
    shared: dict[tuple[int, int], set[str]] = defaultdict(set)
    for other, reason, key, whole in rows.values_list("row", "reason", "key", "whole")[:most]:
        for pk, one in by_probe[key]:
            if pk != other and reason == one.reason and _fits(one, whole):
                shared[pk, other].add(reason)
    return {pair: _sifted(why) for pair, why in shared.items()}


def weight_of(reasons: Iterable[str]) -> int:
    return sum(WEIGHTS[Reason(one)] for one in reasons)


def in_order(reasons: Iterable[str]) -> list[str]:
    """Reasons, the strongest first."""
    return [one.value for one in Reason if one.value in set(reasons)]


def in_words(reasons: Iterable[str]) -> list[str]:
    return [str(Reason(one).label) for one in in_order(reasons)]


def _fits(ours: Key, theirs: str) -> bool:
    """Whether a name differs by one letter, where only a part of it is known to be the same."""
    if ours.reason != Reason.ONE_LETTER:
        return True
    return OSA.distance(ours.whole, theirs, score_cutoff=1) == 1


def _sifted(reasons: set[str]) -> set[str]:
    """Reasons without those that another one says already."""
    if reasons & {Reason.FIRM, Reason.NAME, Reason.READING, Reason.ROMAJI}:
        reasons = reasons - {Reason.ONE_LETTER.value}
    if reasons & {Reason.FIRM, Reason.NAME, Reason.READING}:
        reasons = reasons - {Reason.ROMAJI.value}
    return reasons


def _told_apart(label: str, pk: int) -> set[int]:
    pairs = SuspectedPair.objects.exclude(told_apart_at=None).filter(
        Q(first=pk) | Q(second=pk), model=label
    )
    return {one for pair in pairs.values_list("first", "second") for one in pair} - {pk}
