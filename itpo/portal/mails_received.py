"""The mail that confirms that an application was handed in."""

from datetime import datetime

from django.utils.translation import gettext_noop

from delegates import filling
from delegates.models import Application
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter, NotCalledFor
from itpo.portal.letters import NO_LONGER_THEIRS, day_in_words, reaches, write


def received(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor:
    """Written to whoever handed it in; not once it was opened again or withdrawn."""
    rows = filling.with_all_it_shows().filter(pk=mail.about["application"])
    application = rows.exclude(state=Application.State.WITHDRAWN).first()
    if application is None or application.submitted_at is None:
        return NotCalledFor(gettext_noop("The application is open again or withdrawn."))
    link = filling.link_of(application)
    if link is None or not reaches(mail, link):
        return NO_LONGER_THEIRS
    return write(
        "application_received",
        link,
        text="application_received" if application.link else "application_received_for",
        application=application,
        programme=application.programme,
        officer=application.programme.officer,
        day=day_in_words(application.submitted_at, link),
    )
