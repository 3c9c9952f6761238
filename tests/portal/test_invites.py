"""A meeting in people's calendars: asked, moved, taken back; as another library reads it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import vobject

from delegates.models import Visit
from investors import agenda, cascades, invites, meetings
from investors.models import Meeting, MeetingInvite, MeetingParty
from itpo.office import links, mail_book, outbox, post
from itpo.office.models import OutgoingMail, StoppedAddress
from itpo.office.states import NotPossible
from tests.factories import (
    ContactFactory,
    DelegateFactory,
    ManagerFactory,
    MeetingFactory,
    MeetingPartyFactory,
    UserFactory,
)
from tests.portal.links import NOW
from tests.portal.my import accepted
from tests.smtp import smtp_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

TEN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
State = OutgoingMail.State


@pytest.fixture
def officer(officer):
    officer.office.email = "tokyo@example.org"
    officer.office.save()
    return officer


def talk(officer, *contacts, **given) -> Meeting:
    """A talk that is planned, with the officer and people of companies."""
    known = {
        "day": date(2026, 11, 24),
        "starts_at": TEN,
        "ends_at": TEN + HOUR,
        "state": "planned",
        "subject": "Wire harnesses",
        "place": "Nagoya",
    }
    meeting = MeetingFactory(officer=officer, **{**known, **given})
    for contact in contacts:
        MeetingPartyFactory(meeting=meeting, company=contact.company, contact=contact)
    return meeting


def yamada(**given):
    known = {"family_name": "Yamada", "given_name": "Haruo", "email": "yamada@example.co.jp"}
    return ContactFactory(company__name="Yazaki", **{**known, **given})


class Calendar:
    """A calendar that takes in what it is mailed, as RFC 5546 has it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.entries: dict[str, object] = {}
        self.sequences: dict[str, int] = {}

    def take_in(self, mails) -> list[str]:
        """What each mail to it asked for; its entries are as they stand after it."""
        methods = []
        for mail in mails:
            if mail.to != [self.address]:
                continue
            read = vobject.readOne(file_of(mail))
            [event] = read.vevent_list
            uid, sequence = event.uid.value, int(event.sequence.value)
            assert sequence >= self.sequences.get(uid, -1)
            self.sequences[uid] = sequence
            methods.append(read.method.value)
            if read.method.value == "CANCEL":
                assert event.status.value == "CANCELLED"
                assert self.entries.pop(uid, None), "nothing to take out"
            else:
                self.entries[uid] = event
        return methods

    def shown(self) -> list[tuple[str, datetime]]:
        return [
            (one.summary.value, one.dtstart.value.astimezone(UTC)) for one in self.entries.values()
        ]


def file_of(mail) -> str:
    [part] = [one for one in mail.message().walk() if one.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True).decode()
    assert part.get_param("method") == vobject.readOne(content).method.value
    return content


def sent(mailoutbox, now=NOW):
    mailoutbox.clear()
    post.hand_out(now=now)
    return list(mailoutbox)


def move(meeting, officer, to: datetime, at=NOW):
    meeting.refresh_from_db()
    meeting.day, meeting.starts_at, meeting.ends_at = to.date(), to, to + HOUR
    return meetings.change(meeting=meeting, by=officer, at=at)


def cancel(meeting, officer, at=NOW):
    return meetings.write_down(meeting=meeting, by=officer, at=at, state="cancelled")


def states():
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


# --- who is asked, and what they read ---


def test_everybody_who_takes_part_is_asked_at_the_address_they_are_reached_at(officer, mailoutbox):
    application = accepted(officer, language="fr", begins="2026-11-20", ends="2026-11-27")
    links.move(link=application.link, email="karim@example.ma", at=NOW)
    meeting = talk(officer, yamada(), visit=application.visit)
    MeetingPartyFactory(meeting=meeting, company=None, delegate=application.delegate)
    MeetingPartyFactory(meeting=meeting, company=None, officer=officer)

    result = invites.send(meeting=meeting, at=NOW)

    assert (result.count, result.without_address) == (3, [])
    assert sorted(one.to[0] for one in sent(mailoutbox)) == sorted(
        ["yamada@example.co.jp", "karim@example.ma", officer.email]
    )


