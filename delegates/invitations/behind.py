"""What a personal link leads to, and whether that is still worth opening."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from delegates.models import Application, Invitation, Programme
from itpo.office.models import PersonalLink

Purpose = PersonalLink.Purpose
Invited = Application | Invitation

OPENED: dict[str, type[Invited]] = {
    Purpose.APPLICATION: Application,
    Purpose.NOMINATION: Invitation,
}

AROUND = ("programme__officer", "programme__office", "agency")

# Of an application that came to nothing no link is sent any more.
OVER = frozenset({Application.State.DECLINED, Application.State.WITHDRAWN})


def behind(link: PersonalLink) -> Invited | None:
    """The application or invitation a link opens, with its programme; one query."""
    if link.purpose not in OPENED:
        return None
    rows = OPENED[link.purpose]._default_manager.select_related(*AROUND)
    return rows.filter(link=link).first()


def all_behind(links: Collection[PersonalLink]) -> dict[int, Invited]:
    """The same of many links; what several of them lead to, such as a programme, is there once."""
    found: dict[int, Invited] = {}
    for purpose, model in OPENED.items():
        keys = [one.pk for one in links if one.purpose == purpose]
        if keys:
            rows = model._default_manager.filter(link__in=keys).prefetch_related(*AROUND)
            found |= {thing.link_id: thing for thing in rows}
    return found


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
