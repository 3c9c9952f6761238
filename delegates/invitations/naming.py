"""What an agency does behind its link: naming delegates, taking one back, naming nobody."""

from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegates import seats
from delegates.invitations import sending
from delegates.invitations.inviting import LATE, enter, lock
from delegates.models import Application, Invitation, Programme
from delegates.models.applications import ApplicationQuerySet
from itpo.office import follow_ups, links, states
from itpo.office.states import Moves, NotPossible

State = Application.State
# What an agency may do to somebody it named, while nothing was handed in.
MOVES: Moves = {
    **{state: set() for state in State},
    State.INVITED: {State.WITHDRAWN},
    State.STARTED: {State.WITHDRAWN},
}
LONGEST = 300  # characters of a reason; the length of the column


def why_shut(invitation: Invitation, programme: Programme, at: datetime) -> str:
    """Why an agency cannot name anybody now; empty while it can. Wants the office at hand."""
    today, due_on = programme.office.today(at), invitation.due_on(programme)
    if programme.state == Programme.State.DRAFT:
        return _("The call is not open yet.")
    if programme.state == Programme.State.CANCELLED:
        return _("The programme is cancelled.")
    if programme.state in {Programme.State.RUNNING, Programme.State.COMPLETED}:
        return _("The selection is over.")
    if due_on is not None and due_on < today:
        return _(
            "Names were taken until %(day)s. If you still want to name somebody, write to us."
        ) % {"day": date_format(due_on)}
    if programme.state in LATE and invitation.answer_by is None:
        return _("The call is closed. If you still want to name somebody, write to us.")
    return ""


@transaction.atomic
def nominate(
    *,
    invitation: Invitation,
    family_name: str,
    given_name: str,
    email: str,
    language: str,
    at: datetime,
) -> Application:
    """Name a delegate. With an address they get a link of their own; without, the agency fills in.

    Whoever was named and taken back is taken up again. Raises NotPossible or ValidationError.
    """
    locked = _open_invitation(invitation, at)
    named = Application(
        programme=locked.programme,
        agency=locked.agency,
        invitation=locked,
        family_name=_given(family_name, _("Write the family name."), "family_name"),
        given_name=given_name.strip(),
        email=email.strip(),
        open_until=_own_day(locked),
    )
    _refuse_too_many(locked)
    _refuse_same_name(locked, named)
    before = _taken_back(locked, named.email)
    application = (
        _take_up_again(before, named, at)
        if before
        else enter(named, language=language, by=None, at=at)
    )
    if locked.declined_at is not None:
        locked.declined_at, locked.declined_because = None, ""
        locked.save(update_fields=["declined_at", "declined_because"])
    return application


@transaction.atomic
def take_back(*, application: Application, at: datetime) -> Application:
    """No longer name somebody. Raises NotPossible once their form is handed in."""
    if application.invitation_id is None:
        raise NotPossible(_("You have not named this person."))
    rows = Application.objects.select_for_update(of=("self",)).select_related("agency", "link")
    locked = rows.get(pk=application.pk)
    if not locked.is_open:
        raise NotPossible(_("The form is handed in already. Write to us to take it back."))
    taken: Application = states.take(thing=locked, to=State.WITHDRAWN, moves=MOVES, by=None)
    taken.reason = _("Taken back by %(agency)s.") % {"agency": locked.agency}
    taken.save(update_fields=["reason"])
    if taken.link is not None:
        links.revoke(link=taken.link, at=at)
    return taken


@transaction.atomic
def decline(*, invitation: Invitation, because: str, at: datetime) -> Invitation:
    """Name nobody this time; whoever runs the programme is told. Raises NotPossible."""
    locked = _open_invitation(invitation, at)
    because = because.strip()
    if len(because) > LONGEST:
        raise NotPossible(
            _("Say it in at most %(count)s characters.") % {"count": LONGEST}, "because"
        )
    if _named(locked).exists():
        raise NotPossible(_("You have named somebody. Take them back first."))
    is_news = locked.declined_at is None
    locked.declined_at, locked.declined_because = at, because
    locked.save(update_fields=["declined_at", "declined_because"])
    if is_news:
        _tell_the_officer(locked, at)
    return locked


def _open_invitation(invitation: Invitation, at: datetime) -> Invitation:
    """The invitation, locked, if its agency may still answer it. Raises NotPossible."""
    programme = lock(invitation.programme)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("agency", "link")
    locked: Invitation = rows.get(pk=invitation.pk)
    locked.programme = programme
    if why := why_shut(locked, programme, at):
        raise NotPossible(why)
    return locked


def _own_day(invitation: Invitation) -> date | None:
    """Until when whoever is named fills in, where that is later than the call."""
    programme, day = invitation.programme, invitation.answer_by
    closes = programme.call_closes_on
    is_later = programme.state in LATE or (day and closes and day > closes)
    return day if is_later else None


def _given(text: str, otherwise: str, field: str) -> str:
    if not text.strip():
        raise NotPossible(otherwise, field)
    return text.strip()


def _named(invitation: Invitation) -> ApplicationQuerySet:
    """Whom an agency names, without whoever it took back."""
    return Application.objects.filter(invitation=invitation).exclude(state=State.WITHDRAWN)


def _refuse_too_many(invitation: Invitation) -> None:
    most = invitation.most
    if most is not None and _named(invitation).count() >= most:
        sentence = ngettext(
            "You can name %(most)s person, and have.",
            "You can name %(most)s people, and have.",
            most,
        )
        raise NotPossible(sentence % {"most": most})


def _refuse_same_name(invitation: Invitation, named: Application) -> None:
    """A button pressed twice names nobody twice."""
    same = _named(invitation).filter(
        family_name__iexact=named.family_name, given_name__iexact=named.given_name
    )
    if same.exists():
        raise NotPossible(
            _("You have named %(who)s already.") % {"who": named.full_name}, "family_name"
        )


def _taken_back(invitation: Invitation, email: str) -> Application | None:
    """Whoever of this address the agency named and took back before anything was handed in."""
    if not email:
        return None
    rows = Application.objects.filter(invitation=invitation, email__iexact=email)
    withdrawn = rows.filter(state=State.WITHDRAWN, submitted_at=None, decided_at=None)
    return withdrawn.select_for_update().first()


def _take_up_again(before: Application, named: Application, at: datetime) -> Application:
    to = State.STARTED if before.answers else State.INVITED
    again: Application = states.take(
        thing=before, to=to, moves={**MOVES, State.WITHDRAWN: {to}}, by=None
    )
    again.family_name, again.given_name = named.family_name, named.given_name
    again.open_until, again.reason = named.open_until, ""
    again.full_clean(exclude=["programme", "agency", "invitation", "link"])
    again.save(update_fields=["family_name", "given_name", "open_until", "reason"])
    if again.link is not None:
        links.reopen(link=again.link)
        links.renew(link=again.link, at=at)
        sending.tell(sending.APPLICATION_INVITED, again.link, at)
    return again


def _tell_the_officer(invitation: Invitation, at: datetime) -> None:
    """Have whoever runs the programme see today that an agency names nobody."""
    officer = seats.who_sees_to(invitation.programme)
    if officer is None:
        return
    with translation.override(officer.language):
        said = _("%(agency)s names nobody: %(because)s") % {
            "agency": invitation.agency,
            "because": invitation.declined_because or _("no reason given"),
        }
    promise = follow_ups.promise(
        what=said[: follow_ups.LONGEST],
        due_on=officer.today(at),
        owner=officer,
        about=invitation.programme,
    )
    invitation.programme.follow_ups.add(promise)
    invitation.agency.follow_ups.add(promise)
