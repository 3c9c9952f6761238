"""Rules about verified figures, which are checked again as long as they are reported."""

from django.db.models import Q
from django.utils.translation import gettext as _

from deals.models import Claim
from itpo.office.models import Office
from itpo.office.models.rules import Anchor
from itpo.reminders.subjects.base import About, Rows, on, owned_by, owner_of

OWNERS = ("deal__owner", "mission__owner", "programme__officer", "visit__officer")
ABOUTS = ("deal", "mission", "event", "programme", "visit")


def of_office(rows: Rows, office: Office) -> Rows:
    """Those about something of an office."""
    ours = Q()
    for one in ABOUTS:
        ours |= Q(**{f"{one}__office": office.pk})
    return rows.filter(ours)


def why_gone(claim: Claim) -> str:
    if claim.withdrawn_at is not None:
        return _("Withdrawn: %(why)s") % {"why": claim.withdrawn_because}
    return ""


ABOUT = About(
    model=Claim,
    rows=lambda: Claim.objects.standing(),
    of_office=of_office,
    anchors={Anchor.CHECK_AGAIN: on("check_again_on")},
    owned=owned_by(*OWNERS),
    owners=owner_of(*OWNERS),
    why_gone=why_gone,
    related=("event", *OWNERS),
    recurs=True,
)
