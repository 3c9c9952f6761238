"""What deals were lost to: the country, where it is known, and why."""

from typing import NamedTuple

from django.db.models import Count

from deals.models import Deal, Status
from deals.models.deals import DealQuerySet
from itpo.office.visibility import Viewer

MOST = 10


class Lost(NamedTuple):
    """How many deals went to one country for one reason; blank where nobody knows where to."""

    to: str  # ISO 3166
    because: str
    number: int

    @property
    def key(self) -> str:
        """What an address calls them."""
        return f"{self.to}:{self.because}"


def lost(viewer: Viewer) -> list[Lost]:
    """What most deals were lost to, the most first. One query."""
    gone = Deal.objects.visible_to(viewer).filter(status=Status.LOST).order_by()
    counted = gone.values_list("lost_to", "lost_because").annotate(number=Count("pk"))
    return [Lost(*row) for row in counted.order_by("-number", "lost_to", "lost_because")[:MOST]]


def lost_as(deals: DealQuerySet, key: str) -> DealQuerySet:
    """Of some deals, those lost to one country for one reason; by the key of such a line."""
    to, _colon, because = key.partition(":")
    return deals.filter(status=Status.LOST, lost_to=to, lost_because=because)
