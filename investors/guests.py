"""Who takes part in a meeting, at which address they are reached, and in which language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from delegates.models import Application
from investors.models import Contact, Meeting, MeetingParty
from itpo.office.models import User


@dataclass(frozen=True)
class Guest:
    """One person at a meeting, as mails address them."""

    column: str  # of a party, a booking or an invitation: contact, delegate, officer
    person: Any
    email: str  # empty where none is known
    language: str
    may_read: bool  # what the meeting is about; if not, only when and where

    @property
    def key(self) -> tuple[str, int]:
        return self.column, self.person.pk

    @property
    def name(self) -> str:
        kanji = self.person.name_ja if self.column == "contact" and self.language == "ja" else ""
        return kanji or str(self.person)


def of_meetings(meetings: Sequence[Meeting]) -> dict[int, list[Guest]]:
    """The people at each meeting, by its number; each once. Three queries for any number."""
    sides = MeetingParty.objects.filter(meeting__in=[one.pk for one in meetings])
    related = ("contact__company", "delegate", "officer")
    by_meeting: dict[int, list[MeetingParty]] = defaultdict(list)
    for side in sides.select_related(*related).order_by("pk"):
        by_meeting[side.meeting_id].append(side)
    links = _links_of({side.delegate_id for some in by_meeting.values() for side in some})
    return {
        one.pk: [
            guest for side in by_meeting[one.pk] if (guest := _guest(side, one, links)) is not None
        ]
        for one in meetings
    }


def of(meeting: Meeting) -> list[Guest]:
    """The people at one meeting."""
    return of_meetings([meeting])[meeting.pk]


def _guest(
    side: MeetingParty, meeting: Meeting, links: dict[int, list[Application]]
) -> Guest | None:
    if side.contact:
        email = "" if side.contact.left_on else side.contact.email
        language = _language_of(side.contact)
        return Guest("contact", side.contact, email, language, not meeting.is_restricted)
    if side.delegate:
        link = _link_for(meeting, links.get(side.delegate.pk, []))
        email = link.email if link else side.delegate.email
        language = link.language if link else side.delegate.language
        return Guest("delegate", side.delegate, email, language, not meeting.is_restricted)
    if side.officer:
        email = side.officer.email if side.officer.is_active else ""
        reads = _may_read(side.officer, meeting)
        return Guest("officer", side.officer, email, side.officer.language, reads)
    return None


def _language_of(contact: Contact) -> str:
    """Somebody whose name we know in kanji reads Japanese."""
    return "ja" if contact.name_ja else "en"


def _may_read(officer: User, meeting: Meeting) -> bool:
    is_theirs = officer.pk in {meeting.officer_id, meeting.confided_to_id}
    return not meeting.is_restricted or is_theirs or officer.sees_restricted


def _links_of(delegates: Iterable[int | None]) -> dict[int, list[Application]]:
    """The applications with which delegates came, and come, with their personal links."""
    rows = Application.objects.filter(
        delegate__in=[one for one in delegates if one],
        state=Application.State.ACCEPTED,
        link__revoked_at=None,
    )
    found: dict[int, list[Application]] = defaultdict(list)
    for one in rows.exclude(link=None).select_related("link", "visit").order_by("-pk"):
        if one.delegate_id is not None:
            found[one.delegate_id].append(one)
    return found


def _link_for(meeting: Meeting, applications: Sequence[Application]) -> Any:
    """The link of the visit a meeting is part of, or else of the one during which it is held."""
    for one in applications:
        if one.visit_id and one.visit_id == meeting.visit_id:
            return one.link
    for one in applications:
        if one.visit and meeting.day and _is_during(one.visit, meeting.day):
            return one.link
    return None


def _is_during(visit: Any, day: Any) -> bool:
    first, last = visit.begins_earliest, visit.ends_latest
    return bool(first and last and first <= day <= last)
