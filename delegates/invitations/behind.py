"""What a personal link leads to, and whether that is still worth opening."""

from django.utils.translation import gettext as _

from delegates.models import Application, Invitation, Programme
from itpo.office.models import PersonalLink

Purpose = PersonalLink.Purpose
Invited = Application | Invitation

# Of an application that came to nothing no link is sent any more.
OVER = frozenset({Application.State.DECLINED, Application.State.WITHDRAWN})


def behind(link: PersonalLink) -> Invited | None:
    """The application or invitation a link opens, with its programme; one query."""
    if link.purpose == Purpose.APPLICATION:
        applications = Application.objects.select_related(
            "programme__officer", "programme__office", "agency"
        )
        return applications.filter(link=link).first()
    if link.purpose == Purpose.NOMINATION:
        invitations = Invitation.objects.select_related(
            "programme__officer", "programme__office", "agency"
        )
        return invitations.filter(link=link).first()
    return None


def why_over(thing: Invited) -> str:
    """Why its link is not sent any more; empty while it is. Wants the programme at hand."""
    if thing.programme.state == Programme.State.CANCELLED:
        return _("The programme is cancelled.")
    if isinstance(thing, Application):
        if thing.state in OVER:
            return _("The application is over: %(state)s.") % {
                "state": thing.get_state_display().lower()
            }
    elif thing.programme.state in {Programme.State.RUNNING, Programme.State.COMPLETED}:
        return _("The selection is over.")
    return ""
