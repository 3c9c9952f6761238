"""The mails about somebody's own account, such as the link to a new password.

The book knows for whom such a mail is and which one it is, and nothing it says: the link is made
when the mail is composed, and its text is kept nowhere.
"""

from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop

from itpo.office import post
from itpo.office.letters import Letter, NotCalledFor
from itpo.office.models import Office, OutgoingMail, User

KIND = "account"
# Whoever still waits for it then asks again.
WORTH_SENDING = timedelta(days=1)
# The mails we have words for, by the name allauth has for each.
TEMPLATES = {"account/email/password_reset_key": "mail/account/password_reset.txt"}


def queue(*, user: User, template: str, at: datetime) -> None:
    """Have a mail sent about an account, unless one like it is still to be sent.

    `template` is allauth's name for the mail. Raises KeyError for one we have no words for.
    """
    about = {"words": TEMPLATES[template]}
    office = user.office or Office.objects.order_by("pk").first()
    waiting = OutgoingMail.objects.unsettled().filter(kind=KIND, user=user, about=about)
    if office is None or waiting.exists():
        return
    post.queue(
        key=f"{KIND}:{user.pk}:{at.isoformat()}",
        kind=KIND,
        office=office,
        user=user,
        to=user.email,
        send_after=at,
        send_before=at + WORTH_SENDING,
        about=about,
    )


def compose(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor:
    """The link to a new password, made now; only for who may log in, at the address they have."""
    user = mail.user
    if user is None or not user.is_active:
        return NotCalledFor(gettext_noop("They may no longer log in."))
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key}
    )
    with translation.override(user.language):
        words = {"user": user, "address": settings.BASE_URL + path, "office": mail.office}
        subject, _line, body = render_to_string(mail.about["words"], words).strip().partition("\n")
        return Letter(
            subject, body.strip() + "\n", secrets=(key,), is_hidden=True, language=user.language
        )
