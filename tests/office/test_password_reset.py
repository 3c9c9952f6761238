"""A forgotten password: from the log-in page through the post room and a real mail server."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from itpo.office import account_mails, outbox, post
from itpo.office.models import OutgoingMail
from tests.conftest import logged_in
from tests.factories import UserFactory
from tests.smtp import smtp_server

pytestmark = pytest.mark.django_db

ASK = reverse("account_reset_password")
NEW = "a-long-new-secret-77"
SUBJECT = "A new password for the ITPO desk"


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    cache.clear()
    with smtp_server() as (box, port):
        settings.EMAIL_PORT = port
        yield box


def the_link(message) -> str:
    """The address in the mail, the same in its text and behind the link of its page."""
    text, page = (part.get_content() for part in message.iter_parts())
    (in_text,) = re.findall(r"^http://127\.0\.0\.1:8000(/\S+)", text, re.M)
    (in_page,) = re.findall(r'<a href="http://127\.0\.0\.1:8000([^"]+)">', page)
    assert in_text == in_page
    return in_text


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
def test_who_forgot_their_password_chooses_a_new_one_by_mail(language, server):
    user = UserFactory(email="sato@example.org", language=language)
    client = Client(headers={"accept-language": language})
    door = client.get(reverse("account_login")).content.decode()

    asked = client.post(ASK, {"email": "Sato@example.org"}, follow=True)
    post.hand_out(now=timezone.now())
    (message,) = server.received
    form = client.get(the_link(message), follow=True)
    done = client.post(
        form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True
    )

    assert f'href="{ASK}"' in door
    assert asked.redirect_chain[-1][0] == reverse("account_reset_password_done")
    with translation.override(language):
        assert (message["To"], message["Subject"]) == ("sato@example.org", gettext(SUBJECT))
    assert done.redirect_chain[-1][0] == reverse("account_reset_password_from_key_done")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "password1" not in client.get(the_link(message), follow=True).content.decode()


def test_the_book_and_the_admin_keep_nothing_of_what_the_mail_says(server, managers_desk, office):
    user = UserFactory(office=office)
    Client().post(ASK, {"email": user.email})
    waiting = OutgoingMail.objects.get()
    handle = reverse("admin:office_outgoingmail_handle", args=[waiting.pk])
    before = managers_desk.get(handle).content.decode()

    post.hand_out(now=timezone.now())

    mail = OutgoingMail.objects.get()
    key = the_link(server.received[0]).strip("/").split("/")[-1]
    kept = [str(value) for value in OutgoingMail.objects.values_list().get()]
    change = reverse("admin:office_outgoingmail_change", args=[mail.pk])
    pages = [managers_desk.get(url).content.decode() for url in (handle, change)]
    assert (mail.kind, mail.user, mail.is_restricted, mail.state) == ("account", user, True, "sent")
    assert [one for one in [*kept, before, *pages] if key in one or "reset/key" in one] == []
    assert "Only its reader reads this mail." in before


def test_nobody_is_told_who_has_an_account_and_nobody_unknown_is_written_to(server):
    UserFactory(email="gone@example.org", is_active=False)

    pages = [
        Client().post(ASK, {"email": email}, follow=True).content
        for email in ("nobody@example.org", "gone@example.org")
    ]

    assert pages[0] == pages[1]
    assert OutgoingMail.objects.count() == 0


def test_whoever_presses_twice_gets_one_mail_and_can_ask_again_later(server):
    user = UserFactory()
    for _press in range(2):
        Client().post(ASK, {"email": user.email})
    assert OutgoingMail.objects.count() == 1

    post.hand_out(now=timezone.now())
    Client().post(ASK, {"email": user.email})

    assert OutgoingMail.objects.count() == 2


def test_too_many_requests_are_turned_away(server):
    user = UserFactory()

    answers = []
    for _press in range(7):
        answers.append(Client().post(ASK, {"email": user.email}).status_code)
        post.hand_out(now=timezone.now())

    assert answers == [302] * 5 + [429] * 2
    assert len(server.received) == 5


def test_a_mail_to_who_is_gone_is_not_sent(server):
    user = UserFactory()
    account_mails.queue(user=user, template="account/email/password_reset_key", at=timezone.now())
    type(user).objects.filter(pk=user.pk).update(is_active=False)

    post.hand_out(now=timezone.now())

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.why_shown) == ("cancelled", "They may no longer log in.")
    assert server.received == []


def test_who_has_another_address_by_now_gets_it_there_and_nobody_at_the_old_one(server):
    user = UserFactory()
    account_mails.queue(user=user, template="account/email/password_reset_key", at=timezone.now())
    type(user).objects.filter(pk=user.pk).update(email="other@example.org")

    post.hand_out(now=timezone.now())

    assert [mail["To"] for mail in server.received] == ["other@example.org"]


def test_a_mail_sent_again_has_a_link_of_its_own(server, manager):
    user = UserFactory(office=manager.office)
    Client().post(ASK, {"email": user.email})
    post.hand_out(now=timezone.now())
    outbox.resend(mail=OutgoingMail.objects.get(), by=manager, at=timezone.now())

    post.hand_out(now=timezone.now())

    client = Client()
    page = client.get(the_link(server.received[1]), follow=True).content.decode()
    assert "password1" in page


def test_somebody_logged_in_can_ask_too(server):
    user = UserFactory()

    page = logged_in(user).get(ASK)

    assert 'name="email"' in page.content.decode()
