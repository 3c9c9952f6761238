"""What the office decided is told in the language of the link; its reasons are not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from delegates import intake
from delegates.models import Application
from itpo.office import post
from itpo.office.models import OutgoingMail, PersonalLink
from tests.factories import AgencyFactory, LinkedApplicationFactory, ProgrammeFactory

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
State = Application.State
SECRET = "Weak English, and the minister asked"

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(office, officer):
    return ProgrammeFactory(
        office=office,
        officer=officer,
        name="Delegates 2027",
        seats=1,
        begins="2027-01-11",
        ends="2027-02-05",
    )


def applied(programme, **more):
    values = {"state": State.SUBMITTED, "submitted_at": NOON, "agency": AgencyFactory()}
    return LinkedApplicationFactory(
        programme=programme, family_name="O'Brien", given_name="Amina", **(values | more)
    )


def sent(mailoutbox):
    """The one mail that goes out now, and whether the book kept the token."""
    post.hand_out(now=NOON + timedelta(minutes=1))
    [mail] = mailoutbox
    kept = OutgoingMail.objects.get(state="sent")
    tokens = [link.token() for link in PersonalLink.objects.all()]
    assert [token for token in tokens if token in kept.body] == []
    return mail


def test_who_is_accepted_is_led_to_their_own_page(programme, manager, mailoutbox):
    one = applied(programme)

    intake.accept(application=one, delegate=None, by=manager, at=NOON, reason=SECRET, told="Bravo!")

    mail = sent(mailoutbox)
    assert (mail.to, mail.subject) == ([one.email], "You are accepted: Delegates 2027")
    assert "Dear O'BRIEN Amina," in mail.body
    assert "11 Jan 2027 – 5 Feb 2027" in mail.body
    assert "Bravo!" in mail.body
    assert f"/my/{one.link.pk}/{one.link.token()}/" in mail.body
    assert SECRET not in mail.body


@pytest.mark.parametrize("told", ["", "Please apply next year."])
def test_who_is_declined_reads_what_they_are_told_and_no_reason(
    programme, manager, mailoutbox, told
):
    one = applied(programme)

    intake.decline(application=one, by=manager, at=NOON, reason=SECRET, told=told)

    mail = sent(mailoutbox)
    assert mail.subject == "Your application: Delegates 2027"
    assert "This time we cannot offer you a seat." in mail.body
    assert told in mail.body
    assert SECRET not in mail.body


def test_who_waits_is_told_so(programme, manager, mailoutbox):
    intake.put_on_waiting_list(application=applied(programme), by=manager, at=NOON, reason=SECRET)

    mail = sent(mailoutbox)
    assert mail.subject == "You are on the waiting list: Delegates 2027"
    assert SECRET not in mail.body


def test_who_is_offered_a_seat_is_told_until_when_and_where_to_answer(
    programme, manager, mailoutbox
):
    one = applied(
        programme,
        state=State.OFFERED,
        decided_at=NOON,
        offer_until=date(2026, 11, 27),
        reason=SECRET,
    )
    post.queue(
        key="offer",
        kind="application.offered",
        office=programme.office,
        to=one.email,
        send_after=NOON,
        about={"application": one.pk},
        restricted=False,
    )

    mail = sent(mailoutbox)
    assert mail.subject == "A seat is free for you: Delegates 2027"
    assert f"/my/{one.link.pk}/{one.link.token()}/" in mail.body
    assert SECRET not in mail.body


def test_who_may_change_their_form_again_is_told_what_is_wanted(programme, officer, mailoutbox):
    one = applied(programme)

    intake.reopen(
        application=one, until=date(2026, 11, 30), by=officer, at=NOON, wanted="A photo, please"
    )

    mail = sent(mailoutbox)
    assert mail.subject == "Your form is open again: Delegates 2027"
    assert "A photo, please" in mail.body


def test_a_withdrawal_is_confirmed(programme, mailoutbox):
    intake.withdraw(application=applied(programme), at=NOON)

    assert sent(mailoutbox).subject == "Your application is withdrawn: Delegates 2027"


def test_a_decision_thought_over_before_the_mail_went_is_not_told(programme, manager, mailoutbox):
    one = applied(programme)
    intake.decline(application=one, by=manager, at=NOON)
    intake.accept(application=one, delegate=None, by=manager, at=NOON)

    assert sent(mailoutbox).subject == "You are accepted: Delegates 2027"
    states = OutgoingMail.objects.order_by("pk").values_list("kind", "state")
    assert list(states) == [("application.declined", "cancelled"), ("application.accepted", "sent")]


def test_a_revoked_link_gets_no_mail(programme, manager, mailoutbox):
    one = applied(programme)
    intake.decline(application=one, by=manager, at=NOON)
    PersonalLink.objects.update(revoked_at=NOON)

    post.hand_out(now=NOON)

    assert mailoutbox == []


@pytest.mark.parametrize("language", ["fr", "ja"])
def test_every_decision_is_written_in_every_language(programme, manager, mailoutbox, language):
    one = applied(programme)
    PersonalLink.objects.update(language=language)
    intake.accept(application=one, delegate=None, by=manager, at=NOON)

    assert "Delegates 2027" in sent(mailoutbox).body
