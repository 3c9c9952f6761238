"""The pages of events: the door, attendance lists, numbers, and the buttons."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from investors.models import AttendanceList, Contact, Event, EventRegistration
from itpo.office.models import OutgoingMail
from tests.conftest import logged_in
from tests.factories import (
    AttendanceListFactory,
    EventFactory,
    EventRegistrationFactory,
    EventSeriesFactory,
    ThemeFactory,
)
from tests.investors.attendance.lists import ZOOM
from tests.investors.gatherings import AFTER, NOW, open_event, register, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def _after():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def event(office):
    return open_event(office=office, state=Event.State.CLOSED)


def at(name, row):
    return reverse(f"investors:{name}", args=[row.pk])


def said(response):
    return response.content.decode()


def sends(text, encoding="utf-8"):
    return {"file": SimpleUploadedFile("attendees.csv", text.encode(encoding))}


# --- the event's own page ------------------------------------------------------------------


def test_the_buttons_say_what_they_do(desk, office):
    page = said(desk.get(EventFactory(office=office, begins="2026-12-04").get_absolute_url()))

    assert "Open the registration</button>" in page
    assert "Cancel the event</a>" in page


def test_an_event_is_cancelled_with_its_reason_and_not_without(desk, office):
    with time_machine.travel(NOW, tick=False):
        event = open_event(office=office)
        register(event)

        refused = desk.post(at("event-state", event), {"to": "cancelled"}, follow=True)
        left = desk.post(
            at("event-state", event), {"to": "cancelled", "because": "Storm"}, follow=True
        )

    assert "Say why the event is cancelled." in said(refused)
    assert "Storm" in said(left)
    assert OutgoingMail.objects.filter(kind="event.called_off").count() == 1


def test_what_is_not_known_is_not_zero(desk, office):
    event = EventFactory(office=office, state=Event.State.HELD)
    EventRegistrationFactory(event=event)

    numbers = desk.get(event.get_absolute_url()).context["numbers"]

    assert (numbers.registrations, numbers.people, numbers.no_shows) == (1, None, None)


def test_more_seats_move_up_who_waits_and_the_officer_keeps_what_they_wrote(desk, office):
    with time_machine.travel(NOW, tick=False):
        event = open_event(office=office, seats=1)
        register(event, "First")
        register(event, "Second")
        address = reverse("desk:change", args=["investors.event", event.pk])
        form = desk.get(address).context["form"]
        sent = {name: form[name].value() for name in form.fields if form[name].value()}

        desk.post(address, {**sent, "seats": "2", "notes": "Larger room"})

    event.refresh_from_db()
    assert (event.seats, event.notes) == (2, "Larger room")
    assert [state for _name, state in states(event)] == ["registered", "registered"]


def test_an_officer_adds_somebody_who_waits_when_it_is_full(desk, office):
    with time_machine.travel(NOW, tick=False):
        event = open_event(office=office, seats=1)
        register(event, "First")
        address = reverse("desk:add", args=["investors.eventregistration"])
        sent = {"name": "Guest", "email": "guest@example.org", "language": "fr"}

        desk.post(f"{address}?event={event.pk}", sent)
        again = desk.post(f"{address}?event={event.pk}", {**sent, "email": "GUEST@example.org"})

    assert states(event) == [("FIRST Taro", "registered"), ("Guest", "waiting_list")]
    assert "This address is registered already." in said(again)


def test_a_registration_is_cancelled_for_somebody(desk, office):
    with time_machine.travel(NOW, tick=False):
        row = register(open_event(office=office))

        desk.post(at("registration-give-back", row))
        again = desk.post(at("registration-give-back", row), follow=True)

    assert states(row.event) == [("YAMADA Taro", "cancelled")]
    assert "cancelled already" in said(again)


def test_one_button_makes_a_contact_and_shows_their_name_to_be_looked_at(desk, office):
    row = EventRegistrationFactory(event__office=office, name="Awa Diop", organisation="Embassy")

    response = desk.post(at("registration-contact", row))

    contact = Contact.objects.get()
    assert response.url == reverse("desk:change", args=["investors.contact", contact.pk])
    assert contact.company.name == "Embassy"


def test_without_an_organisation_the_button_says_what_is_missing(desk, office):
    row = EventRegistrationFactory(event__office=office)

    response = desk.post(at("registration-contact", row), follow=True)

    assert "Write down which organisation" in said(response)
    assert not Contact.objects.exists()


def test_seats_added_or_freed_in_the_admin_go_to_who_waits(managers_desk, office):
    with time_machine.travel(NOW, tick=False):
        event = open_event(office=office, seats=1)
        first, *_others = (register(event, name) for name in ("First", "Second", "Third"))
        address = reverse("admin:investors_event_change", args=[event.pk])
        shown = managers_desk.get(address).context["adminform"].form
        sent = {name: shown[name].value() for name in shown.fields if shown[name].value()}
        inlines = {
            f"{prefix}-{name}": "0"
            for prefix in ("sessions", "partner_roles")
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }

        managers_desk.post(address, {**sent, **inlines, "seats": "2"})
        after_seats = [state for _name, state in states(event)]
        managers_desk.post(
            reverse("admin:investors_eventregistration_delete", args=[first.pk]), {"post": "yes"}
        )

    assert after_seats == ["registered", "registered", "waiting_list"]
    assert states(event) == [("SECOND Taro", "registered"), ("THIRD Taro", "registered")]


# --- the door ------------------------------------------------------------------------------


def test_the_door_is_searched_by_any_part_of_a_name(desk, event):
    for name in ("YAMADA Taro", "山田花子", "DIOP Awa"):
        EventRegistrationFactory(event=event, name=name)

    found = desk.get(at("event-door", event), {"q": "山田"}).context["people"]

    assert [one.name for one in found] == ["山田花子"]


@pytest.mark.usefixtures("_after")
def test_checked_in_one_is_back_at_the_same_search_and_can_undo(desk, event):
    row = EventRegistrationFactory(event=event, name="YAMADA Taro")

    here = desk.post(at("event-check-in", event), {"came": row.pk, "q": "yam"})
    twice = desk.post(at("event-check-in", event), {"came": row.pk}, follow=True)
    undone = desk.post(at("event-check-in", event), {"undo": row.pk}, follow=True)

    assert here.url == f"{at('event-door', event)}?q=yam"
    assert "checked in already" in said(twice)
    assert "Taken back: YAMADA Taro." in said(undone)
    assert states(event) == [("YAMADA Taro", "registered")]


@pytest.mark.usefixtures("_after")
@pytest.mark.parametrize("number", ["", "x", "999999999999999999999"])
def test_a_button_that_was_tampered_with_checks_nobody_in(desk, event, number):
    EventRegistrationFactory(event=event)

    response = desk.post(at("event-check-in", event), {"came": number})

    assert response.status_code == 302
    assert not EventRegistration.objects.filter(state="attended").exists()


@pytest.mark.usefixtures("_after")
def test_nobody_of_another_event_is_checked_in_here(desk, event, office):
    other = EventRegistrationFactory(event__office=office)

    assert desk.post(at("event-check-in", event), {"came": other.pk}).status_code == 404


@pytest.mark.usefixtures("_after")
def test_somebody_who_came_unannounced_is_written_down(desk, event):
    answer = desk.post(at("event-walk-in", event), {"name": "DIOP Awa", "email": ""})
    wrong = desk.post(at("event-walk-in", event), {"name": "", "email": "nobody"})

    assert answer.url == at("event-door", event)
    assert states(event) == [("DIOP Awa", "attended")]
    assert "Enter a valid email address." in said(wrong)


@time_machine.travel(NOW, tick=False)
def test_before_the_day_nobody_can_be_at_the_door(desk, event):
    row = EventRegistrationFactory(event=event)

    here = desk.post(at("event-check-in", event), {"came": row.pk}, follow=True)
    walked = desk.post(at("event-walk-in", event), {"name": "DIOP Awa"})

    assert "still to come" in said(here)
    assert "still to come" in said(walked)
    assert states(event) == [(row.name, "registered")]


def test_an_auditor_reads_who_is_here_and_has_no_buttons(auditor, event):
    row = EventRegistrationFactory(event=event)

    page = said(logged_in(auditor).get(at("event-door", event)))

    assert row.name in page
    assert "Check in" not in page


# --- attendance lists ----------------------------------------------------------------------


@pytest.mark.usefixtures("_after")
def test_a_list_is_looked_at_and_then_taken_in(desk, event):
    EventRegistrationFactory(event=event, name="YAMADA Taro", email="yamada@example.org")

    looked_at = desk.post(at("event-attendance", event), sends(ZOOM), follow=True)
    before = states(event)
    kept = AttendanceList.objects.get()
    left = desk.post(at("attendance-take-in", kept), follow=True)

    assert "on the list: Taro Yamada" in said(looked_at)
    plan = looked_at.context["plan"]
    assert (len(plan.matched), len(plan.new), plan.stayed_away) == (1, 1, 1)
    assert before == [("YAMADA Taro", "registered")]
    assert states(event) == [("YAMADA Taro", "attended"), ("Awa Diop", "attended")]
    assert "2 people were there." in said(left)
    assert desk.get(at("attendance-list", kept)).status_code == 404


@pytest.mark.usefixtures("_after")
def test_the_same_list_once_more_says_that_nothing_was_changed(desk, event):
    for _time in range(2):
        desk.post(at("event-attendance", event), sends(ZOOM))
        kept = AttendanceList.objects.get(taken_in_at=None)
        left = desk.post(at("attendance-take-in", kept), follow=True)

    assert "nothing was changed" in said(left)
    assert EventRegistration.objects.count() == 2


@pytest.mark.usefixtures("_after")
def test_columns_nobody_knows_are_chosen(desk, event):
    text = "Qui,Courrier\nAwa Diop,awa@example.org\n"
    shown = desk.post(at("event-attendance", event), sends(text), follow=True)
    kept = AttendanceList.objects.get()
    none = desk.post(at("attendance-list", kept), {"name": "", "email": ""})
    wrong = desk.post(at("attendance-list", kept), {"name": "7"})
    chosen = desk.post(at("attendance-list", kept), {"name": "0", "email": "1"}, follow=True)

    for page in (shown, none):
        assert "Say which column holds the e-mail address or the name." in said(page)
    assert "7 is not one of the available choices" in said(wrong)
    assert [one.name for one in chosen.context["plan"].new] == ["Awa Diop"]


@pytest.mark.usefixtures("_after")
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose the file."),
        ({"file": SimpleUploadedFile("none.csv", b"")}, "empty"),
        ({"file": SimpleUploadedFile("book.csv", b"PK\x03\x04")}, "not a CSV file"),
        ({"file": SimpleUploadedFile("head.csv", b"Name,Email\n")}, "nobody below them"),
        ({"file": SimpleUploadedFile("big.csv", b"a" * 6_000_000)}, "larger than 5 MB"),
        ({"file": SimpleUploadedFile("huge.csv", b"a" * 11_000_000)}, "larger than 10 MB"),
    ],
)
def test_what_is_no_list_is_refused_beside_the_file(desk, event, sent, sentence):
    response = desk.post(at("event-attendance", event), sent)

    assert sentence in said(response)
    assert not AttendanceList.objects.exists()


def test_a_list_whose_lines_cannot_be_read_offers_no_button(desk, event):
    kept = AttendanceListFactory(event=event, text="Name,Email\n,nobody\n")

    page = said(desk.get(at("attendance-list", kept)))

    assert "Line 2: “nobody” is no e-mail address." in page
    assert "Take in" not in page


# --- numbers -------------------------------------------------------------------------------


def test_numbers_are_narrowed_by_days(desk, office):
    theme = ThemeFactory(name="Ports")
    for begins in ("2025-05-01", "2026-05-01"):
        event = EventFactory(office=office, begins=begins, state=Event.State.HELD)
        event.themes.add(theme)
        EventRegistrationFactory(event=event, state="attended", name="Guest")

    every = desk.get(reverse("investors:event-numbers")).context
    some = desk.get(reverse("investors:event-numbers"), {"since": "2026-01-01"}).context
    wrong = said(desk.get(reverse("investors:event-numbers"), {"since": "soon"}))

    assert [(numbers.attendances, numbers.people) for _t, numbers in every["themes"]] == [(2, 1)]
    assert [(numbers.attendances, numbers.people) for _t, numbers in some["themes"]] == [(1, 1)]
    assert "Choose a day, or write it as 2026-11-21." in wrong


def test_a_series_names_of_which_events_nothing_is_known(desk, office):
    series = EventSeriesFactory(office=office)
    known, _unknown = EventFactory.create_batch(
        2, office=office, series=series, state=Event.State.HELD
    )
    EventRegistrationFactory(event=known, state="attended")

    page = said(desk.get(series.get_absolute_url()))

    assert "not known" in page
    assert "without 1 event of which it is not known" in page
    assert "each person counts once" in page
