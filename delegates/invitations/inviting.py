"""Inviting agencies, who name delegates, and delegates themselves."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from delegates.invitations import sending
from delegates.models import Agency, Application, Invitation, Programme
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

State = Programme.State
# Later than the call, but before anybody has come: for whom the office gives a day of their own.
LATE = frozenset({State.CALL_CLOSED, State.SELECTION})
CALLING = frozenset({State.CALL_OPEN, *LATE})


@transaction.atomic
def invite_delegate(
    *,
    programme: Programme,
    email: str,
    language: str,
    by: User,
    at: datetime,
    family_name: str = "",
    given_name: str = "",
    agency: Agency | None = None,
    invitation: Invitation | None = None,
    open_until: date | None = None,
) -> Application:
    """Ask somebody to apply: an application to fill in, and a mail with its link.

    After the call `open_until` says until when. Raises NotPossible or ValidationError.
    """
    locked = lock(programme)
    refuse_unless_calling(locked, open_until, "open_until", at)
    if not email.strip():
        raise NotPossible(_("Write the address the link is sent to."), "email")
    application = Application(
        programme=locked,
        agency=agency,
        invitation=invitation,
        family_name=family_name.strip(),
        given_name=given_name.strip(),
        email=email.strip(),
        open_until=open_until,
    )
    return enter(application, language=language, by=by, at=at)


@transaction.atomic
def invite_agency(
    *,
    programme: Programme,
    agency: Agency,
    email: str,
    contact_name: str,
    language: str,
    by: User,
    at: datetime,
    most: int | None = None,
    answer_by: date | None = None,
) -> Invitation:
    """Ask an agency to name delegates: a mail with a link to the page where it does.

    After the call `answer_by` says until when. Raises NotPossible or ValidationError.
    """
    locked = lock(programme)
    refuse_unless_calling(locked, answer_by, "answer_by", at)
    if Invitation.objects.filter(programme=locked, agency=agency).exists():
        raise NotPossible(_("%(agency)s is invited already.") % {"agency": agency}, "agency")
    invitation = Invitation(
        programme=locked,
        agency=agency,
        email=email.strip(),
        contact_name=contact_name.strip(),
        most=most,
        answer_by=answer_by,
    )
    invitation.full_clean(exclude=["programme", "agency", "link"])
    last_day = invitation.due_on(locked)
    link = sending.issue_for(invitation, language=language, at=at, last_day=last_day)
    sign(invitation, by)
    invitation.save()
    sending.tell(sending.AGENCY_INVITED, link, at)
    return invitation


def lock(programme: Programme) -> Programme:
    """The programme as it stands, until this is over: nobody ends its call meanwhile."""
    rows = Programme.objects.select_for_update(of=("self",)).select_related("office")
    locked: Programme = rows.get(pk=programme.pk)
    return locked


def enter(application: Application, *, language: str, by: User | None, at: datetime) -> Application:
    """Write down a new application; where there is an address, its link goes there."""
    sending.refuse_twice(application)
    application.full_clean(exclude=["programme", "agency", "invitation", "link"])
    if application.email:
        last_day = application.fill_in_by(application.programme)
        sending.issue_for(application, language=language, at=at, last_day=last_day)
    sign(application, by)
    application.save()
    if application.link:
        sending.tell(sending.APPLICATION_INVITED, application.link, at)
    return application


def refuse_unless_calling(
    programme: Programme, own_day: date | None, field: str, at: datetime
) -> None:
    """Raise NotPossible where nobody can be invited, or whoever is could do nothing."""
    today = programme.office.today(at)
    if programme.state == State.DRAFT:
        raise NotPossible(_("Open the call first."))
    if programme.state not in CALLING:
        raise NotPossible(
            _("The programme is “%(state)s”: nobody is invited any more.")
            % {"state": programme.get_state_display()}
        )
    if own_day is not None and own_day < today:
        raise NotPossible(_("This day is over. Choose one to come."), field)
    closes = programme.call_closes_on
    if own_day is None and programme.state in LATE:
        raise NotPossible(_("The call is closed. Say until when this one may answer."), field)
    if own_day is None and closes is not None and closes < today:
        raise NotPossible(
            _("The call closed on %(day)s. Say until when this one may answer.")
            % {"day": date_format(closes)},
            field,
        )
