"""Logging visits, and their way from planned to completed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from delegates import seats
from delegates.models import Agency, Delegate, HostCountry, Posting, Programme, Visit
from itpo.office import partial_dates, states
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

State = Visit.State
NAME_AND_SHORT_NAME = re.compile(r"(.+?)\s*\(([^()]+)\)")

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
    officer's day at `at`. Raises NotPossible or ValidationError, and then nothing is written.
    """
    if officer.office_id is None:
        raise NotPossible(_("A visit belongs to an office; you belong to none."))
    state = _state_on(officer.today(at), begins, ends)
    if isinstance(delegate, NewDelegate):
        delegate = _meet(delegate, officer)
    visit = Visit(
        office_id=officer.office_id,
        delegate=delegate,
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
    visit.agency = _sent_by(visit)
    keep_apart(visit)
    sign(visit, officer)
    visit.save()
    return visit


@transaction.atomic
def change_state(
    *, visit: Visit, to: str, at: datetime, because: str = "", by: User | None = None
) -> Visit:
    """Take a visit to another state. A cancelled one says why. Raises NotPossible.

    Whoever was accepted to a programme leaves their seat to the next on the waiting list when
    the visit is cancelled, and needs one again (SeatsGone) when it is planned after all.
    """
    if to == State.PLANNED:
        seats.claim_again(visit)
    if to == State.CANCELLED:
        seats.lock_of(visit)
    changed: Visit = states.take(thing=visit, to=to, moves=MOVES, by=by, because=because)
    if to == State.CANCELLED:
        seats.free_of(changed, at=at, by=by)
    if to == State.PLANNED:
        keep_apart(changed)
    return changed


@transaction.atomic
def change(*, visit: Visit, by: User) -> Visit:
    """Save a visit whose facts were changed. Raises NotPossible, and then nothing is written."""
    Visit.objects.select_for_update().get(pk=visit.pk)
    see_that_days_fit(visit)
    sign(visit, by)
    visit.save()
    return visit


_checks_of_days: list[Callable[[Visit], None]] = []


def mind_days(check: Callable[[Visit], None]) -> None:
    """Have `check` refuse, with NotPossible, days of a visit that leave out what an app plans."""
    _checks_of_days.append(check)


def see_that_days_fit(visit: Visit) -> None:
    """Refuse days that leave out what is planned, or on which they are on another visit."""
    for check in _checks_of_days:
        check(visit)
    keep_apart(visit)


def keep_apart(visit: Visit) -> None:
    """Refuse a second visit of a delegate on days on which they certainly are on another.

    Of days known in part nobody knows. The delegate is locked, so that nobody logs one meanwhile.
    """
    first, last = visit.begins_latest, visit.ends_earliest
    if visit.state == State.CANCELLED or first is None or last is None or last < first:
        return
    Delegate.objects.select_for_update(no_key=True).get(pk=visit.delegate_id)
    others = visit.delegate.visits.exclude(pk=visit.pk).exclude(state=State.CANCELLED)
    certain = others.filter(ends_earliest__gte=F("begins_latest"))
    other = certain.filter(begins_latest__lte=last, ends_earliest__gte=first).order_by("pk").first()
    if other is not None:
        raise NotPossible(
            _("%(who)s is on another visit then: %(when)s.")
            % {"who": visit.delegate, "when": other.when},
            "begins",
        )


def _state_on(today: date, begins: str, ends: str) -> str:
    """What a visit with these dates is today; one without any is in the past."""
    first, last = _read(begins, "begins"), _read(ends, "ends")
    if first and first.earliest > today:
        return State.PLANNED
    if last and last.latest >= today:
        return State.RUNNING
    if first and not last and first.latest >= today:
        return State.RUNNING
    return State.COMPLETED


def _read(typed: str, field: str) -> partial_dates.PartialDate | None:
    try:
        return partial_dates.read(typed) if typed.strip() else None
    except partial_dates.NotADate as error:
        raise NotPossible(str(error), field) from error


def _sent_by(visit: Visit) -> Agency | None:
    """The agency of the post they held at the time, as far as the dates of both are known."""
    postings = visit.delegate.postings.select_related("agency")
    if last := visit.ends_latest or visit.begins_latest:
        postings = postings.filter(Q(begins_earliest=None) | Q(begins_earliest__lte=last))
    if first := visit.begins_earliest:
        postings = postings.filter(Q(ends_latest=None) | Q(ends_latest__gte=first))
    if visit.state != State.COMPLETED:
        postings = postings.filter(is_current=True)
    held = postings.newest_first()
    posting = held.filter(is_current=True).first() or held.first()
    return posting.agency if posting else None


def _meet(new: NewDelegate, by: User) -> Delegate:
    """Make the delegate, and the agency and post they hold."""
    delegate = Delegate(
        family_name=new.family_name,
        given_name=new.given_name,
        country=new.country,
        email=new.email,
    )
    delegate.full_clean()
    sign(delegate, by)
    delegate.save()
    agency = new.agency or agency_called(new.agency_name.strip(), new.country, by)
    if agency is not None:
        posting = Posting(delegate=delegate, agency=agency, post=new.post)
        posting.full_clean()
        sign(posting, by)
        posting.save()
    return delegate


def to_be_made(new: Delegate | NewDelegate) -> list[Any]:
    """The records that logging a visit would make, not saved."""
    if not isinstance(new, NewDelegate):
        return []
    who = Delegate(
        family_name=new.family_name,
        given_name=new.given_name,
        country=new.country,
        email=new.email,
    )
    name = "" if new.agency else new.agency_name.strip()
    is_known = not name or _agencies_called(name, new.country)
    return [who] if is_known else [who, Agency(country=new.country, name=name)]


def _agencies_called(name: str, country: HostCountry) -> list[Agency]:
    called = Q(name__iexact=name) | Q(short_name__iexact=name)
    if both := NAME_AND_SHORT_NAME.fullmatch(name):  # as our own pages write it
        called |= Q(name__iexact=both[1], short_name__iexact=both[2])
    return list(Agency.objects.filter(called, country=country).order_by("pk"))


def agency_called(name: str, country: HostCountry, by: User) -> Agency | None:
    """The agency that country has by that name or short name; made where there is none."""
    if not name:
        return None
    if known := _agencies_called(name, country):
        found = next((one for one in known if one.archived_at is None), known[0])
        return found.merged_into or found
    agency = Agency(country=country, name=name)
    agency.full_clean()
    sign(agency, by)
    agency.save()
    return agency
