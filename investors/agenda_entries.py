"""What the investors app has on the agenda of a visit: its meetings."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegates.agenda_entries import is_for, takes_place
from delegates.models import Visit
from investors.models import Company, Contact, Meeting, MeetingParty
from itpo.office.agenda import AgendaEntry, Kind, agenda
from itpo.office.chain import either
from itpo.office.visibility import Viewer

# Somebody comes together; a mail or an enquiry is no appointment.
APPOINTMENTS = (Meeting.Kind.VISIT, Meeting.Kind.CALL, Meeting.Kind.VIDEO)
STANDING = (Meeting.State.PLANNED, Meeting.State.HELD)


def meetings_of(visit: Visit, viewer: Viewer) -> Iterable[AgendaEntry]:
    """Those that stand and have a day. Of a restricted one its guest learns when and where."""
    if not takes_place(visit, viewer):
        return
    as_guest = is_for(visit, viewer)
    meetings: Any = Meeting.objects.filter(pk__in=_numbers(visit), kind__in=APPOINTMENTS)
    if not as_guest:
        meetings = meetings.visible_to(viewer)
    sides = MeetingParty.objects.select_related("company", "contact", "partner").order_by("pk")
    standing = meetings.filter(state__in=STANDING, day__isnull=False)
    for meeting in standing.prefetch_related(Prefetch("parties", sides)):
        is_secret = as_guest and meeting.is_restricted
        yield AgendaEntry(
            uid=f"meeting-{meeting.pk}",
            kind=Kind.MEETING,
            title=_("Meeting") if is_secret else meeting.subject,
            day=meeting.day,
            zone=meeting.time_zone,
            starts=meeting.starts_at,
            ends=meeting.ends_at,
            place=meeting.place,
            with_whom="" if is_secret else _with_whom(meeting.parties.all()),
            url="" if as_guest else meeting.get_absolute_url(),
        )


def _numbers(visit: Visit) -> Any:
    """The visit's own, and those its delegate sits at while another's visit goes on.

    A company that ten delegates call on together is one meeting, logged with one of their visits.
    """
    own = Meeting.objects.filter(visit=visit)
    if not visit.begins_earliest or not visit.ends_latest:
        return own.values("pk")
    shared = MeetingParty.objects.filter(
        delegate=visit.delegate_id, meeting__day__range=(visit.begins_earliest, visit.ends_latest)
    ).exclude(meeting__visit__delegate=visit.delegate_id)
    return either(own.values("pk"), shared.values("meeting"))


def _with_whom(sides: Iterable[MeetingParty]) -> str:
    """The companies with who comes of each, the partners, and who has no record."""
    people: dict[str, list[str]] = {}
    for side in sides:
        who = _company(side.company) if side.company else str(side.partner or "")
        person = _contact(side.contact) if side.contact else side.name
        if who or person:
            people.setdefault(who or person, []).extend([person] if who and person else [])
    return "; ".join(f"{who} ({', '.join(of)})" if of else who for who, of in people.items())


def _company(company: Company) -> str:
    return (company.name_ja if _reads_japanese() else "") or company.name


def _contact(contact: Contact) -> str:
    return (contact.name_ja if _reads_japanese() else "") or contact.full_name


def _reads_japanese() -> bool:
    return (get_language() or "").startswith("ja")


agenda(Visit, meetings_of)
