"""Asking a company to confirm what our help did, and reminding it."""

from datetime import datetime

from deals import confirmations
from deals.models import Confirmation
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter
from itpo.portal.letters import reaches, same_mailbox, write

TEMPLATES = {
    confirmations.ASKED: "confirmation_asked",
    confirmations.REMINDED: "confirmation_reminded",
}


def request(mail: OutgoingMail, now: datetime) -> Letter | None:
    """The request or its reminder: while it is open, and the person still there at that address.

    An address that has been closed by a newer one is not sent any more.
    """
    rows = Confirmation.objects.select_related(
        "deal", "contact__company", "asked_by", "link__office"
    )
    found = rows.filter(pk=mail.about["confirmation"], answered_at=None).first()
    if found is None or not reaches(mail, found.link) or confirmations.why_over(found):
        return None
    if found.link.version != mail.about["version"] or found.link.expires_at <= now:
        return None
    if not same_mailbox(found.contact.email, found.link.email):
        return None
    language = found.link.language
    return write(
        TEMPLATES[mail.kind],
        found.link,
        confirmation=found,
        who=confirmations.person_called(found.contact, language),
        company=confirmations.company_called(found.contact.company, language),
        office_name=confirmations.office_called(found.link.office, language),
        officer=found.asked_by,
    )
