"""“I lost my link”: one sentence for everybody, and mail for whoever we know."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from investors.models import Event
from itpo.office import links
from itpo.office.models import OutgoingMail, PersonalLink
from itpo.portal import lost
from tests.factories import OfficeFactory, PersonalLinkFactory
from tests.investors.gatherings import open_event, register
from tests.portal.links import NOW, PURPOSE, applicant, calling, invited, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

LOST = reverse("portal:lost")
OURS, STRANGER = "amina@example.org", "stranger@example.org"


def ask(email, client=None, **headers):
    return (client or Client()).post(LOST, {"email": email}, **headers)


def test_all_links_of_an_address_are_sent_to_it_in_one_mail(mailoutbox):
    applied = applicant(email=OURS, programme=calling(name="Delegates 2027"))
    naming = invited(email=OURS, programme=calling(name="Delegates 2028"))
    applicant(email="somebody@example.org")

    ask("Amina@example.org")
    (mail,) = sent(mailoutbox)

    assert mail.subject == "Your links"
    assert "Delegates 2028: the page where you name delegates\n" in mail.body
    assert f"/nominate/{naming.link.pk}/{naming.link.token()}/\n" in mail.body
    assert "Delegates 2027: your own pages\n" in mail.body
    assert f"/apply/{applied.link.pk}/{applied.link.token()}/\n" in mail.body


def test_the_link_of_a_registration_is_among_them_while_the_event_is_to_come(mailoutbox):
    coming = register(open_event(name="Investing in Senegal"), email=OURS)
    over = register(open_event(name="Ports"), email=OURS)
    Event.objects.filter(pk=over.event_id).update(
        begins="2026-11-20", begins_earliest="2026-11-20", begins_latest="2026-11-20"
    )

    ask(OURS)
    (mail,) = [one for one in sent(mailoutbox) if one.subject.startswith("Your link")]

    assert "Investing in Senegal: your registration\n" in mail.body
    assert f"/register/{coming.link.pk}/{coming.link.token()}/mine/\n" in mail.body
    assert "Ports" not in mail.body


def test_the_mail_is_kept_without_any_of_their_tokens(mailoutbox):
    mine = [applicant(email=OURS).link, invited(email=OURS).link]

    ask(OURS)
    sent(mailoutbox)

    kept = OutgoingMail.objects.get()
    assert [link.token() in kept.body for link in mine] == [False, False]
    assert kept.body.count("•••") == 2


def test_the_answer_is_the_same_for_everybody(mailoutbox):
    applicant(email=OURS)

    known, unknown = ask(OURS), ask(STRANGER)
    sent(mailoutbox)

    assert known.content == unknown.content
    assert (known.status_code, dict(known.cookies)) == (200, dict(unknown.cookies))
    assert [mail.to for mail in mailoutbox] == [[OURS]]
    states = OutgoingMail.objects.order_by("pk").values_list("to", "state")
    assert list(states) == [(OURS, "sent"), (STRANGER, "cancelled")]


def test_asking_costs_the_same_for_everybody():
    applicant(email=OURS)
    costs = []
    for email in (OURS, STRANGER):
        with CaptureQueriesContext(connection) as queries:
            ask(email)
        costs.append([one["sql"].split(" ")[0] for one in queries])

    assert costs[0] == costs[1]


def test_an_address_is_looked_up_once_an_hour(mailoutbox):
    applicant(email=OURS)
    for _again in range(3):
        ask(OURS)
    first = sent(mailoutbox)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        ask(OURS)
        later = sent(mailoutbox, NOW + timedelta(hours=1))

    assert (len(first), len(later)) == (1, 1)


def test_a_link_sent_a_moment_ago_is_not_sent_again(mailoutbox):
    link = applicant(email=OURS).link
    links.renew(link=link, at=NOW - timedelta(minutes=5))

    ask(OURS)

    assert sent(mailoutbox) == []


def test_an_expired_link_is_renewed_and_one_that_opens_stays(mailoutbox):
    opens = applicant(email=OURS).link
    gone = applicant(email=OURS).link
    PersonalLink.objects.filter(pk=gone.pk).update(expires_at=NOW)

    ask(OURS)
    (mail,) = sent(mailoutbox)

    for link in (opens, gone):
        link.refresh_from_db()
        assert links.standing(link, link.token(), NOW) == links.Standing.OPEN
        assert link.token() in mail.body
    assert (opens.version, gone.version) == (1, 2)


def test_a_mail_that_is_tried_again_takes_the_links_it_took_before(mailoutbox):
    applicant(email=OURS)
    ask(OURS)
    (first,) = sent(mailoutbox)
    OutgoingMail.objects.update(state="waiting", sent_at=None)

    (second,) = sent(mailoutbox, NOW + timedelta(minutes=1))

    assert second.body == first.body


def test_what_leads_nowhere_any_more_is_not_sent(mailoutbox):
    applicant(email=OURS, state="withdrawn")
    applicant(email=OURS, programme=calling(state="cancelled"))
    links.revoke(link=applicant(email=OURS).link, at=NOW)
    PersonalLinkFactory(email=OURS, purpose=PURPOSE.NOMINATION)

    ask(OURS)

    assert sent(mailoutbox) == []


def test_an_address_that_only_looks_like_ours_gets_nothing(mailoutbox):
    invited(email="agence@ekample.org")

    ask("agence@e\u212aample.org")

    assert sent(mailoutbox) == []


def test_the_mail_is_in_the_language_of_the_newest_link(mailoutbox):
    link = applicant(email=OURS).link
    links.speak(link=link, language="fr")

    ask(OURS)
    (mail,) = sent(mailoutbox)

    assert link.token() in mail.body


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("fr-FR,fr;q=0.9", "fr"), ("ja", "ja"), ("en-GB", "en"), ("de", "en"), ("", "en")],
)
def test_the_page_speaks_as_the_browser_asks(client, asked, spoken):
    page = client.get(LOST, headers={"accept-language": asked}).content.decode()

    assert f'<html lang="{spoken}"' in page


def test_the_language_can_be_chosen_and_stays_for_the_answer(client):
    page = client.get(LOST, {"language": "ja"}).content.decode()
    answer = client.post(f"{LOST}?language=ja", {"email": OURS}).content.decode()

    assert 'action="?language=ja"' in page
    assert '<html lang="ja"' in answer


@pytest.mark.parametrize("language", ["xx", "' or 1=1", ""])
def test_a_language_we_do_not_speak_is_ignored(client, language):
    page = client.get(LOST, {"language": language}).content.decode()

    assert '<html lang="en"' in page


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Write the address our mail was sent to."),
        ("amina", "Write a whole address, such as name@example.org."),
        (f"{'x' * 300}@example.org", "No address is that long."),
    ],
)
def test_what_is_no_address_is_answered_beside_the_field(email, sentence):
    page = ask(email).content.decode()

    assert sentence in page
    assert OutgoingMail.objects.count() == 0


def test_from_one_network_links_are_asked_for_so_often_only(monkeypatch):
    OfficeFactory()
    monkeypatch.setattr(lost, "MOST_AN_HOUR", 2)

    statuses = [ask(f"guess{number}@example.org").status_code for number in range(3)]
    elsewhere = ask("guess@example.org", REMOTE_ADDR="203.0.113.9").status_code

    assert (statuses, elsewhere) == ([200, 200, 429], 200)
    assert OutgoingMail.objects.count() == 3


def test_behind_a_proxy_we_trust_the_network_is_the_visitors(monkeypatch, settings):
    OfficeFactory()
    monkeypatch.setattr(lost, "MOST_AN_HOUR", 1)
    settings.TRUSTED_PROXIES = ["127.0.0.1"]

    statuses = [
        ask(f"guess{number}@example.org", headers={"x-forwarded-for": said}).status_code
        for number, said in enumerate(
            ["9.9.9.9, 203.0.113.1", "203.0.113.2", "8.8.8.8, 203.0.113.1"]
        )
    ]

    assert statuses == [200, 200, 429]


def test_what_a_visitor_says_of_their_own_network_counts_for_nothing(monkeypatch):
    OfficeFactory()
    monkeypatch.setattr(lost, "MOST_AN_HOUR", 1)

    statuses = [
        ask(f"guess{number}@example.org", headers={"x-forwarded-for": f"203.0.113.{number}"})
        for number in range(2)
    ]

    assert [one.status_code for one in statuses] == [200, 429]


def test_before_there_is_an_office_the_answer_is_the_same():
    assert ask(STRANGER).status_code == 200
    assert OutgoingMail.objects.count() == 0


def test_a_visitor_finds_the_page_without_logging_in(client):
    page = client.get(LOST).content.decode()

    assert "<h1>I lost my link</h1>" in page
    assert 'for="id_email"' in page
    assert 'aria-describedby="id_email_helptext"' in page
    assert " style=" not in page
    assert "<script" not in page
