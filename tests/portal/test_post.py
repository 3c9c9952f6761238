"""A former delegate says once a year where they work: behind a link, without an account."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from delegates.models import Delegate, PostCheck
from itpo.office import post as post_room
from itpo.office.letters import NotCalledFor
from itpo.office.models import OutgoingMail, PersonalLink
from itpo.portal.addresses import page
from itpo.portal.composers import mails_posts
from itpo.reminders.intake import ask_alumni
from tests.factories import (
    DelegateFactory,
    PersonalLinkFactory,
    PostCheckFactory,
    PostingFactory,
    VisitFactory,
)

NOON = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon_in_tokyo():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def check(office, officer):
    posting = PostingFactory(post="Head", begins="2015", delegate__email="k@example.org")
    VisitFactory(
        officer=officer,
        delegate=posting.delegate,
        state="completed",
        begins="2026-01-05",
        ends="2026-01-15",
    )
    return PostCheckFactory(office=office, delegate=posting.delegate)


def send(check, **typed):
    return Client().post(page(check.link), typed)


def test_the_page_shows_what_we_know_and_asks(check):
    shown = Client().get(page(check.link)).content.decode()

    assert "<h1>Where do you work now?</h1>" in shown
    assert "Head" in shown
    assert check.delegate.postings.get().agency.name in shown
    assert [answer in shown for answer in ("Still there", "In a new post")] == [True, True]


def test_one_click_confirms_the_post(check):
    response = send(check, answer="same")

    check.refresh_from_db()
    assert (check.answer, check.answered_at) == ("same", NOON)
    again = Client().get(response.url).content.decode()
    assert "Thank you, we have your answer:" in again


def test_a_new_post_is_kept_as_typed(check):
    send(check, answer="changed", agency="AMDIE", post="Director", since="2026-03")

    check.refresh_from_db()
    assert (check.agency_typed, check.post_typed, check.since_typed) == (
        "AMDIE",
        "Director",
        "2026-03",
    )
    assert check.delegate.follow_ups.get().what == f"Enter the new post of {check.delegate}"


def test_who_does_not_want_to_be_asked_again_says_so(check):
    send(check, answer="same", ask_no_more="on")

    assert Delegate.objects.get().asked_yearly is False
    assert "We will not ask you again." in Client().get(page(check.link)).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "answer", "Choose one of the three answers."),
        ({"answer": "perhaps"}, "answer", "Choose one of the three answers."),
        ({"answer": "changed"}, "agency", "Write where you work now."),
        (
            {"answer": "changed", "agency": "A", "since": "soon"},
            "since",
            "cannot be read as a date",
        ),
        ({"answer": "changed", "agency": "x" * 201}, "agency", "Write at most 200 characters."),
        ({"answer": "changed", "agency": "A", "post": "x" * 161}, "post", "at most 160"),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_kept(check, typed, field, sentence):
    response = send(check, **typed)

    form = response.context["form"]
    assert sentence in form.errors[field][0]
    assert form.errors[field][0].split("“")[0] in response.content.decode()
    check.refresh_from_db()
    assert check.answer == ""


def test_what_is_entered_already_is_read_only(check, officer):
    PostCheck.objects.update(answer="left", answered_at=NOON, handled_at=NOON, handled_by=officer)

    shown = Client().get(page(check.link)).content.decode()
    send(check, answer="same")

    check.refresh_from_db()
    assert "The office has entered it." in shown
    assert '<button class="btn main">' not in shown
    assert check.answer == "left"


def test_the_page_speaks_the_language_of_the_link(check):
    PersonalLink.objects.update(language="fr")

    assert '<html lang="fr"' in Client().get(page(check.link)).content.decode()


def test_a_link_for_something_else_opens_nothing_here(check):
    other = PersonalLinkFactory(expires_at=datetime(2099, 1, 1, tzinfo=UTC))
    address = page(check.link).replace(f"/{check.link.pk}/", f"/{other.pk}/", 1)

    assert Client().get(address.replace(check.link.token(), other.token())).status_code == 404


# --- the mail ---


def asked(officer):
    delegate = DelegateFactory(email="k@example.org", language="en")
    PostingFactory(delegate=delegate, post="Head", agency__name="AMDIE")
    VisitFactory(
        officer=officer, delegate=delegate, state="completed", begins="", ends="2026-01-15"
    )
    ask_alumni(now=NOON)
    return OutgoingMail.objects.get()


def test_the_mail_names_the_post_and_leads_to_the_page(officer, mailoutbox):
    mail = asked(officer)

    post_room.hand_out(now=NOON)

    sent = mailoutbox[0]
    link = PersonalLink.objects.get()
    assert (sent.to, sent.subject) == (["k@example.org"], "Do you still work there?")
    assert "We have on record: Head, AMDIE." in sent.body
    assert page(link) in sent.body
    mail.refresh_from_db()
    assert link.token() not in mail.body


def test_who_has_answered_meanwhile_is_not_written_to(officer):
    mail = asked(officer)
    assert mails_posts.post_check(mail, NOON) is not None

    PostCheck.objects.update(answer="same", answered_at=NOON)

    assert mails_posts.post_check(mail, NOON) == NotCalledFor("They have answered meanwhile.")
