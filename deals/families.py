"""Which deal is a part of which larger one, or expands it."""

from typing import Any

from deals.models import Deal
from itpo.office.models import Office


def hold(number: int) -> Any:
    """A deal as it is now, held, and before it its office; None where there is none.

    Of two who put deals of an office under one another at the same time, one waits and then
    sees what the other has done: a circle may be longer than two deals, so that holding those
    two would not do.
    """
    office = Deal.objects.filter(pk=number).values_list("office", flat=True).first()
    if office is None:
        return None
    Office.objects.select_for_update(no_key=True).get(pk=office)
    return Deal.objects.select_for_update().get(pk=number)


def lock(deal: Deal) -> Any:
    """The same, for the form of a deal."""
    return hold(deal.pk)
