"""Whoever was written to under a record that was merged since is not written to once more."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from itpo.office.merging.rules import mergeables
from itpo.office.models import OutgoingMail

State = OutgoingMail.State
# What left, or may have, or was held back by somebody.
SETTLED = Q(state__in=[State.SENT, State.SENDING]) | Q(may_have_left=True)
SETTLED |= Q(cancelled_by__isnull=False)


def not_written_before(mails: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """The new mails but for those that went to the same person as another record.

    A mail says in `about` to whom it goes, as delegate:5 where that is a record, and its key ends
    with that.
    """
    mails = list(mails)
    merged = _merged_into({mail.about["person"] for mail in mails})
    as_before = {
        mail.key.removesuffix(person) + before: mail.key
        for mail in mails
        for person in [mail.about["person"]]
        for before in merged.get(person, [])
    }
    if not as_before:
        return mails
    rows = OutgoingMail.objects.filter(SETTLED, key__in=as_before).values_list("key", flat=True)
    done = {as_before[key] for key in rows}
    return [mail for mail in mails if mail.key not in done]


def _merged_into(people: Iterable[str]) -> dict[str, list[str]]:
    """By person: the records that were merged into theirs. One query a kind of record."""
    of_kind: dict[str, list[str]] = {}
    for person in people:
        kind, colon, number = person.partition(":")
        if colon:
            of_kind.setdefault(kind, []).append(number)
    found: dict[str, list[str]] = {}
    for model in mergeables.values():
        kind = str(model._meta.model_name)
        rows: Any = model._base_manager
        if kind in of_kind:
            signs = rows.filter(merged_into__in=of_kind[kind]).order_by("pk")
            for sign, kept in signs.values_list("pk", "merged_into"):
                found.setdefault(f"{kind}:{kept}", []).append(f"{kind}:{sign}")
    return found
