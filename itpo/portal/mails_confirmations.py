"""Asking a company to confirm what our help did, and reminding it."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_noop

from deals import confirmations
from deals.models import Confirmation
from itpo.office import lookups
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter, NotCalledFor
from itpo.portal.letters import NO_LONGER_THEIRS, reaches, same_mailbox, write

TEMPLATES = {
    confirmations.ASKED: "confirmation_asked",
    confirmations.REMINDED: "confirmation_reminded",
}


def request(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor:
    """The request or its reminder: while it is open, and the person still there at that address.

    An address that has been closed by a newer one is not sent any more.
    """
    found = lookups.of(mail, "confirmation", _requests)
    if found is None or found.answered_at is not None:
        return NotCalledFor(gettext_noop("They have answered meanwhile."))
    if over := confirmations.why_over(found):
        return NotCalledFor(over.words)
    if not reaches(mail, found.link):
        return NO_LONGER_THEIRS
    if found.link.version != mail.about["version"] or found.link.expires_at <= now:
        return NotCalledFor(gettext_noop("The address in it no longer opens."))
    if not same_mailbox(found.contact.email, found.link.email):
        return NotCalledFor(gettext_noop("The contact has another address now."))
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


def _requests(keys: Collection[int]) -> dict[int, Confirmation]:
    related = ("deal", "contact__company", "asked_by", "link__office")
    return Confirmation.objects.prefetch_related(*related).in_bulk(keys)
