"""Who a figure is from: one of us, an import, or the company itself in its confirmation."""

from typing import TypeVar

from django.db.models import Exists, OuterRef

from deals.models import ConfirmedFigure
from deals.models.claims import ClaimQuerySet

Rows = TypeVar("Rows", bound=ClaimQuerySet)


def with_recorder(rows: Rows) -> Rows:
    """The figures with all that `Claim.recorder` says, in the same query."""
    theirs = ConfirmedFigure.objects.filter(recorded_as=OuterRef("pk"))
    found: Rows = rows.select_related("recorded_by").annotate(is_the_companys=Exists(theirs))
    return found
