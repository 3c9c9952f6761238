"""Invitations to a meeting in people's calendars, and telling those of every change.

Sent when an officer says so; from then on a change follows by itself. A mail is put into words
when it leaves, from how things stand then: what changed while it waited is in it. The mails to one
address about one meeting leave one after another, so that nothing taken back arrives before what
it takes back; and what never left the house is not taken back at all.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import translation
from django.utils.translation import gettext as _

from investors import agenda_entries, guests
from investors.guests import Guest
from investors.models import Meeting, MeetingInvite
from investors.models.meetings import APPOINTMENTS
from itpo.office import post
from itpo.office.agenda import AgendaEntry
from itpo.office.models import OutgoingMail
from itpo.office.states import NotPossible

KIND = "meeting.invite"
State = Meeting.State

# These end an invitation; nothing is told of a meeting that was held, or that nobody came to.
CALLED_OFF = frozenset({State.CANCELLED, State.POSTPONED})
TOLD = CALLED_OFF | {State.PLANNED}


@dataclass(frozen=True)
class Sent:
    """How many are on their way, and who has no address."""

    count: int
    without_address: list[Guest] = field(default_factory=list)


@transaction.atomic
def send(*, meeting: Meeting, at: datetime) -> Sent:
    """Ask everybody who takes part, and has not been asked, into their calendar.

    Whoever knows already is not asked twice, unless the mail to them failed. Raises NotPossible.
    """
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("office")
    locked: Meeting = rows.get(pk=meeting.pk)
    if why := why_not(locked, at):
        raise NotPossible(why)
    people = guests.of(locked)
    invites = {one.email.lower(): one for one in MeetingInvite.objects.filter(meeting=locked)}
    count = 0
    for guest in people:
        if not guest.email:
            continue
        invite = invites.get(guest.email.lower())
        if invite is None:
            invite = invites[guest.email.lower()] = _made(locked, guest)
        elif not invite.stands:
            invite.stands = True
        elif _is_told(invite):
            continue
        count += _tell(invite, locked, people, at, again=True)
    return Sent(count, [guest for guest in people if not guest.email])


def why_not(meeting: Meeting, at: datetime) -> str:
    """Why nobody can be asked to a meeting; empty where they can. Wants its office at hand."""
    if meeting.kind not in APPOINTMENTS or meeting.state != State.PLANNED:
        return _("Only to a meeting that is planned can anybody be invited.")
    if meeting.day is None or meeting.starts_at is None:
        return _("Say when the meeting begins; then invite.")
    if is_over(meeting, at):
        return _("The meeting is over.")
    if not meeting.office.email:
        return _("The office needs an e-mail address first: it is the office that invites.")
    return ""


@transaction.atomic
def send_all(*, meetings: Iterable[Meeting], at: datetime) -> Sent:
    """The same for every meeting of an agenda that anybody can be asked to."""
    sent = [send(meeting=one, at=at) for one in meetings if not why_not(one, at)]
    without = {guest.key: guest for one in sent for guest in one.without_address}
    return Sent(sum(one.count for one in sent), list(without.values()))


def on_page(meeting: Meeting) -> list[MeetingInvite]:
    """Whose calendars know of a meeting, with what became of the last mail to each; one query."""
    last = OutgoingMail.objects.filter(
        order_key=Concat(Value(f"{KIND}:"), Cast(OuterRef("pk"), CharField()))
    ).order_by("-pk")
    rows = MeetingInvite.objects.filter(meeting=meeting).annotate(
        mail_state=Subquery(last.values("state")[:1]),
        mail_error=Subquery(last.values("error")[:1]),
    )
    return list(rows.select_related("contact", "delegate", "officer").order_by("pk"))


@transaction.atomic
def follow(*, meeting: Meeting, at: datetime) -> int:
    """Tell the calendars that know of a meeting what has changed; say how many are told.

    Whoever does not take part any more, or whose address is another now, is taken off; the new
    address is asked. Once it was cancelled nobody is asked again by itself.
    """
    invites = list(MeetingInvite.objects.filter(meeting=meeting).standing().order_by("pk"))
    if not invites or meeting.state not in TOLD or is_over(meeting, at):
        return 0
    people = guests.of(meeting)
    known = {invite.email.lower() for invite in invites}
    told = 0
    for invite in invites:
        guest = next((one for one in people if one.key == _key(invite)), None)
        if guest and guest.email and guest.email.lower() not in known:
            known.add(guest.email.lower())
            told += _tell(_made(meeting, guest), meeting, people, at)
        told += _tell(invite, meeting, people, at)
        if meeting.state == State.CANCELLED or _guest_of(invite, people) is None:
            invite.stands = False
            invite.save(update_fields=["stands"])
    return told


def hide_mails(meeting: Meeting) -> None:
    """Keep what calendars were told of a meeting to those who see a restricted one."""
    keys = [order_key(one) for one in MeetingInvite.objects.filter(meeting=meeting)]
    OutgoingMail.objects.filter(order_key__in=keys).update(is_restricted=True)


@dataclass(frozen=True)
class Wanted:
    """What the calendar of one address is to know: the appointment, or that there is none."""

    invite: MeetingInvite
    guest: Guest | None
    entry: AgendaEntry
    takes_place: bool


def wanted(invite: MeetingInvite) -> Wanted:
    """What an invitation is to say now, in its language."""
    meeting = invite.meeting
    return _wanted(invite, meeting, guests.of(meeting))


def is_over(meeting: Meeting, at: datetime) -> bool:
    """Whether its time has passed: then nobody's calendar is told anything any more."""
    if last := meeting.ends_at or meeting.starts_at:
        return bool(last <= at)
    return meeting.day is not None and meeting.day < meeting.office.today(at)


