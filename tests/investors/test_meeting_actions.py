"""The same with several meetings: what became of them, cancelling them, giving them away."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from investors import bookings, invites
from investors.models import Meeting
from itpo.office import post
from itpo.office.models import OutgoingMail
from tests.factories import ContactFactory, MeetingFactory, MeetingPartyFactory, UserFactory
from tests.several import do, lines, preview, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

MEETINGS = "investors:meetings"
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
YESTERDAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 22)


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


def talk(officer, subject, day=YESTERDAY, **given):
    return MeetingFactory(
        officer=officer, subject=subject, day=day, **{"state": "planned", **given}
    )


def booked_talk(officer, subject):
    """One tomorrow, whose guest is booked and has it in their calendar."""
    officer.office.email = "tokyo@example.org"
    officer.office.save()
    starts = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    meeting = talk(officer, subject, TOMORROW, starts_at=starts, ends_at=starts.replace(hour=2))
    contact = ContactFactory(email="kato@example.co.jp")
    MeetingPartyFactory(meeting=meeting, company=contact.company, contact=contact)
    bookings.book(thing=meeting, whom=bookings.taking_part(meeting), by=officer)
    invites.send(meeting=meeting, at=NOW)
    post.hand_out(now=NOW)
    return meeting


def waiting():
    """To whom a mail is on its way."""
    return list(OutgoingMail.objects.exclude(state="sent").values_list("to", flat=True))


def now(*meetings):
    return [Meeting.objects.get(pk=one.pk).state for one in meetings]


# --- what became of them ---


def test_meetings_whose_day_has_come_were_held_and_the_others_are_named(desk, officer):
    rows = [
        talk(officer, "Ama", outcome="Wants samples", interest="high"),
        talk(officer, "Beni", TOMORROW),
        talk(officer, "Cha", state="held"),
    ]

    beforehand = lines(preview(desk, MEETINGS, "became", rows, **{"to-state": "held"}))
    untouched = now(*rows)
    answer = do(desk, MEETINGS, "became", rows, **{"to-state": "held"})

    assert beforehand == [
        ("Ama", "Planned", "Held", ""),
        ("Beni", "Planned", "", "A meeting still to come cannot have been held."),
        ("Cha", "Held", "", "It is “Held”."),
    ]
    assert (untouched, now(*rows)) == (["planned", "planned", "held"], ["held", "planned", "held"])
    ama = Meeting.objects.get(subject="Ama")
    assert (ama.written_down_by, ama.written_down_at) == (officer, NOW)
    assert (ama.outcome, ama.interest) == ("Wants samples", "high")
    assert told(answer) == [
        "Held, did not come, postponed: done with 1 row.",
        "Not done: Beni, 22 Nov 2026. A meeting still to come cannot have been held.",
        "Not done: Cha, 20 Nov 2026. It is “Held”.",
    ]


def test_what_is_postponed_frees_its_guests_and_tells_their_calendars(desk, officer):
    rows = [booked_talk(officer, "Ama"), talk(officer, "Beni", TOMORROW)]

    beforehand = lines(preview(desk, MEETINGS, "became", rows, **{"to-state": "postponed"}))
    do(desk, MEETINGS, "became", rows, **{"to-state": "postponed"})

    assert beforehand == [
        ("Ama", "Planned", "Postponed; 1 calendar is told", ""),
        ("Beni", "Planned", "Postponed", ""),
    ]
    assert now(*rows) == ["postponed", "postponed"]
    assert not rows[0].bookings.exists()
    assert waiting() == ["kato@example.co.jp"]


def test_cancelled_is_not_said_without_a_reason(desk, officer):
    meeting = talk(officer, "Ama")

    answer = preview(desk, MEETINGS, "became", [meeting], **{"to-state": "cancelled"})

    assert "state" in answer.context["form"].errors


# --- cancelling ---


def test_what_is_cancelled_says_why_frees_its_guests_and_tells_their_calendars(desk, officer):
    rows = [
        booked_talk(officer, "Ama"),
        talk(officer, "Beni", state="postponed"),
        talk(officer, "Cha", state="held"),
    ]

    beforehand = lines(preview(desk, MEETINGS, "cancel", rows, **{"to-because": "Typhoon"}))
    untouched = now(*rows)
    do(desk, MEETINGS, "cancel", rows, **{"to-because": "Typhoon"})

    assert beforehand == [
        ("Ama", "Planned", "Cancelled; 1 calendar is told", ""),
        ("Beni", "Postponed", "Cancelled", ""),
        ("Cha", "Held", "", "It is “Held”."),
    ]
    assert untouched == ["planned", "postponed", "held"]
    assert now(*rows) == ["cancelled", "cancelled", "held"]
    ama = Meeting.objects.get(subject="Ama")
    assert (ama.cancelled_because, ama.history.first().history_user) == ("Typhoon", officer)
    assert not ama.bookings.exists()
    assert waiting() == ["kato@example.co.jp"]


def test_nothing_is_cancelled_without_saying_why(desk, officer):
    meeting = talk(officer, "Ama")

    answer = preview(desk, MEETINGS, "cancel", [meeting], **{"to-because": " "})
    do(desk, MEETINGS, "cancel", [meeting], **{"to-because": " "})

    assert answer.context["form"].errors == {"because": ["This field is required."]}
    assert now(meeting) == ["planned"]


# --- giving them away ---


def test_meetings_are_given_to_a_colleague_but_what_is_restricted_stays(desk, officer):
    mori = UserFactory(office=officer.office, family_name="Mori")
    rows = [talk(officer, "Ama"), talk(officer, "Beni", is_restricted=True)]

    beforehand = lines(preview(desk, MEETINGS, "give", rows, **{"to-owner": mori.pk}))
    do(desk, MEETINGS, "give", rows, **{"to-owner": mori.pk})

    assert beforehand == [
        ("Ama", "SATO Mika", str(mori), ""),
        ("Beni", "SATO Mika", "", "It is for its owner and the managers only."),
    ]
    assert [one.officer for one in Meeting.objects.order_by("pk")] == [mori, officer]


def test_a_restricted_meeting_of_somebody_else_is_neither_shown_nor_changed(
    desk, officer, colleague
):
    secret = talk(colleague, "Ama", is_restricted=True)

    shown = preview(desk, MEETINGS, "cancel", [secret], **{"to-because": "Typhoon"})
    do(desk, MEETINGS, "cancel", [secret], **{"to-because": "Typhoon"})

    assert shown.status_code == 302
    assert now(secret) == ["planned"]
