"""The post room in the admin: its list, what a mail would say now, and what is done with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from itpo.office import composing
from itpo.office.models import Milestone, OutgoingMail
from itpo.office.post import Attachment, Letter, NotCalledFor
from tests.conftest import logged_in
from tests.factories import OfficeFactory, OutgoingMailFactory, StoppedAddressFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIST = reverse("admin:office_outgoingmail_changelist")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def composer(monkeypatch):
    def register(compose):
        monkeypatch.setitem(composing._composers, "digest", compose)

    register(lambda mail, at: Letter(f"Due {mail.key}", "Call <b>Mr O'Brien</b>.\n"))
    return register


def handle(mail: OutgoingMail) -> str:
    return reverse("admin:office_outgoingmail_handle", args=[mail.pk])


def listed(client: Any, **asked: Any) -> list[str]:
    found = client.get(LIST, asked).context["cl"].result_list
    return sorted(mail.key for mail in found)


@pytest.fixture
def mails(office):
    """One of each sort a filter tells apart."""
    user = UserFactory(office=office)
    given = {"user": user, "send_after": NOW + MINUTE}
    OutgoingMailFactory(key="coming", **given)
    OutgoingMailFactory(key="late", **{**given, "send_after": NOW - 11 * MINUTE})
    OutgoingMailFactory(key="failed", state="failed", error="550 5.1.1 Nobody", **given)
    OutgoingMailFactory(
        key="old", **{**given, "send_after": NOW - timedelta(days=9)}, state="missed"
    )
    OutgoingMailFactory(
        key="yesterday", **{**given, "send_after": NOW - timedelta(hours=13)}, state="failed"
    )
    OutgoingMailFactory(key="call", kind="link.lost", **given)
    OutgoingMailFactory(key="stopped", to="Gone@example.org", **given)
    StoppedAddressFactory(address="gone@example.org", mail=OutgoingMail.objects.get(key="failed"))
    OutgoingMailFactory(key="elsewhere", user__office=OfficeFactory(name="UNIDO ITPO Other"))


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"state__exact": "failed"}, ["failed", "yesterday"]),
        ({"kind__exact": "link.lost"}, ["call"]),
        ({"stands": "late"}, ["late"]),
        ({"stands": "stopped"}, ["stopped"]),
        ({"day": "yesterday"}, ["yesterday"]),
        ({"day": "week"}, ["call", "coming", "failed", "late", "stopped", "yesterday"]),
        ({"q": "gone@EXAMPLE"}, ["stopped"]),
    ],
)
@pytest.mark.usefixtures("mails")
def test_the_list_is_narrowed_and_searched(managers_desk, asked, keys):
    assert listed(managers_desk, **asked) == keys


@pytest.mark.usefixtures("mails")
def test_the_list_says_what_the_server_said_and_what_is_stopped(managers_desk):
    page = managers_desk.get(LIST).content.decode()

    assert "550 5.1.1 Nobody" in page
    assert page.count("its address is stopped</span>") == 1


@pytest.mark.parametrize("mails_there", [1, 3])
def test_what_a_mail_would_say_costs_the_same_for_any_number_of_mails(
    managers_desk, office, composer, mails_there
):
    mail, *_rest = OutgoingMailFactory.create_batch(mails_there, user=UserFactory(office=office))
    managers_desk.get(handle(mail))

    with CaptureQueriesContext(connection) as queries:
        page = managers_desk.get(handle(mail)).content.decode()

    # Session, user, the mail; composing, taken back: three; the list of all lists beside it.
    assert len(queries) == 7, [one["sql"][:150] for one in queries]
    assert "Call &lt;b&gt;Mr O&#x27;Brien&lt;/b&gt;." in page


def test_what_is_to_be_sent_is_composed_now_with_its_secrets_hidden(
    managers_desk, office, composer
):
    secret = "ab12" * 16
    file = Attachment("talk.ics", b"", "text/calendar")
    composer(
        lambda mail, at: Letter(
            "Your link", f"Open https://desk.test/my/7/{secret}/ now.", (secret,), (file,)
        )
    )
    mail = OutgoingMailFactory(user=UserFactory(office=office))

    page = managers_desk.get(handle(mail)).content.decode()

    assert secret not in page
    said = [
        "<strong>Your link</strong>",
        '<pre class="mail">Open https://desk.test/my/7/•••/ now.</pre>',
        '<a href="https://desk.test/my/7/">',
        "talk.ics",
    ]
    assert [one for one in said if one not in page] == []


def test_looking_at_a_mail_writes_nothing_down(managers_desk, office, composer):
    def compose(mail, at):
        Milestone.objects.create(name="composed", at=at)
        return Letter("Due", "Call.")

    composer(compose)
    mail = OutgoingMailFactory(user=UserFactory(office=office))

    managers_desk.get(handle(mail))

    mail.refresh_from_db()
    assert (Milestone.objects.count(), mail.state, mail.attempts) == (0, "queued", 0)


def broken(mail, at):
    raise KeyError("visit")


@pytest.mark.parametrize(
    ("compose", "said"),
    [
        (lambda mail, at: NotCalledFor("No visit."), "It would be cancelled: No visit."),
        (lambda mail, at: None, "It would be cancelled: What it was about no longer holds."),
        (lambda mail, at: Letter("Key", "Secret.", is_hidden=True), "Only its reader reads this"),
        (broken, "KeyError: &#x27;visit&#x27;"),
    ],
)
def test_where_there_are_no_words_the_page_says_why(managers_desk, office, composer, compose, said):
    composer(compose)
    mail = OutgoingMailFactory(user=UserFactory(office=office))

    page = managers_desk.get(handle(mail)).content.decode()

    assert (said in page, "Secret." in page) == (True, False)


def test_a_manager_cancels_a_mail_and_says_why(managers_desk, manager, office, composer):
    mail = OutgoingMailFactory(user=UserFactory(office=office))

    unsaid = managers_desk.post(handle(mail), {"do": "cancel", "why": ""})
    managers_desk.post(handle(mail), {"do": "cancel", "why": "Told them by telephone."})

    assert "This field is required." in unsaid.content.decode()
    mail.refresh_from_db()
    assert (mail.state, mail.why, mail.cancelled_by) == (
        "cancelled",
        "Told them by telephone.",
        manager,
    )


def test_what_was_sent_meanwhile_is_not_cancelled_and_the_page_says_so(
    managers_desk, office, composer
):
    mail = OutgoingMailFactory(user=UserFactory(office=office), state="sent", sent_at=NOW)

    page = managers_desk.post(handle(mail), {"do": "cancel", "why": "Too late."})

    assert "It cannot be cancelled any more: Sent." in page.content.decode()


def test_a_manager_sends_a_mail_once_more(managers_desk, office, manager):
    mail = OutgoingMailFactory(user=UserFactory(office=office), state="failed")

    managers_desk.post(handle(mail), {"do": "resend"})
    twice = managers_desk.post(handle(mail), {"do": "resend"})

    (again,) = OutgoingMail.objects.filter(resend_of=mail)
    assert (again.state, again.resent_by, again.key) == ("queued", manager, f"resend:{mail.pk}:1")
    assert "It is being sent again already." in twice.content.decode()
    page = managers_desk.get(reverse("admin:office_outgoingmail_change", args=[again.pk]))
    assert f"/outgoingmail/{mail.pk}/change/" in page.content.decode()


def test_a_manager_clears_the_address_of_a_mail_that_waits(managers_desk, manager, office):
    mail = OutgoingMailFactory(user=UserFactory(office=office), to="gone@example.org")
    stop = StoppedAddressFactory(address="gone@example.org")  # by a mail of another office
    before = managers_desk.get(handle(mail)).content.decode()

    managers_desk.post(handle(mail), {"do": "clear"})

    stop.refresh_from_db()
    assert stop.cleared_by == manager
    assert "“550 5.1.1 No such user”" in before


def test_a_manager_sends_many_again_and_clears_many_addresses(managers_desk, office):
    user = UserFactory(office=office)
    failed = OutgoingMailFactory(user=user, state="failed")
    waiting = OutgoingMailFactory(user=user)
    stops = [StoppedAddressFactory(mail=failed), StoppedAddressFactory(mail=failed)]
    chosen = [failed.pk, waiting.pk]

    told = managers_desk.post(
        LIST, {"action": "send_again", "_selected_action": chosen}, follow=True
    )
    managers_desk.post(
        reverse("admin:office_stoppedaddress_changelist"),
        {"action": "clear", "_selected_action": [stop.pk for stop in stops]},
    )

    assert [mail.resend_of for mail in OutgoingMail.objects.exclude(resend_of=None)] == [failed]
    assert "1 mail is sent again." in told.content.decode()
    assert "Only what was sent, failed or missed" in told.content.decode()
    for stop in stops:
        stop.refresh_from_db()
    assert [stop.is_standing for stop in stops] == [False, False]


@pytest.mark.parametrize("do", ["cancel", "resend", "clear"])
def test_an_auditor_reads_and_does_nothing(auditor, office, composer, do):
    StoppedAddressFactory(address="gone@example.org")
    mail = OutgoingMailFactory(
        user=UserFactory(office=office), to="gone@example.org", is_restricted=False
    )
    client = logged_in(auditor)

    page, refused = client.get(handle(mail)), client.post(handle(mail), {"do": do, "why": "x"})

    assert ("<pre" in page.content.decode(), "<button name" in page.content.decode()) == (
        True,
        False,
    )
    assert refused.status_code == 403
    assert OutgoingMail.objects.exclude(state__in=["queued", "failed"]).count() == 0


def test_a_restricted_mail_is_for_its_reader_and_the_managers(
    auditor, managers_desk, office, composer
):
    mail = OutgoingMailFactory(user=UserFactory(office=office), is_restricted=True)

    answers = [
        client.get(handle(mail)).status_code for client in (logged_in(auditor), managers_desk)
    ]

    assert answers == [404, 200]
