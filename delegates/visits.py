"""Logging visits, and their way from planned to completed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Agency, Delegate, HostCountry, Posting, Programme, Visit
from itpo.office import partial_dates
from itpo.office.models import User


class NotPossible(Exception):
    """The visit cannot be logged or changed so. The message says why; `field` says where."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


State = Visit.State

MOVES = {
    State.PLANNED: {State.RUNNING, State.COMPLETED, State.CANCELLED},
    State.RUNNING: {State.COMPLETED, State.CANCELLED},
    State.COMPLETED: {State.RUNNING},
    State.CANCELLED: {State.PLANNED},
}


@dataclass(frozen=True)
class NewDelegate:
    """Somebody we meet for the first time."""

    family_name: str
    given_name: str
    country: HostCountry
    agency: Agency | None = None
    agency_name: str = ""
    post: str = ""
    email: str = ""


@transaction.atomic
def log(
    *,
    delegate: Delegate | NewDelegate,
    officer: User,
    at: datetime,
    begins: str,
    ends: str = "",
    programme: Programme | None = None,
    is_walk_in: bool = False,
    purpose: str = "",
    place: str = "",
    notes: str = "",
) -> Visit:
    """Log one delegate's stay, past, running, planned or unannounced.

    `begins` and `ends` are partial dates as typed. The state follows from them and the
    officer's day at `at`. Raises NotPossible, and then nothing is written.
    """
    if officer.office_id is None:
        raise NotPossible(_("A visit belongs to an office; you belong to none."))
    state = _state_on(officer.today(at), begins, ends)
    if isinstance(delegate, NewDelegate):
        delegate = _meet(delegate)
    current = delegate.postings.filter(is_current=True).newest_first().first()
    visit = Visit(
        office_id=officer.office_id,
        delegate=delegate,
        agency_id=current.agency_id if current else None,
        programme=programme,
        officer=officer,
        state=state,
        begins=begins,
        ends=ends,
        is_walk_in=is_walk_in,
        purpose=purpose,
        place=place,
        notes=notes,
    )
    visit.full_clean(exclude=["office", "officer"])
    visit.save()
    return visit


@transaction.atomic
def change_state(*, visit: Visit, to: str, because: str = "") -> Visit:
    """Take a visit to another state. A cancelled one says why. Raises NotPossible."""
    locked: Visit = Visit.objects.select_for_update().get(pk=visit.pk)
    current, wanted = State(locked.state), State(to)
    if wanted not in MOVES[current]:
        raise NotPossible(
            _("The visit is “%(current)s”; it cannot become “%(to)s”.")
            % {"current": current.label, "to": wanted.label}
        )
    if wanted == State.CANCELLED and not because.strip():
        raise NotPossible(_("Say why the visit is cancelled."), "because")
    locked.state = wanted
    locked.cancelled_because = because.strip() if wanted == State.CANCELLED else ""
    locked.save(update_fields=["state", "cancelled_because"])
    return locked


def _state_on(today: date, begins: str, ends: str) -> str:
    """What a visit with these dates is today; one without any is in the past."""
    try:
        first = partial_dates.read(begins) if begins.strip() else None
        last = partial_dates.read(ends) if ends.strip() else None
    except partial_dates.NotADate as error:
        raise NotPossible(str(error)) from error
    if first and first.earliest > today:
        return State.PLANNED
    if last and last.latest >= today:
        return State.RUNNING
    if first and not last and first.latest >= today:
        return State.RUNNING
    return State.COMPLETED


def _meet(new: NewDelegate) -> Delegate:
    """Make the delegate, and the agency and post they hold."""
    delegate = Delegate(
        family_name=new.family_name,
        given_name=new.given_name,
        country=new.country,
        email=new.email,
    )
    delegate.full_clean()
    delegate.save()
    agency = new.agency
    if agency is None and new.agency_name:
        agency, _made = Agency.objects.get_or_create(country=new.country, name=new.agency_name)
    if agency is not None:
        Posting.objects.create(delegate=delegate, agency=agency, post=new.post)
    return delegate