def test_the_entry_says_what_when_where_with_whom_and_who_invites(officer, mailoutbox):
    meeting = talk(officer, yamada())
    MeetingPartyFactory(meeting=meeting, company=None, officer=officer)
    invites.send(meeting=meeting, at=NOW)

    [mail] = [one for one in sent(mailoutbox) if one.to == [officer.email]]
    [event] = vobject.readOne(file_of(mail)).vevent_list

    assert event.uid.value.partition("@")[0] == f"meeting-{meeting.pk}"
    assert (event.summary.value, event.location.value) == ("Wire harnesses", "Nagoya")
    assert event.description.value == "Yazaki (YAMADA Haruo)"
    assert event.organizer.value == "mailto:tokyo@example.org"
    assert event.attendee_list[0].value == f"mailto:{officer.email}"
    assert len(event.attendee_list) == 1  # nobody gets another's address
    assert event.dtstart.value.isoformat() == "2026-11-24T10:00:00+09:00"
    assert mail.subject == "Invitation: Wire harnesses, 24 Nov 2026"
    assert "Day and time: 24 Nov 2026, 10:00–11:00 (Tokyo time)\nWhere: Nagoya\nWith: Yazaki" in (
        mail.body
    )


def test_each_reads_their_own_language(officer, mailoutbox):
    meeting = talk(officer, yamada(family_name_ja="山田", given_name_ja="春雄"))
    invites.send(meeting=meeting, at=NOW)

    assert MeetingInvite.objects.get().language == "ja"


@pytest.mark.parametrize("reads", [False, True])
def test_of_a_restricted_meeting_only_who_may_read_it_learns_more_than_when_and_where(
    reads, officer, mailoutbox
):
    meeting = talk(officer, yamada(), subject="Kestrel", is_restricted=True)
    other = (ManagerFactory if reads else UserFactory)(office=officer.office)
    MeetingPartyFactory(meeting=meeting, company=None, officer=other)

    invites.send(meeting=meeting, at=NOW)
    mails = {mail.to[0]: mail.subject + mail.body + file_of(mail) for mail in sent(mailoutbox)}

    assert ("Kestrel" in mails[other.email]) == reads
    assert "Kestrel" not in mails["yamada@example.co.jp"]
    assert "Nagoya" in mails["yamada@example.co.jp"]


def test_who_has_no_address_or_has_left_is_named_and_nobody_else_waits_for_them(officer):
    meeting = talk(
        officer,
        yamada(),
        ContactFactory(family_name="Ito", given_name="Ken", email=""),
        ContactFactory(family_name="Abe", given_name="Jun", left_on=date(2026, 4, 1)),
    )

    result = invites.send(meeting=meeting, at=NOW)

    assert result.count == 1
    assert [one.name for one in result.without_address] == ["ITO Ken", "ABE Jun"]


def test_pressed_again_only_who_has_come_since_is_asked(officer, mailoutbox):
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    late = ContactFactory(email="late@example.co.jp")
    meetings.join(
        party=MeetingParty(meeting=meeting, company=late.company, contact=late), by=officer, at=NOW
    )

    assert invites.send(meeting=meeting, at=NOW).count == 1
    assert {one.to[0] for one in sent(mailoutbox)} == {"yamada@example.co.jp", late.email}
    assert invites.send(meeting=meeting, at=NOW).count == 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"state": "held"}, "Only to a meeting that is planned"),
        ({"kind": "mail"}, "Only to a meeting that is planned"),
        ({"starts_at": None, "ends_at": None}, "Say when the meeting begins"),
        ({"starts_at": NOW - 3 * HOUR, "ends_at": NOW - 2 * HOUR}, "The meeting is over."),
    ],
)
def test_nobody_is_asked_to_what_is_not_to_come(given, sentence, officer):
    meeting = talk(officer, yamada(), **given)

    with pytest.raises(NotPossible, match=sentence):
        invites.send(meeting=meeting, at=NOW)

    assert not MeetingInvite.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_an_office_without_an_address_invites_nobody(officer):
    officer.office.email = ""
    officer.office.save()

    with pytest.raises(NotPossible, match="The office needs an e-mail address first"):
        invites.send(meeting=talk(officer, yamada()), at=NOW)


# --- moved and taken back ---


def test_a_calendar_follows_a_move_and_a_cancellation(officer, mailoutbox):
    calendar = Calendar("yamada@example.co.jp")
    meeting = talk(officer, yamada())

    invites.send(meeting=meeting, at=NOW)
    assert calendar.take_in(sent(mailoutbox)) == ["REQUEST"]
    assert calendar.shown() == [("Wire harnesses", TEN)]

    move(meeting, officer, TEN + 48 * HOUR)
    assert calendar.take_in(sent(mailoutbox)) == ["REQUEST"]
    assert calendar.shown() == [("Wire harnesses", TEN + 48 * HOUR)]

    cancel(meeting, officer)
    assert calendar.take_in(sent(mailoutbox)) == ["CANCEL"]
    assert calendar.shown() == []