def _wanted(invite: MeetingInvite, meeting: Meeting, people: list[Guest]) -> Wanted:
    guest = _guest_of(invite, people)
    stands = invite.stands and meeting.state == State.PLANNED and meeting.kind in APPOINTMENTS
    with translation.override(invite.language):
        entry = agenda_entries.entry_for(
            meeting,
            is_secret=meeting.is_restricted and not (guest and guest.may_read),
            is_named=lambda side: guest is None or _is_another(side, guest),
        )
    return Wanted(invite, guest, entry, bool(guest and stands and meeting.day))


def _is_another(side: object, guest: Guest) -> bool:
    return bool(getattr(side, f"{guest.column}_id") != guest.person.pk)


def _guest_of(invite: MeetingInvite, people: list[Guest]) -> Guest | None:
    """The person asked, if they still take part and are still reached there."""
    for one in people:
        if one.key == _key(invite) and one.email.lower() == invite.email.lower():
            return one
    return None


def _key(invite: MeetingInvite) -> tuple[str, int]:
    for column in ("contact", "delegate", "officer"):
        if (number := getattr(invite, f"{column}_id")) is not None:
            return column, number
    raise AssertionError("The database holds that it is one of them.")


def _made(meeting: Meeting, guest: Guest) -> MeetingInvite:
    """A row for an address; the one it had before, if it was asked and taken off."""
    rows = MeetingInvite.objects.filter(meeting=meeting, email__iexact=guest.email)
    same: MeetingInvite | None = rows.first()
    if same is not None:
        same.stands = True
        return same
    return MeetingInvite(
        meeting=meeting, email=guest.email, language=guest.language, **{guest.column: guest.person}
    )


def _tell(
    invite: MeetingInvite,
    meeting: Meeting,
    people: list[Guest],
    at: datetime,
    *,
    again: bool = False,
) -> int:
    """Enter a mail into the book if there is anything to tell; say how many."""
    digest = _digest(_wanted(invite, meeting, people))
    if invite.told == digest and not again:
        return 0
    if invite.pk is not None:
        invite.sequence += 1
    invite.told = digest
    invite.save()
    post.queue(
        key=f"{KIND}:{invite.pk}:{invite.sequence}",
        kind=KIND,
        office=meeting.office,
        user=invite.officer,
        to=invite.email,
        send_after=at,
        about={"invite": invite.pk},
        restricted=meeting.is_restricted,
        order_key=order_key(invite),
    )
    return 1


def order_key(invite: MeetingInvite) -> str:
    """What the mails to one address about one meeting have in common."""
    return f"{KIND}:{invite.pk}"


def _digest(one: Wanted) -> str:
    return hashlib.sha256(repr((one.takes_place, one.entry)).encode()).hexdigest()


def _is_told(invite: MeetingInvite) -> bool:
    """Whether what they are to know has reached them, or is on its way."""
    mails = OutgoingMail.objects.filter(order_key=order_key(invite))
    last = mails.order_by("-pk").first()
    return last is not None and last.state not in {
        OutgoingMail.State.FAILED,
        OutgoingMail.State.MISSED,
    }
