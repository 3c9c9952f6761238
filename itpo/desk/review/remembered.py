"""What the review counts and chooses, kept for a minute as long as nothing it counts has changed.

Counting reads every deal; narrowing the list below, or looking twice, need not.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Subquery

from deals.models import Claim, Contribution, Deal, DealCompany, Gate, Undisclosed
from deals.review.sums import Counted, counted
from delegates.models import HostCountry
from itpo.office.models import FollowUp, Office, Sector, User

KEPT_SECONDS = 60  # a change that is committed late may be missed that long
SLOW_SECONDS = 600  # what is told of all years changes little with one deal
# Every move of a deal changes the deal, too.
COUNTED: list[Any] = [
    *(Deal, Claim, FollowUp, HostCountry, Sector),
    *(Contribution, DealCompany, Gate, Undisclosed, Office),  # what gates ask, and the rhythm
]


class Remembered:
    """What one viewer's review counted on their day; asks once whether anything has changed."""

    def __init__(self, viewer: User, today: date) -> None:
        self.viewer, self.today = viewer, today
        self.key = f"review:{_who(viewer)}:{today}:{_version(viewer)}"

    def counted(self) -> Counted:
        """The sums, counted anew after any change."""
        counts: Counted = self.lately("sums", lambda: counted(self.viewer, self.today))
        return counts

    def lately(self, what: str, count: Callable[[], Any]) -> Any:
        """What was counted under a name, or counted now."""
        return _kept(f"{self.key}:{what}", count, KEPT_SECONDS)

    def for_a_while(self, what: str, count: Callable[[], Any]) -> Any:
        """Numbers, and no names, that may be ten minutes old, whatever has changed since."""
        key = f"review:{_who(self.viewer)}:{self.today}:{what}"
        return _kept(key, count, SLOW_SECONDS)


def _kept(key: str, count: Callable[[], Any], seconds: int) -> Any:
    known = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, seconds)
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
