"""The mail that tells somebody which paper lies on their own page."""

from datetime import datetime

from django.utils.translation import gettext_noop

from delegates.models import Application, Paper, Visit
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter, NotCalledFor
from itpo.portal.addresses import address
from itpo.portal.letters import NO_LONGER_THEIRS, reaches, write


def issued(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor | None:
    """A paper to be read; not once the visit is cancelled, or the link is another's."""
    papers = Paper.objects.select_related("visit__delegate", "office")
    paper = papers.filter(pk=mail.about["paper"]).first()
    rows = Application.objects.select_related(
        "link__office", "visit__officer", "visit__delegate", "programme"
    )
    application = rows.filter(link=mail.about["link"]).first()
    if paper is None or application is None or application.link is None:
        return None
    visit = application.visit
    if visit is None or visit.state == Visit.State.CANCELLED:
        return NotCalledFor(gettext_noop("The visit does not take place."))
    if not reaches(mail, application.link):
        return NO_LONGER_THEIRS
    return write(
        "paper_issued",
        application.link,
        address=address(application.link, "portal:my"),
        paper=paper,
        delegate=visit.delegate,
        officer=visit.officer,
        programme=application.programme,
    )