def test_what_changes_nothing_for_them_is_not_told(officer, mailoutbox):
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    sent(mailoutbox)

    meeting.source_url = "https://example.org/"
    meetings.change(meeting=meeting, by=officer, at=NOW)

    assert sent(mailoutbox) == []
    assert states() == [State.SENT]


def test_a_meeting_nobody_was_asked_to_tells_nobody(officer):
    meeting = talk(officer, yamada())

    move(meeting, officer, TEN + HOUR)
    cancel(meeting, officer)

    assert not OutgoingMail.objects.exists()


def test_who_is_taken_off_the_meeting_has_it_taken_out_and_the_others_keep_it(officer, mailoutbox):
    leaving, staying = yamada(), ContactFactory(email="staying@example.co.jp")
    ours, theirs = Calendar(staying.email), Calendar(leaving.email)
    meeting = talk(officer, leaving, staying)
    invites.send(meeting=meeting, at=NOW)
    mails = sent(mailoutbox)
    assert (theirs.take_in(mails), ours.take_in(mails)) == (["REQUEST"], ["REQUEST"])

    meetings.leave(party=meeting.parties.get(contact=leaving), by=officer, at=NOW)

    mails = sent(mailoutbox)
    assert (theirs.take_in(mails), ours.take_in(mails)) == (["CANCEL"], ["REQUEST"])
    assert (theirs.shown(), ours.shown()) == ([], [("Wire harnesses", TEN)])


def test_a_new_address_is_asked_and_the_old_one_let_go(officer, mailoutbox):
    contact = yamada()
    before, after = Calendar(contact.email), Calendar("haruo@example.co.jp")
    meeting = talk(officer, contact)
    invites.send(meeting=meeting, at=NOW)
    before.take_in(sent(mailoutbox))

    contact.email = "haruo@example.co.jp"
    contact.save()
    move(meeting, officer, TEN + HOUR)

    mails = sent(mailoutbox)
    assert (before.take_in(mails), after.take_in(mails)) == (["CANCEL"], ["REQUEST"])


def test_a_cancelled_meeting_planned_again_asks_nobody_by_itself(officer, mailoutbox):
    calendar = Calendar("yamada@example.co.jp")
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    calendar.take_in(sent(mailoutbox))
    cancel(meeting, officer)
    calendar.take_in(sent(mailoutbox))

    meetings.write_down(meeting=meeting, by=officer, at=NOW, state="planned")
    assert sent(mailoutbox) == []

    invites.send(meeting=meeting, at=NOW)
    assert calendar.take_in(sent(mailoutbox)) == ["REQUEST"]
    assert calendar.shown() == [("Wire harnesses", TEN)]


def test_a_postponed_meeting_comes_back_when_it_has_a_new_time(officer, mailoutbox):
    calendar = Calendar("yamada@example.co.jp")
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    calendar.take_in(sent(mailoutbox))

    meetings.write_down(meeting=meeting, by=officer, at=NOW, state="postponed")
    mails = sent(mailoutbox)
    assert "We will write to you again when it has a new one." in mails[0].body
    assert calendar.take_in(mails) == ["CANCEL"]

    meetings.write_down(meeting=meeting, by=officer, at=NOW, state="planned")
    assert calendar.take_in(sent(mailoutbox)) == ["REQUEST"]


def test_nobody_is_told_of_what_is_over(officer, mailoutbox):
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    sent(mailoutbox)

    cancel(meeting, officer, at=TEN + 2 * HOUR)

    assert sent(mailoutbox, TEN + 2 * HOUR) == []


# --- in the post room ---


def test_what_never_left_is_taken_back_by_nothing(officer, mailoutbox):
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)

    cancel(meeting, officer)

    assert sent(mailoutbox) == []
    assert states() == [State.CANCELLED, State.CANCELLED]


def test_what_was_moved_before_it_left_leaves_once_as_it_stands(officer, mailoutbox):
    calendar = Calendar("yamada@example.co.jp")
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    move(meeting, officer, TEN + HOUR)

    assert calendar.take_in(sent(mailoutbox)) == ["REQUEST"]
    assert calendar.shown() == [("Wire harnesses", TEN + HOUR)]
    assert states() == [State.SENT, State.CANCELLED]


def test_a_cancellation_waits_for_a_request_that_somebody_is_sending(officer, mailoutbox):
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    [request] = OutgoingMail.objects.all()
    # A worker elsewhere has it in hand, and the server perhaps has it already.
    OutgoingMail.objects.update(
        state=State.SENDING, leased_until=NOW + mail_book.LEASE, may_have_left=True
    )

    cancel(meeting, officer)
    assert sent(mailoutbox) == []

    OutgoingMail.objects.filter(pk=request.pk).update(
        state=State.SENT, sent_at=NOW, leased_until=None
    )
    [mail] = sent(mailoutbox)
    assert vobject.readOne(file_of(mail)).method.value == "CANCEL"


