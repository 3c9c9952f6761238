"""The mails that bring a meeting into people's calendars, change it there, and take it out."""

from datetime import datetime

from django.utils import formats, translation
from django.utils.translation import gettext_noop

from investors import cascades, invites
from investors.invites import Wanted
from investors.models import Meeting, MeetingInvite
from itpo.office.models import OutgoingMail
from itpo.office.post import Attachment, Letter, NotCalledFor
from itpo.portal.calendar_file import Method, Reader, invitation
from itpo.portal.letters import say


def invite(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor | None:
    """How a meeting stands now. Nothing, where they know it so, or never knew what is taken back.

    An earlier mail to them that waited has said by now what this one was entered for. Nothing
    leaves by itself to a delegate who can come no more: they may have died.
    """
    related = ("meeting__office", "meeting__officer", "carrier", "delegate")
    found = MeetingInvite.objects.select_related(*related).filter(pk=mail.about["invite"]).first()
    if found is None or invites.is_over(found.meeting, now):
        return NotCalledFor(gettext_noop("The meeting is over."))
    if found.delegate is not None and found.delegate.archived_at is not None:
        return NotCalledFor(gettext_noop("The delegate is archived."))
    if found.meeting.state not in invites.TOLD:
        return NotCalledFor(gettext_noop("Nobody is told of the meeting as it stands."))
    if _knows(found, mail):
        return NotCalledFor(gettext_noop("Another mail has told them already."))
    wanted = invites.wanted(found)
    earlier = OutgoingMail.objects.filter(order_key=mail.order_key).perhaps_left()
    has_left = earlier.exists()
    if not wanted.takes_place and not has_left:
        return NotCalledFor(
            gettext_noop("They never heard of the meeting that does not take place.")
        )
    MeetingInvite.objects.filter(pk=found.pk).update(put_in_words=found.sequence, carrier=mail)
    with translation.override(found.language):
        return _letter(wanted, is_new=not has_left, at=now)


def _knows(invite: MeetingInvite, mail: OutgoingMail) -> bool:
    """Whether another mail has taken this change to them already."""
    carrier = invite.carrier
    if mail.resend_of_id is not None:
        return False  # somebody wants them to have it once more
    if carrier is None or carrier.pk == mail.pk or invite.put_in_words != invite.sequence:
        return False
    return carrier.state == OutgoingMail.State.SENT


def _letter(wanted: Wanted, *, is_new: bool, at: datetime) -> Letter:
    meeting, entry = wanted.invite.meeting, wanted.entry
    name = wanted.guest.name if wanted.guest else wanted.invite.email
    method = Method.REQUEST if wanted.takes_place else Method.CANCEL
    if wanted.takes_place:
        text = "meeting_invite" if is_new else "meeting_changed"
    else:
        is_postponed = meeting.state == Meeting.State.POSTPONED
        text = "meeting_postponed" if is_postponed else "meeting_cancelled"
    letter = say(
        "meeting_invite",
        text=text,
        who=name,
        entry=entry,
        day=formats.date_format(entry.day, "DATE_FORMAT") if entry.day else "",
        office=meeting.office,
        officer=meeting.officer,
    )
    content = invitation(
        entry,
        method=method,
        sequence=wanted.invite.sequence,
        office=meeting.office,
        reader=Reader(name, wanted.invite.email),
        at=at,
    )
    kind = f"text/calendar; method={method.value}"
    return letter._replace(attachments=(Attachment("meeting.ics", content, kind),))


def meetings_off(mail: OutgoingMail, now: datetime) -> Letter | None:
    """Which meetings do not take place, to somebody whose calendar was never told of them."""
    found = cascades.off_for(mail)
    if found is None:
        return None
    with translation.override(found.guest.language):
        entries = found.entries()
        return say(
            "meetings_off",
            who=found.guest.name,
            meetings=entries,
            office=mail.office,
            officer=found.officer,
        )
