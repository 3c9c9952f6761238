"""The companies contacts were at before, as a line beside where they are now."""

from django.db.models import OuterRef, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from investors.models import ContactPosting
from itpo.office.joined import names_of

BAR = "\x1f"  # before each name: names have commas and bars of their own
# Of a contact's row: every company it was at but is no longer.
EARLIER = names_of(
    ContactPosting.objects.exclude(company=OuterRef("company")),
    "contact",
    Concat(Value(BAR), "company__name"),
)


def earlier(joined: str) -> str:
    """The names that `EARLIER` gives, in words; nothing where there are none."""
    names = sorted({name.removesuffix(", ") for name in joined.split(BAR)[1:]})
    return _("earlier at %(companies)s") % {"companies": "; ".join(names)} if names else ""


def with_earlier(joined: str) -> str:
    """Where somebody is, with where they were before."""
    now, bar, names = joined.partition(BAR)
    return " · ".join(filter(None, [now, earlier(bar + names)]))
