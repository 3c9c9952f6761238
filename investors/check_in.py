"""At the door: who has come, who came unannounced, and what was pressed by mistake."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from investors import registrations
from investors.attendance import settle
from investors.attendance.lists import refuse_too_early
from investors.models import Event, EventRegistration
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

State = EventRegistration.State


@transaction.atomic
def check_in(*, registration: EventRegistration, by: User, at: datetime) -> EventRegistration:
    """Write down that somebody has come, whatever was said of them before.

    Raises NotPossible while the event is still to come, or when they are here already.
    """
    event, locked = registrations.lock_both(registration)
    refuse_too_early(event, at)
    if locked.state == State.ATTENDED:
        raise NotPossible(_("%(who)s is checked in already.") % {"who": locked})
    _write(locked, State.ATTENDED, at, by)
    settle(event, by)
    return locked


@transaction.atomic
def undo(*, registration: EventRegistration, by: User) -> None:
    """Take a check-in back: they are what they were before; who came unannounced is gone again.

    Raises NotPossible for somebody who is not checked in.
    """
    event, locked = registrations.lock_both(registration)
    if locked.state != State.ATTENDED:
        raise NotPossible(_("%(who)s is not checked in.") % {"who": locked})
    if locked.is_walk_in:
        sign(locked, by)
        locked.delete()
    else:
        before = locked.history.exclude(state=State.ATTENDED).order_by("history_date", "history_id")
        version = before.last()
        locked.minutes = None
        _write(locked, version.state if version else State.REGISTERED, None, by)
    settle(event, by)


@transaction.atomic
def walk_in(
    *, event: Event, name: str, organisation: str, email: str, by: User, at: datetime
) -> EventRegistration:
    """Write down somebody who came unannounced; who is registered under the address, as that.

    Raises NotPossible or ValidationError, and then nothing is written.
    """
    locked = registrations.lock(event)
    refuse_too_early(locked, at)
    known = locked.registrations.filter(email__iexact=email).first() if email else None
    if known is not None:
        return check_in(registration=known, by=by, at=at)
    same = locked.registrations.filter(name=name, organisation=organisation, is_walk_in=True)
    if not email and same.exists():
        raise NotPossible(
            _("%(who)s is here already. If it is somebody else, add where they come from.")
            % {"who": name},
            "organisation",
        )
    row = EventRegistration(
        event=locked,
        contact=registrations.contact_of(email),
        name=name,
        email=email,
        organisation=organisation,
        state=State.ATTENDED,
        is_walk_in=True,
        joined_at=at,
    )
    row.full_clean(exclude=["event", "contact"])
    sign(row, by)
    row.save()
    settle(locked, by)
    return row


def _write(row: EventRegistration, state: str, at: datetime | None, by: User) -> None:
    row.state, row.joined_at = state, at
    sign(row, by)
    row.save(update_fields=["state", "joined_at", "minutes"])
