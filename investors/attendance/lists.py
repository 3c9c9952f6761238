"""Keeping a webinar tool's list until somebody has looked at it, and taking it in."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from investors import registrations
from investors.attendance import sheets
from investors.attendance.planning import Attendee, Plan, plan
from investors.attendance.settling import settle
from investors.models import AttendanceList, Contact, Event, EventRegistration
from itpo.office import uploads
from itpo.office.csv_files import FileNotReadable
from itpo.office.models import User
from itpo.office.states import NotPossible
from itpo.office.uploads import Upload

State = EventRegistration.State
LONGEST_TITLE = 120
KEPT_FOR = timedelta(days=7)  # a list of people that nobody takes in


@transaction.atomic
def keep(*, event: Event, upload: Upload, by: User, at: datetime) -> AttendanceList:
    """Keep a list for somebody to look at, in place of one that was never taken in.

    Raises NotPossible for what is no list, and then nothing is written.
    """
    refuse_too_early(event, at)
    try:
        uploads.refuse_too_large(upload)
        text = sheets.text_in(upload.read())
        sheet = sheets.read(text)
    except ValidationError as refusal:
        raise NotPossible(" ".join(refusal.messages)) from refusal
    except FileNotReadable as refusal:
        raise NotPossible(str(refusal)) from refusal
    AttendanceList.objects.filter(event=event, taken_in_at=None).delete()
    return AttendanceList.objects.create(
        event=event,
        title=(upload.name or _("List"))[:LONGEST_TITLE],
        text=text,
        columns=sheet.columns,
        sent_by=by,
        sent_at=at,
    )


@transaction.atomic
def take_in(*, kept: AttendanceList, by: User, at: datetime) -> Plan:
    """Write down who was there, all of it or nothing. Taken in twice, a list changes nothing.

    Raises NotPossible: it was taken in already, or nobody on it could be read.
    """
    event = registrations.lock(kept.event)
    locked = AttendanceList.objects.select_for_update().filter(pk=kept.pk).first()
    if locked is None or locked.taken_in_at is not None:
        raise NotPossible(_("This list was taken in already, or replaced by another."))
    refuse_too_early(event, at)
    made = plan(event, sheets.read(locked.text), locked.columns)
    if not made.people:
        raise NotPossible(_("Nobody on this list can be taken in."))
    _change(made, by)
    _add(event, made.new, by)
    locked.text, locked.taken_in_at = "", at
    locked.save(update_fields=["text", "taken_in_at"])
    settle(event, by)
    return made


def forget(*, now: datetime) -> int:
    """Delete the lists nobody has taken in; say how many rows are gone."""
    waiting = AttendanceList.objects.filter(taken_in_at=None, sent_at__lt=now - KEPT_FOR)
    gone, _by_table = waiting.delete()
    return gone


def refuse_too_early(event: Event, at: datetime) -> None:
    """Raise NotPossible where nobody can have been there."""
    if event.state == Event.State.CANCELLED:
        raise NotPossible(_("The event is cancelled."))
    if event.begins_earliest is not None and event.begins_earliest > event.today(at):
        raise NotPossible(_("The event is still to come; nobody was there yet."))


def _change(made: Plan, by: User) -> None:
    rows = []
    for attendee, row in made.matched:
        row.state = State.ATTENDED
        row.joined_at = attendee.joined_at or row.joined_at
        row.minutes = row.minutes if attendee.minutes is None else attendee.minutes
        rows.append(row)
    if rows:
        bulk_update_with_history(
            rows, EventRegistration, ["state", "joined_at", "minutes"], default_user=by
        )


def _add(event: Event, new: list[Attendee], by: User) -> None:
    contacts = _contacts({one.email for one in new if one.email})
    rows = [
        EventRegistration(
            event=event,
            contact_id=contacts.get(one.email),
            name=one.name,
            email=one.email,
            organisation=one.organisation,
            state=State.ATTENDED,
            is_walk_in=True,
            joined_at=one.joined_at,
            minutes=one.minutes,
        )
        for one in new
    ]
    if rows:
        bulk_create_with_history(rows, EventRegistration, default_user=by)


def _contacts(addresses: set[str]) -> dict[str, Any]:
    """By address, the one contact who has it."""
    rows = Contact.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    found: dict[str, set[int]] = {}
    for address, pk, stays in rows.values_list("address", "pk", "merged_into"):
        found.setdefault(address, set()).add(stays or pk)
    return {address: who.pop() for address, who in found.items() if len(who) == 1}
