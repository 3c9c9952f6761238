"""What the review counts, kept for a minute as long as nothing it counts has changed.

Counting reads every deal; narrowing the list below, or looking twice, need not.
"""

from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Subquery

from deals.models import Claim, Deal
from deals.review.sums import Counted, counted
from delegates.models import HostCountry
from itpo.office.models import FollowUp, Sector, User

KEPT_SECONDS = 60  # a change that is committed late may be missed that long
COUNTED: list[Any] = [Deal, Claim, FollowUp, HostCountry, Sector]


def counted_lately(viewer: User, today: date) -> Counted:
    """The review's numbers for somebody on their day, counted anew after any change."""
    key = f"review:{_who(viewer)}:{today}:{_version(viewer)}"
    known: Counted | None = cache.get(key)
    if known is None:
        known = counted(viewer, today)
        cache.set(key, known, KEPT_SECONDS)
    return known


def _who(viewer: User) -> str:
    """Whoever sees the same rows counts the same."""
    if viewer.is_superuser:
        return "all"
    whose = "" if viewer.sees_restricted else viewer.pk
    return f"{viewer.office_id}:{whose}"


def _version(viewer: User) -> str:
    """The latest change of each table that is counted, in one query."""
    latest = [
        Subquery(kind.history.order_by("-history_id").values("history_id")[:1]) for kind in COUNTED
    ]
    return "-".join(str(one) for one in User.objects.filter(pk=viewer.pk).values_list(*latest)[0])
