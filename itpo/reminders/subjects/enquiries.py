"""Rules about enquiries: what somebody asked us has to be answered."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_noop as _

from investors.models import Meeting, MeetingParty
from itpo.office.models import FollowUp, Office
from itpo.office.models.rules import Anchor, Condition
from itpo.office.reasons import Reason
from itpo.reminders.subjects.base import About, Rows, of_office, owned_by, owner_of

OFF = (Meeting.State.CANCELLED, Meeting.State.NO_SHOW)


def since_it_came(rows: Rows, office: Office) -> Rows:
    return rows.annotate(anchor_day=Coalesce(F("day"), TruncDate("logged_at")))


def is_unanswered(rows: Rows) -> Rows:
    """Nothing was promised or done about it, and nobody of theirs was met or written to since."""
    seen_to = FollowUp.objects.filter(meetings=OuterRef("pk")).exclude(rule__isnull=False)
    theirs = MeetingParty.objects.filter(meeting=OuterRef("pk"))
    since = MeetingParty.objects.filter(
        Q(company=OuterRef("company"), company__isnull=False)
        | Q(delegate=OuterRef("delegate"), delegate__isnull=False)
        | Q(partner=OuterRef("partner"), partner__isnull=False),
        meeting__state=Meeting.State.HELD,
        meeting__logged_at__gt=OuterRef("meeting__logged_at"),
    ).exclude(meeting__kind=Meeting.Kind.ENQUIRY)
    return rows.exclude(Exists(seen_to.exclude(state="dropped"))).exclude(
        Exists(theirs.filter(Exists(since)))
    )


def why_gone(enquiry: Meeting) -> Reason | None:
    if enquiry.kind != Meeting.Kind.ENQUIRY:
        return Reason(_("It is no enquiry."))
    if enquiry.state in OFF:
        return Reason(_("Cancelled: %(why)s"), {"why": enquiry.cancelled_because})
    return None


ABOUT = About(
    model=Meeting,
    rows=lambda: Meeting.objects.filter(kind=Meeting.Kind.ENQUIRY).exclude(state__in=OFF),
    of_office=of_office("office"),
    anchors={Anchor.ASKED: since_it_came},
    conditions={Condition.UNANSWERED: is_unanswered},
    owned=owned_by("officer"),
    owners=owner_of("officer"),
    why_gone=why_gone,
    related=("officer",),
)
