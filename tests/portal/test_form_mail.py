"""The mail that confirms an application: to whom, in which language, and when not."""

from datetime import UTC, datetime

import pytest

from itpo.office import post
from itpo.office.models import OutgoingMail
from tests.factories import (
    ApplicationFactory,
    InvitationFactory,
    LinkedApplicationFactory,
    OfficeFactory,
    PersonalLinkFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 1, 42, tzinfo=UTC)


def confirm(application, to: str) -> None:
    post.queue(
        key=f"received:{application.pk}",
        kind="application.received",
        office=OfficeFactory(),
        to=to,
        send_after=AT,
        about={"application": application.pk},
    )
    post.hand_out(now=AT)


def test_it_is_confirmed_with_the_link_which_the_book_does_not_keep(mailoutbox):
    application = LinkedApplicationFactory(
        state="submitted", submitted_at=AT, family_name="O'Brien", given_name="Ann"
    )

    confirm(application, application.link.email)

    mail = mailoutbox[0]
    assert mail.subject == f"We have your application: {application.programme.name}"
    assert "Thank you, O'BRIEN Ann. Your application was handed in on" in mail.body
    assert application.link.token() in mail.body
    assert application.link.token() not in OutgoingMail.objects.get().body


def test_the_day_it_names_is_the_offices(mailoutbox):
    early_in_tokyo = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    application = LinkedApplicationFactory(state="submitted", submitted_at=early_in_tokyo)

    confirm(application, application.link.email)

    assert "handed in on 22 Nov 2026." in mailoutbox[0].body


def test_an_agency_that_filled_it_in_is_told_of_whom(mailoutbox):
    link = PersonalLinkFactory(purpose="nomination", email="agence@example.org")
    invitation = InvitationFactory(link=link)
    application = ApplicationFactory(
        programme=invitation.programme,
        invitation=invitation,
        state="submitted",
        submitted_at=AT,
        family_name="Benali",
    )

    confirm(application, link.email)

    assert "Thank you. The application of BENALI was handed in on" in mailoutbox[0].body


@pytest.mark.parametrize(
    "given", [{"state": "started"}, {"state": "withdrawn", "submitted_at": AT}]
)
def test_what_was_opened_again_or_withdrawn_is_not_confirmed(given, mailoutbox):
    application = LinkedApplicationFactory(**given)

    confirm(application, application.link.email)

    assert (mailoutbox, OutgoingMail.objects.get().state) == ([], "cancelled")


def test_nobody_elses_mailbox_is_sent_the_key(mailoutbox):
    application = LinkedApplicationFactory(state="submitted", submitted_at=AT)

    confirm(application, "before@example.org")

    assert mailoutbox == []
