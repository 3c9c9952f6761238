"""What was linked with a record at the very moment it was merged: it goes over a little later.

Whoever saved such a link waited for the merge, and was let through when it was done.
"""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from itpo.office.merging import locked
from itpo.office.merging.handing_over import hand_over
from itpo.office.merging.journal import Journal
from itpo.office.models import Merge

LATEST = timedelta(hours=1)


def take_along(*, now: datetime) -> None:
    """Hand over what still points to a record merged lately. Taken back with the merge."""
    merges = Merge.objects.standing().filter(at__gt=now - LATEST, at__lte=now).order_by("pk")
    for pk in list(merges.values_list("pk", flat=True)):
        _take_along(pk, now)


@transaction.atomic
def _take_along(pk: int, now: datetime) -> None:
    merge = Merge.objects.select_related("by").get(pk=pk)
    kept, gone = locked(apps.get_model(merge.model), merge.winner, merge.loser)
    merge = Merge.objects.select_for_update(of=("self",)).select_related("by").get(pk=pk)
    if merge.undone_at is not None or gone.merged_into_id != kept.pk:
        return
    because = _("merged with No. %(number)s") % {"number": gone.pk}
    journal = Journal(merge.by, now, because)
    hand_over(gone, kept, journal)
    if journal.steps:
        merge.steps = [*merge.steps, *journal.steps]
        merge.save(update_fields=["steps"])
