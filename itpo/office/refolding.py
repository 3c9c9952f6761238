"""Folding anew what is kept, where the rules have changed since it was written."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction

from itpo.office.models.folded import Folded

PORTION = 1000  # rows that are locked at once
A_FEW = 20  # rows of a table that are looked at to see whether the rules have changed


def folded_models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, Folded)]


def refold() -> Iterator[tuple[str, int]]:
    """Write what differs, portion by portion; of each table its name and how many rows did."""
    for model in folded_models():
        yield str(model._meta.label), _refold(model)


def stale() -> list[str]:
    """The tables whose latest rows are folded by older rules."""
    return [
        str(model._meta.label)
        for model in folded_models()
        if any(row.fold_anew() for row in model._base_manager.order_by("-pk")[:A_FEW])
    ]


def _refold(model: Any) -> int:
    written, last = 0, 0
    while True:
        with transaction.atomic():
            rows = list(
                model._base_manager.select_for_update(of=("self",))
                .filter(pk__gt=last)
                .order_by("pk")[:PORTION]
            )
            if not rows:
                return written
            changed = [row for row in rows if row.fold_anew()]
            # Without history: nobody changed anything.
            model._base_manager.bulk_update(changed, model.folded_into())
            written, last = written + len(changed), rows[-1].pk
