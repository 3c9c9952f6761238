"""The note that a company has answered what our help did, to whoever looks after its deal."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from deals.models import Confirmation
from itpo.office import post
from itpo.office.models import OutgoingMail


def compose(mail: OutgoingMail, now: datetime) -> post.Letter | None:
    """What was answered, to who may see the deal when the mail leaves; else nothing is sent."""
    user = mail.user
    if user is None or not user.is_active:
        return None
    rows = Confirmation.objects.visible_to(user).exclude(answered_at=None)
    found = (
        rows.select_related("deal", "contact__company")
        .filter(pk=mail.about["confirmation"])
        .first()
    )
    if found is None:
        return None
    with translation.override(user.language):
        words = {
            "confirmation": found,
            "figures": found.figures.select_related("claim", "recorded_as").order_by("pk"),
            "url": f"{settings.BASE_URL}{found.deal.get_absolute_url()}#confirmation-{found.pk}",
        }
        subject = _("%(company)s has answered: %(deal)s") % {
            "company": found.contact.company,
            "deal": found.deal,
        }
        return post.Letter(subject, render_to_string("mail/confirmation_answered.txt", words))
