"""The mails that say what the office decided, each in the language of the link.

The reason of a decision stays in the office: these mails say what they were `told`.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from django.utils.translation import gettext_noop

from delegates.models import Application
from itpo.office import lookups
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter, NotCalledFor
from itpo.portal.addresses import address
from itpo.portal.letters import NO_LONGER_THEIRS, day_in_words, reaches, write

State = Application.State
Composer = Callable[[OutgoingMail, datetime], Letter | NotCalledFor]


def _in(states: Collection[str], template: str, page: str = "", until: str = "") -> Composer:
    """Tell the holder of an application's link what became of it, while that still holds."""

    def compose(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor:
        found = lookups.of(mail, "application", _applications)
        if found is None or found.state not in states:
            return NotCalledFor(
                gettext_noop("The application has been decided otherwise meanwhile.")
            )
        if found.link is None or not reaches(mail, found.link):
            return NO_LONGER_THEIRS
        return write(
            template,
            found.link,
            full_name=found.full_name,
            told=found.told,
            programme=found.programme,
            officer=found.programme.officer,
            visit=found.visit,
            wanted=mail.about.get("wanted", ""),
            last_day=day_in_words(getattr(found, until), found.link) if until else "",
            own_page=address(found.link, page) if page else "",
        )

    return compose


def _applications(keys: Collection[int]) -> dict[int, Application]:
    rows = Application.objects.prefetch_related(
        "link__office", "programme__officer", "visit", "decided_by"
    )
    return rows.in_bulk(keys)


accepted = _in({State.ACCEPTED}, "application_accepted", "portal:my")
waiting = _in({State.WAITING_LIST}, "application_waiting", "portal:my")
declined = _in({State.DECLINED}, "application_declined")
offered = _in({State.OFFERED}, "application_offered", "portal:my", "offer_until")
reopened = _in({State.INVITED, State.STARTED}, "application_reopened", until="open_until")
withdrawn = _in({State.WITHDRAWN}, "application_withdrawn")
COMPOSERS = {
    "application.accepted": accepted,
    "application.waiting": waiting,
    "application.declined": declined,
    "application.offered": offered,
    "application.reopened": reopened,
    "application.withdrawn": withdrawn,
}
