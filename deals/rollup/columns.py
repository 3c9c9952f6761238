"""The columns figures are kept apart in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from deals.models import Claim


class Column(TextChoices):
    """What is said to be planned, announced or real, and what of the real was checked.

    A verified figure is an actual one too; nothing is ever added across columns.
    """

    PLANNED = "planned", _("Planned")
    ANNOUNCED = "announced", _("Announced")
    ACTUAL = "actual", _("Actual")
    VERIFIED = "verified", _("Verified")


MONEY = frozenset(Claim.MONEY)
