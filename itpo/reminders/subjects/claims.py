"""Rules about verified figures, which are checked again as long as they are reported."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from deals.models import Claim
from itpo.office.models import Office, User
from itpo.office.models.rules import Anchor
from itpo.office.reasons import Reason
from itpo.reminders.subjects.base import About, Rows, on, owned_by, owner_of

OWNERS = ("deal__owner", "mission__owner", "programme__officer", "visit__officer")
ABOUTS = ("deal", "mission", "event", "programme", "visit")


def of_office(rows: Rows, office: Office) -> Rows:
    """Those about something of an office."""
    ours = Q()
    for one in ABOUTS:
        ours |= Q(**{f"{one}__office": office.pk})
    return rows.filter(ours)


def owners(claims: list[Any], office: Office) -> dict[int, User | None]:
    """Who looks after what each is of.

    Nobody in particular looks after an event: whoever recorded its figure does, as long as they
    work here, else a manager.
    """
    found = owner_of(*OWNERS)(claims, office)
    of_events = [one for one in claims if one.event_id is not None]
    if of_events:
        people = User.objects.get_queryset()
        here, manager = people.working().filter(office=office), people.manager_of(office.pk)
        recorders = here.in_bulk([one.recorded_by_id for one in of_events if one.recorded_by_id])
        found |= {one.pk: recorders.get(one.recorded_by_id, manager) for one in of_events}
    return found


def why_gone(claim: Claim) -> Reason | None:
    if claim.withdrawn_at is not None:
        return Reason(_("Withdrawn: %(why)s"), {"why": claim.withdrawn_because})
    return None


ABOUT = About(
    model=Claim,
    rows=lambda: Claim.objects.standing(),
    of_office=of_office,
    anchors={Anchor.CHECK_AGAIN: on("check_again_on")},
    owned=owned_by(*OWNERS, "event"),
    owners=owners,
    why_gone=why_gone,
    related=("event", *OWNERS),
    recurs=True,
)
