"""Deciding on applications: accept, waiting list, decline; withdrawing, and opening again.

Whoever decides locks the programme first and the application after it, so that no seat is given
twice. Seats themselves: seats.py. What acceptance makes: acceptance.py.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegates import acceptance, checklists, passports, seats, visits
from delegates.duplicates import duplicates_of
from delegates.models import Application, Delegate, Programme, Visit
from delegates.seats import SeatsGone, let_offers_lapse, take_offer
from itpo.office import links
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

__all__ = [
    "MOVES",
    "SeatsGone",
    "accept",
    "decline",
    "duplicates_of",
    "let_offers_lapse",
    "put_on_waiting_list",
    "reopen",
    "take_offer",
    "withdraw",
]

State = Application.State

# A decision may be thought over; what was withdrawn is opened again before it is decided.
MOVES = {
    State.INVITED: {State.STARTED, State.WITHDRAWN},
    State.STARTED: {State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {
        *(State.STARTED, State.ACCEPTED, State.WAITING_LIST, State.DECLINED, State.WITHDRAWN)
    },
    State.WAITING_LIST: {State.OFFERED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN},
    State.OFFERED: {State.ACCEPTED, State.WAITING_LIST, State.DECLINED, State.WITHDRAWN},
    State.ACCEPTED: {State.WITHDRAWN},
    State.DECLINED: {State.ACCEPTED, State.WAITING_LIST},
    State.WITHDRAWN: {State.STARTED},
}
DECISIONS = (State.ACCEPTED, State.WAITING_LIST, State.DECLINED)
FILLED_IN = frozenset({State.INVITED, State.STARTED})
DECIDED = ["state", "decided_at", "decided_by", "reason", "told", "waiting_rank", "offer_until"]
ONE_DAY = timedelta(days=1)


@transaction.atomic
def accept(
    *,
    application: Application,
    delegate: Delegate | None,
    by: User,
    at: datetime,
    officer: User | None = None,
    begins: str = "",
    ends: str = "",
    reason: str = "",
    told: str = "",
) -> Application:
    """Give an application a seat: it becomes a delegate with a post and a visit.

    `delegate` is the one we know already; None makes a new one. Raises NotPossible (SeatsGone
    when every seat is held) or ValidationError, and then nothing is written.
    """
    programme, application = _to_decide(application, by, State.ACCEPTED)
    seats.claim(programme, application)
    person = acceptance.delegate_of(application, delegate, by)
    agency = acceptance.agency_of(application, person.country, by)
    if agency is not None:
        acceptance.posting_of(application, person, agency, by)
    application.delegate = person
    application.visit = visit = acceptance.visit_of(
        application,
        programme,
        person,
        agency,
        officer=officer or programme.officer or by,
        begins=begins,
        ends=ends,
        by=by,
    )
    acceptance.projects_of(application, person, agency, by)
    passports.move_to(application=application, visit=visit)
    checklists.lay_out(visit=visit, by=by)
    application.link = acceptance.keep_link(application, visit, at)
    seats.no_longer_wait_for(application, at)
    _decide(application, State.ACCEPTED, by, at, reason, told, "delegate", "visit", "link")
    seats.tell(application, "accepted", at)
    return application


@transaction.atomic
def put_on_waiting_list(
    *,
    application: Application,
    by: User,
    at: datetime,
    rank: int | None = None,
    reason: str = "",
    told: str = "",
) -> Application:
    """Have an application wait for a seat, on a place of the list: the last, unless one is given.

    Who waits already only changes places, and gets no mail. Raises NotPossible.
    """
    programme, application = seats.lock(application)
    if application.state == State.WAITING_LIST:
        _only_a_manager(by)
        _line_up(programme, application, rank, by)
        return application
    _may_go(application, State.WAITING_LIST)
    _only_a_manager(by)
    seats.no_longer_wait_for(application, at)
    application.offer_until = application.offer_taken_at = None
    _decide(application, State.WAITING_LIST, by, at, reason, told, "offer_taken_at")
    _line_up(programme, application, rank, by)
    seats.tell(application, "waiting", at)
    return application


@transaction.atomic
def decline(
    *, application: Application, by: User, at: datetime, reason: str = "", told: str = ""
) -> Application:
    """Say no. The reason stays in the office; the delegate reads what they are `told`."""
    programme, application = _to_decide(application, by, State.DECLINED)
    had_a_seat = application.state == State.OFFERED
    seats.no_longer_wait_for(application, at)
    application.offer_until = None
    _decide(application, State.DECLINED, by, at, reason, told)
    seats.tell(application, "declined", at)
    if had_a_seat:
        seats.offer_on(programme, at=at, by=by)
    return application


@transaction.atomic
def withdraw(
    *, application: Application, at: datetime, by: User | None = None, because: str = ""
) -> Application:
    """Take an application back, by its holder or for them; the seat it held is offered on.

    A planned visit is cancelled with it; its meetings are `investors.agenda`'s, which has the
    verb that pages call. Raises NotPossible.
    """
    programme, application = seats.lock(application)
    _may_go(application, State.WITHDRAWN)
    had_a_seat = application.state in {State.ACCEPTED, State.OFFERED}
    because = because.strip()[:200] or _withdrew(programme)
    seats.no_longer_wait_for(application, at)
    seats.gone(application, at, because)
    application.state = State.WITHDRAWN
    application.waiting_rank = application.offer_until = None
    application.reason = because
    sign(application, by)
    application.save(update_fields=["state", "waiting_rank", "offer_until", "reason"])
    if application.visit is not None:
        _cancel(application.visit, because, at, by)
    seats.tell(application, "withdrawn", at)
    if had_a_seat:
        seats.offer_on(programme, at=at, by=by)
    if by is None:
        _tell_the_office(programme, application, at)
    return application


@transaction.atomic
def reopen(
    *, application: Application, until: date, by: User, at: datetime, wanted: str = ""
) -> Application:
    """Let whoever holds the link fill in the form again until a day. Raises NotPossible."""
    programme, application = seats.lock(application)
    if not by.may_change:
        raise NotPossible(_("You may read here, but not write."))
    if until < programme.office.today(at):
        raise NotPossible(_("Choose a day that is still to come."), "until")
    written = ["open_until"]
    if application.state not in FILLED_IN:
        _may_go(application, State.STARTED)
        if application.visit_id is not None:
            raise NotPossible(_("This application was accepted before. Invite them again."))
        application.state = State.STARTED
        application.submitted_at = None
        written += ["state", "submitted_at"]
    application.open_until = until
    sign(application, by)
    application.save(update_fields=written)
    if application.link is not None:
        if application.link.revoked_at is not None:  # by the agency that took them back, too
            links.reopen(link=application.link)
        zone = ZoneInfo(programme.office.time_zone)
        links.keep_open(
            link=application.link, until=datetime.combine(until + ONE_DAY, time(), zone)
        )
    seats.tell(application, "reopened", at, wanted=wanted.strip())
    return application


def _to_decide(application: Application, by: User, to: State) -> tuple[Programme, Application]:
    programme, application = seats.lock(application)
    _may_go(application, to)
    _only_a_manager(by)
    return programme, application


def _may_go(application: Application, to: State) -> None:
    current = State(application.state)
    if to not in MOVES[current]:
        raise NotPossible(
            _("The application is “%(current)s”; it cannot become “%(to)s”.")
            % {"current": current.label, "to": to.label}
        )


def _only_a_manager(by: User) -> None:
    if not (by.may_change and by.sees_restricted):
        raise NotPossible(_("A manager decides on applications."))


def _decide(
    application: Application,
    to: State,
    by: User,
    at: datetime,
    reason: str,
    told: str,
    *more: str,
) -> None:
    """Write down a decision: what it is, who took it and when, why, and what they are told."""
    application.state = to
    application.decided_at = at
    application.decided_by = by
    application.reason = reason.strip()
    application.told = told.strip()
    application.waiting_rank = None
    sign(application, by)
    application.save(update_fields=[*DECIDED, *more])
    seats.seen_to(application, by, at)


def _line_up(
    programme: Programme, application: Application, rank: int | None, by: User | None
) -> None:
    """Number the waiting list from 1, with an application on a place of it."""
    others = Application.objects.filter(programme=programme).next_on_the_list()
    line = list(others.exclude(pk=application.pk).select_for_update(of=("self",)))
    line.insert(len(line) if rank is None else max(rank, 1) - 1, application)
    for place, one in enumerate(line, start=1):
        if one.waiting_rank != place:
            one.waiting_rank = place
            sign(one, by)
            one.save(update_fields=["waiting_rank"])


def _cancel(visit: Visit, because: str, at: datetime, by: User | None) -> None:
    if visit.state in {Visit.State.RUNNING, Visit.State.COMPLETED}:
        raise NotPossible(
            _("The visit has begun: what becomes of it is decided on the page of the visit.")
        )
    if visit.state == Visit.State.PLANNED:
        visits.change_state(visit=visit, to=Visit.State.CANCELLED, because=because, at=at, by=by)


def _tell_the_office(programme: Programme, application: Application, at: datetime) -> None:
    seats.remind(
        programme,
        application,
        gettext_lazy("%(who)s has withdrawn: look at the programme"),
        programme.office.today(at),
    )


def _withdrew(programme: Programme) -> str:
    """What is written down where nobody said why, in the language of whoever runs it."""
    with translation.override(programme.officer.language if programme.officer else "en"):
        return _("They withdrew.")
