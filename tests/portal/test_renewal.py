"""A link that no longer opens is sent anew: to its holder, whatever the page is told."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from itpo.office import links
from itpo.office.models import OutgoingMail
from itpo.portal import lost
from tests.portal.links import NOW, applicant, at, invited, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

OURS, STRANGER = "agence@example.org", "stranger@example.org"


def ask(link, email, token="", client=None):
    return (client or Client()).post(at("portal:renew", link, token), {"email": email})


def expired():
    return invited(expires_at=NOW - timedelta(days=1)).link


def test_the_holder_of_an_expired_link_gets_a_new_one(client, mailoutbox):
    link = expired()
    before = link.token()

    response = ask(link, " Agence@Example.org ")
    (mail,) = sent(mailoutbox)

    link.refresh_from_db()
    assert "Look into your mailbox" in response.content.decode()
    assert mail.to == ["Agence@Example.org"]
    assert f"/nominate/{link.pk}/{link.token()}/" in mail.body
    assert links.standing(link, before, NOW) == links.Standing.REPLACED
    assert client.get(at("portal:nomination", link)).status_code == 200


def test_whoever_has_an_older_address_gets_the_one_that_opens(mailoutbox):
    link = invited().link
    older = link.token()
    links.renew(link=link, at=NOW - timedelta(days=1))
    newest = link.token()

    ask(link, OURS, older)
    (mail,) = sent(mailoutbox)

    link.refresh_from_db()
    assert (link.token(), newest in mail.body) == (newest, True)


def test_a_stranger_reads_the_same_and_nobody_is_written_to(mailoutbox):
    link = expired()

    ours, stranger = ask(link, OURS), ask(link, STRANGER)
    sent(mailoutbox)

    assert (ours.status_code, ours.content) == (stranger.status_code, stranger.content)
    assert dict(ours.cookies) == dict(stranger.cookies)
    assert [mail.to for mail in mailoutbox] == [[OURS]]


def test_asking_costs_the_same_for_both():
    link = expired()
    costs = []
    for email in (OURS, STRANGER):
        with CaptureQueriesContext(connection) as queries:
            ask(link, email)
        costs.append([one["sql"].split(" ")[0] for one in queries])

    assert costs[0] == costs[1]


def test_asked_for_twice_a_link_is_sent_once_in_ten_minutes(mailoutbox):
    link = expired()
    ask(link, OURS)
    ask(link, OURS)
    first = sent(mailoutbox)
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        ask(link, OURS)
        soon = sent(mailoutbox, NOW + timedelta(minutes=4))
    with time_machine.travel(NOW + timedelta(minutes=11), tick=False):
        ask(link, OURS)
        later = sent(mailoutbox, NOW + timedelta(minutes=11))

    assert [len(mails) for mails in (first, soon, later)] == [1, 0, 1]


def test_a_mail_that_is_tried_again_takes_the_link_it_took_before(mailoutbox):
    link = expired()
    ask(link, OURS)
    (first,) = sent(mailoutbox)
    OutgoingMail.objects.update(state="waiting", sent_at=None)

    (second,) = sent(mailoutbox, NOW + timedelta(minutes=1))

    assert second.body == first.body


@pytest.mark.parametrize("lookalike", ["agen\u0441e@example.org", "agence@e\u212aample.org"])
def test_an_address_that_only_looks_like_ours_gets_nothing(mailoutbox, lookalike):
    link = invited(email="agence@ekample.org", expires_at=NOW - timedelta(days=1)).link

    ask(link, lookalike)

    assert sent(mailoutbox) == []


def test_a_revoked_link_is_sent_to_nobody(mailoutbox):
    link = invited().link
    links.revoke(link=link, at=NOW)

    ask(link, OURS)

    assert sent(mailoutbox) == []
    assert [mail.state for mail in OutgoingMail.objects.all()] == ["cancelled"]


def test_a_link_to_what_is_over_is_sent_to_nobody(mailoutbox):
    application = applicant(state="withdrawn")

    ask(application.link, application.email)

    assert sent(mailoutbox) == []


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Write the address our mail was sent to."),
        ("agence", "Write a whole address, such as name@example.org."),
    ],
)
def test_what_is_no_address_is_answered_beside_the_field(email, sentence):
    response = ask(expired(), email)

    page = response.content.decode()
    assert (response.status_code, sentence in page) == (410, True)
    assert 'aria-invalid="true"' in page
    assert OutgoingMail.objects.count() == 0


def test_a_forged_address_renews_nothing():
    link = expired()

    assert ask(link, OURS, "0" * 64).status_code == 404
    assert OutgoingMail.objects.count() == 0


def test_a_link_is_renewed_by_a_button_only(client):
    assert client.get(at("portal:renew", expired())).status_code == 405


def test_whoever_asks_too_often_is_told_so(monkeypatch):
    monkeypatch.setattr(lost, "MOST_AN_HOUR", 2)
    link = expired()

    statuses = [ask(link, f"guess{number}@example.org").status_code for number in range(3)]

    assert statuses == [200, 200, 429]
    assert OutgoingMail.objects.count() == 2


def test_the_token_of_a_renewed_link_is_kept_nowhere(mailoutbox):
    link = expired()
    ask(link, OURS)
    sent(mailoutbox)

    link.refresh_from_db()
    kept = OutgoingMail.objects.get()
    assert link.token() not in f"{kept.body}{kept.subject}{kept.key}{kept.about}"
    assert f"/nominate/{link.pk}/•••/" in kept.body
