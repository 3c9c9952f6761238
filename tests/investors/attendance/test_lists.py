"""Taking in who was at an event: matched, new, refused; all of it or nothing; twice is once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from investors import attendance
from investors.attendance import planning
from investors.models import AttendanceList, Event, EventRegistration
from itpo.office.states import NotPossible
from tests.factories import AttendanceListFactory, ContactFactory, EventRegistrationFactory
from tests.investors.attendance.lists import JAPANESE, TEAMS, ZOOM
from tests.investors.gatherings import AFTER, NOW, open_event, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(office):
    return open_event(office=office, state=Event.State.CLOSED)


def kept(event, by, text, encoding="utf-8", at=AFTER):
    upload = SimpleUploadedFile("attendees.csv", text.encode(encoding))
    return attendance.keep(event=event, upload=upload, by=by, at=at)


def taken(event, by, text, encoding="utf-8"):
    return attendance.take_in(kept=kept(event, by, text, encoding), by=by, at=AFTER)


def planned(event, text):
    sheet = attendance.read(text)
    return attendance.plan(event, sheet, sheet.columns)


def refusals(plan):
    return [tuple(one) for one in plan.refused]


def test_who_is_on_zooms_list_was_there_and_who_is_new_is_added(event, officer):
    contact = ContactFactory(email="AWA@example.org")
    EventRegistrationFactory(event=event, name="YAMADA Taro", email="yamada@example.org")
    EventRegistrationFactory(event=event, name="EXAMPLE Ken", email="ken@example.org")

    plan = taken(event, officer, ZOOM)

    assert (len(plan.matched), len(plan.new), plan.stayed_away, plan.refused) == (1, 1, 1, [])
    here, away, new = event.registrations.order_by("pk")
    assert (here.state, here.minutes) == ("attended", 60)  # left, and came back
    assert here.joined_at == datetime(2026, 12, 4, 5, 1, tzinfo=UTC)
    assert away.state == "registered"  # until the event is held
    assert (new.name, new.state, new.is_walk_in, new.contact, new.minutes) == (
        *("Awa Diop", "attended", True, contact, 115),
    )


def test_who_had_a_seat_at_an_event_that_is_held_and_is_not_on_the_list_did_not_come(
    event, officer
):
    event.state = Event.State.HELD
    event.save()
    EventRegistrationFactory(event=event, name="EXAMPLE Ken", email="ken@example.org")

    taken(event, officer, ZOOM)

    assert states(event)[0] == ("EXAMPLE Ken", "no_show")


@pytest.mark.parametrize(
    ("text", "encoding"), [(ZOOM, "utf-8"), (TEAMS, "utf-16"), (JAPANESE, "cp932")]
)
def test_the_same_list_twice_changes_nothing(event, officer, text, encoding):
    taken(event, officer, text, encoding)
    before = list(EventRegistration.objects.order_by("pk").values())
    versions = EventRegistration.history.count()

    again = taken(event, officer, text, encoding)

    assert (again.matched, again.new) == ([], [])
    assert len(again.unchanged) == 2
    assert list(EventRegistration.objects.order_by("pk").values()) == before
    assert EventRegistration.history.count() == versions


def test_a_part_of_teams_report_that_is_no_person_is_refused_with_its_line(event, officer):
    plan = taken(event, officer, TEAMS, "utf-16")

    assert refusals(plan) == [(10, "The line has only 1 cells.")]


@pytest.mark.parametrize("name", ["Taro Yamada", "YAMADA, Taro", "ＹＡＭＡＤＡ　Ｔａｒｏ"])
def test_who_is_on_the_list_by_name_is_matched_by_name(event, name):
    row = EventRegistrationFactory(event=event, name="YAMADA Taro", email="yamada@example.org")

    plan = planned(event, f'Name;Email\n"{name}";\n')

    assert [found for _attendee, found in plan.matched] == [row]


def test_another_address_is_another_person(event):
    EventRegistrationFactory(event=event, name="YAMADA Taro", email="yamada@example.org")

    plan = planned(event, "Name,Email\nTaro Yamada,taro@example.net\n")

    assert [one.email for one in plan.new] == ["taro@example.net"]


def test_of_two_of_one_name_neither_is_guessed(event):
    EventRegistrationFactory(event=event, name="YAMADA Taro", organisation="Works")
    EventRegistrationFactory(event=event, name="YAMADA Taro", organisation="Mills")

    plan = planned(event, "Name,Company\nTaro Yamada,Foods\nTaro Yamada,mills\n")

    assert [(one.organisation, row.organisation) for one, row in plan.matched] == [
        ("mills", "Mills")
    ]
    assert refusals(plan) == [
        (2, "Several are registered as “Taro Yamada”. Add the e-mail address to the list.")
    ]


def test_a_line_that_cannot_be_read_is_refused_with_its_number_and_reason(event):
    text = (
        "Name,Email,Duration\n"
        ",,10\n"
        "Awa,nobody,10\n"
        "Broken \ufffd,a@example.org,10\n"
        f"{'x' * 171},b@example.org,10\n"
        "Short\n"
        "Good,good@example.org,for a while\n"
    )

    plan = planned(event, text)

    assert refusals(plan) == [
        (2, "There is neither a name nor an e-mail address."),
        (3, "“nobody” is no e-mail address."),
        (4, "The text is broken. Save the list as “CSV UTF-8”."),
        (5, "The name or the organisation is too long."),
        (6, "The line has only 1 cells."),
    ]
    assert [one.name for one in plan.new] == ["Good"]
    assert [tuple(one) for one in plan.left_out] == [
        (7, "“for a while” is left out: it cannot be read for certain.")
    ]


def test_without_a_column_that_says_who_nobody_is_planned(event):
    with pytest.raises(NotPossible, match="Say which column"):
        planned(event, "Qui,Où\nAwa Diop,Dakar\n")


def test_a_list_on_which_nobody_can_be_read_is_not_taken_in(event, officer):
    waiting = kept(event, officer, "Name,Email\n,nobody\n")

    with pytest.raises(NotPossible, match="Nobody on this list"):
        attendance.take_in(kept=waiting, by=officer, at=AFTER)

    waiting.refresh_from_db()
    assert (waiting.taken_in_at, waiting.text != "") == (None, True)


def test_a_list_is_taken_in_once_and_its_text_not_kept(event, officer):
    waiting = kept(event, officer, ZOOM)
    attendance.take_in(kept=waiting, by=officer, at=AFTER)

    with pytest.raises(NotPossible, match="taken in already"):
        attendance.take_in(kept=waiting, by=officer, at=AFTER)

    assert AttendanceList.objects.values_list("text", "taken_in_at").get() == ("", AFTER)


def test_a_list_nobody_takes_in_is_forgotten_after_a_week(event):
    kept = AttendanceListFactory(event=event, sent_at=AFTER)
    done = AttendanceListFactory(event=event, sent_at=AFTER, text="", taken_in_at=AFTER)

    assert attendance.forget(now=AFTER + timedelta(days=7)) == 0
    assert attendance.forget(now=AFTER + timedelta(days=7, minutes=1)) == 1

    assert list(AttendanceList.objects.all()) == [done]
    assert kept.pk != done.pk


def test_a_list_that_was_never_taken_in_gives_way_to_the_next(event, officer):
    AttendanceListFactory(event=event)

    kept(event, officer, ZOOM)

    assert AttendanceList.objects.get().title == "attendees.csv"


@pytest.mark.parametrize(
    ("given", "at", "sentence"),
    [
        ({}, NOW, "still to come"),
        (
            {"state": Event.State.CANCELLED, "cancelled_because": "Storm"},
            AFTER,
            "The event is cancelled",
        ),
    ],
)
def test_there_is_no_list_of_an_event_that_was_not_held(given, at, sentence, officer):
    event = open_event(office=officer.office, **given)

    with pytest.raises(NotPossible, match=sentence):
        kept(event, officer, ZOOM, at=at)

    assert not AttendanceList.objects.exists()


def test_a_list_of_hundreds_costs_as_much_as_a_list_of_one(
    event, officer, django_assert_max_num_queries
):
    people = "".join(f"Guest {number},guest{number}@example.org\n" for number in range(600))
    EventRegistrationFactory(event=event, email="guest1@example.org")

    with django_assert_max_num_queries(40):  # rows are written in pieces
        plan = taken(event, officer, f"Name,Email\n{people}")

    assert plan.people == 600
    assert EventRegistration.objects.filter(state="attended").count() == 600


def test_the_longest_name_is_what_the_table_holds():
    assert EventRegistration._meta.get_field("name").max_length == planning.LONGEST_NAME
