"""What can be done with several meetings at once."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from investors import closing, invites, meetings
from investors.models import Meeting, MeetingInvite
from itpo.office.joined import number_of
from itpo.office.models import User
from itpo.office.picking import PickingForm
from itpo.office.several import Action, Said
from itpo.office.several_actions import giving_office_records
from itpo.office.states import LONGEST, NotPossible

State = Meeting.State


class BecameForm(PickingForm):
    state = forms.ChoiceField(
        label=gettext_lazy("What became of them"),
        choices=[(one, one.label) for one in (State.HELD, State.NO_SHOW, State.POSTPONED)],
        help_text=gettext_lazy("What came of each is written on its own page, before or after."),
    )


class CancelForm(PickingForm):
    because = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST,
        help_text=gettext_lazy(
            "For the office. Calendars that know of a meeting are told; nobody else is written to."
        ),
    )


def _with_calendars(rows: Any) -> Any:
    """Adds `calendars`: how many know of a meeting."""
    standing = MeetingInvite.objects.all().standing()
    return rows.select_related("office").annotate(calendars=number_of(standing, "meeting"))


def _afterwards(meeting: Any, state: str, at: datetime) -> str:
    """Its state, and how many calendars are told of it."""
    label = str(State(state).label)
    if state not in invites.CALLED_OFF or not meeting.calendars or invites.is_over(meeting, at):
        return label
    told = ngettext(
        "%(state)s; %(count)s calendar is told",
        "%(state)s; %(count)s calendars are told",
        meeting.calendars,
    )
    return told % {"state": label, "count": meeting.calendars}


def _refuse_but(meeting: Meeting, *states: str) -> None:
    """Raise NotPossible for a meeting in another state."""
    if meeting.state not in states:
        raise NotPossible(_("It is “%(state)s”.") % {"state": meeting.get_state_display()})


def _written_down(meeting: Meeting, said: Said) -> str:
    _refuse_but(meeting, State.PLANNED)
    meetings.refuse_too_early(meeting, said["state"], said["by"], said["at"])
    return _afterwards(meeting, said["state"], said["at"])


def _write_down(meeting: Meeting, said: Said, by: User, at: datetime) -> None:
    closing.write_down(
        meeting=meeting,
        by=by,
        at=at,
        state=said["state"],
        outcome=meeting.outcome,
        interest=meeting.interest,
    )


def _cancelled(meeting: Meeting, said: Said) -> str:
    _refuse_but(meeting, *meetings.STILL_TO_COME)
    return _afterwards(meeting, State.CANCELLED, said["at"])


def _cancel(meeting: Meeting, said: Said, by: User, at: datetime) -> None:
    meetings.call_off(meeting=meeting, because=said["because"], at=at, by=by)


MEETING_ACTIONS = [
    Action(
        "became",
        gettext_lazy("Held, did not come, postponed"),
        BecameForm,
        before=lambda meeting: meeting.get_state_display(),
        after=_written_down,
        act=_write_down,
        fetched=_with_calendars,
        locked_first=("visit", "mission"),
    ),
    Action(
        "cancel",
        gettext_lazy("Cancel"),
        CancelForm,
        before=lambda meeting: meeting.get_state_display(),
        after=_cancelled,
        act=_cancel,
        fetched=_with_calendars,
    ),
    giving_office_records("officer"),
]