def test_a_request_whose_sender_died_while_handing_it_over_is_taken_back(officer, mailoutbox):
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    OutgoingMail.objects.update(state=State.SENDING, leased_until=NOW, may_have_left=True)
    cancel(meeting, officer)

    mails = sent(mailoutbox, NOW + HOUR)

    assert [vobject.readOne(file_of(mail)).method.value for mail in mails] == ["CANCEL"]
    assert states() == [State.SENT, State.CANCELLED]


def test_a_meeting_cancelled_while_its_request_is_on_the_wire_is_taken_back_after_it(
    officer, mailoutbox, monkeypatch
):
    calendar = Calendar("yamada@example.co.jp")
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    send = post.MailServer.send

    def cancel_meanwhile(server, message):
        if not mailoutbox:
            cancel(meeting, officer)
        send(server, message)

    monkeypatch.setattr(post.MailServer, "send", cancel_meanwhile)
    post.hand_out(now=NOW)
    post.hand_out(now=NOW)

    assert calendar.take_in(mailoutbox) == ["REQUEST", "CANCEL"]
    assert calendar.shown() == []
    assert states() == [State.SENT, State.SENT]


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with smtp_server() as (box, port):
        settings.EMAIL_PORT = port
        yield box


def methods(server) -> list[tuple[str, str]]:
    return [
        (mail["To"], part.get_param("method"))
        for mail in server.received
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]


def test_a_request_that_waits_after_a_refusal_for_now_is_not_overtaken_nor_taken_back(
    officer, server
):
    server.answers_by_address["yamada@example.co.jp"] = "450 4.2.1 Busy"
    meeting = talk(officer, yamada())
    invites.send(meeting=meeting, at=NOW)
    post.hand_out(now=NOW)
    assert states() == [State.WAITING]

    cancel(meeting, officer)
    post.hand_out(now=NOW)
    assert states() == [State.WAITING, State.QUEUED]

    del server.answers_by_address["yamada@example.co.jp"]
    for minutes in (2, 3):
        post.hand_out(now=NOW + minutes * timedelta(minutes=1))
    assert methods(server) == []
    assert states() == [State.CANCELLED, State.CANCELLED]


def test_an_address_that_fails_blocks_only_itself_and_is_asked_again_when_pressed(officer, server):
    server.answers_by_address["yamada@example.co.jp"] = "550 5.1.1 Unknown"
    other = ContactFactory(email="other@example.co.jp")
    meeting = talk(officer, yamada(), other)
    invites.send(meeting=meeting, at=NOW)
    post.hand_out(now=NOW)
    assert methods(server) == [("other@example.co.jp", "REQUEST")]

    move(meeting, officer, TEN + HOUR)
    del server.answers_by_address["yamada@example.co.jp"]
    outbox.clear(stop=StoppedAddress.objects.get(), by=officer, at=NOW + HOUR)
    post.hand_out(now=NOW)

    assert methods(server)[1:] == [
        ("yamada@example.co.jp", "REQUEST"),
        ("other@example.co.jp", "REQUEST"),
    ]


def test_nothing_leaves_when_a_visit_cannot_be_cancelled(officer, mailoutbox):
    application = accepted(officer, state=Visit.State.COMPLETED)
    meeting = talk(officer, yamada(), visit=application.visit)
    invites.send(meeting=meeting, at=NOW)
    sent(mailoutbox)

    with pytest.raises(NotPossible):
        agenda.cancel_visit(visit=application.visit, because="No", at=NOW, by=officer)

    assert sent(mailoutbox) == []


def test_no_calendar_mail_goes_to_whoever_can_come_no_more(officer, mailoutbox):
    delegate = DelegateFactory(email="delegate@example.org")
    contact = yamada()
    meeting = talk(officer, contact)
    MeetingPartyFactory(meeting=meeting, company=None, delegate=delegate)
    invites.send(meeting=meeting, at=NOW)
    assert len(sent(mailoutbox)) == 2
    told = cascades.told_of(cascades.of_delegate(delegate), besides=officer)

    agenda.retire_delegate(delegate=delegate, because="Died", at=NOW, by=officer)

    assert [mail.to for mail in sent(mailoutbox)] == [[contact.email]]
    assert [guest.person for guest, _off in told.by_calendar] == [contact]
    assert [guest.person for guest, _off in told.by_mail] == [delegate]
