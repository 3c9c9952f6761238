"""The pairs of records that may be one: found, told apart, and forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from itpo.office.models import Merge, RecordKey, SuspectedPair, User
from itpo.office.sameness.keys import Key, keys_of, known
from itpo.office.sameness.looking import in_order, same_keys, weight_of

# A key shared by more records than this tells nothing: the phone of an office building.
TOO_MANY = 30


@transaction.atomic
def look_again(label: str, numbers: Iterable[int]) -> None:
    """Write down anew by what some records are known, and with whom they may be one."""
    numbers = sorted(set(numbers))
    model: Any = apps.get_model(label)
    every = model._base_manager.filter(pk__in=numbers).prefetch_related("merged")
    found = {row.pk: keys_of(row) for row in known[label].read_along(every)}
    _write_keys(label, {pk: found.get(pk, set()) for pk in numbers})
    shared = same_keys(label, found)
    suspected = {
        (min(pair), max(pair)): why for pair, why in _without_crowds(shared).items() if why
    }
    _write_pairs(label, numbers, suspected)


@transaction.atomic
def tell_apart(*, label: str, one: int, others: Iterable[int], by: User, at: datetime) -> None:
    """Remember that records are two, whatever speaks for their being one."""
    for other in set(others) - {one}:
        first, second = sorted((one, other))
        SuspectedPair.objects.update_or_create(
            model=label,
            first=first,
            second=second,
            defaults={"told_apart_at": at, "told_apart_by": by},
        )


@transaction.atomic
def after_a_merge(merge: Merge) -> None:
    """Have the record that stays be known by what the other was, and told apart as that was."""
    look_again(merge.model, [merge.winner, merge.loser])
    rows = SuspectedPair.objects.exclude(told_apart_at=None).filter(
        Q(first=merge.loser) | Q(second=merge.loser), model=merge.model
    )
    for row in rows:
        other = row.second if row.first == merge.loser else row.first
        told = {"told_apart_at": row.told_apart_at, "told_apart_by_id": row.told_apart_by_id}
        if other != merge.winner:
            first, second = sorted((merge.winner, other))
            SuspectedPair.objects.update_or_create(
                model=merge.model, first=first, second=second, defaults=told
            )


def _write_keys(label: str, wanted: dict[int, set[Key]]) -> None:
    """Have the table hold these keys of these records, and touch only what differs."""
    there: dict[tuple[int, Key], int] = {
        (row.row, Key(row.reason, row.key, row.whole)): row.pk
        for row in RecordKey.objects.filter(model=label, row__in=list(wanted))
    }
    new = {(pk, key) for pk, keys in wanted.items() for key in keys}
    over = [pk for known_by, pk in there.items() if known_by not in new]
    RecordKey.objects.filter(pk__in=over).delete()
    RecordKey.objects.bulk_create(
        [
            RecordKey(model=label, row=pk, reason=key.reason, key=key.key, whole=key.whole)
            for pk, key in sorted(new - there.keys())
        ],
        # Somebody who looks at the same record at the same time writes the same.
        ignore_conflicts=True,
    )


def _without_crowds(
    shared: dict[tuple[int, int], set[str]],
) -> dict[tuple[int, int], set[str]]:
    """Leave out what a record shares with too many others to mean anything."""
    crowds: dict[tuple[int, str], int] = {}
    for (one, _other), why in shared.items():
        for reason in why:
            crowds[one, reason] = crowds.get((one, reason), 0) + 1
    return {
        (one, other): {reason for reason in why if crowds[one, reason] <= TOO_MANY}
        for (one, other), why in shared.items()
    }


def _write_pairs(
    label: str, numbers: list[int], suspected: dict[tuple[int, int], set[str]]
) -> None:
    """Have the table hold these pairs of these records; what was told apart stays so."""
    rows = SuspectedPair.objects.filter(Q(first__in=numbers) | Q(second__in=numbers), model=label)
    there = {(row.first, row.second): row for row in rows}
    gone = [
        row.pk for pair, row in there.items() if pair not in suspected and not row.told_apart_at
    ]
    SuspectedPair.objects.filter(pk__in=gone).delete()
    changed = []
    for pair, why in suspected.items():
        row = there.get(pair)
        if row is not None and row.reasons != in_order(why):
            row.reasons, row.weight = in_order(why), weight_of(why)
            changed.append(row)
    SuspectedPair.objects.bulk_update(changed, ["reasons", "weight"])
    SuspectedPair.objects.bulk_create(
        [
            SuspectedPair(
                model=label,
                first=first,
                second=second,
                reasons=in_order(why),
                weight=weight_of(why),
            )
            for (first, second), why in sorted(suspected.items())
            if (first, second) not in there
        ],
        ignore_conflicts=True,
    )
