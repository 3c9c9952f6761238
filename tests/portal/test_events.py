"""Registering for an event without an account, and what lies behind one's link."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from investors.models import Event, EventRegistration
from itpo.office.models import OutgoingMail
from itpo.portal.views.events import MOST_AN_HOUR
from tests.factories import (
    EventFactory,
    EventPartnerFactory,
    EventRegistrationFactory,
    EventSessionFactory,
)
from tests.investors.gatherings import AFTER, NOW, open_event, register, states
from tests.portal.links import at
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

TYPED = {
    "family_name": "山田",
    "given_name": "太郎",
    "email": "taro@example.org",
    "organisation": "見本製作所",
    "post": "部長",
    "consent": "on",
}


def page_of(event, name="register", language="en"):
    return f"{reverse(f'portal:{name}', args=[event.pk])}?language={language}"


def send(event, language="en", after=20, now=NOW, **typed):
    """Look at the page, fill it in for some seconds, and send it."""
    client = Client()
    with time_machine.travel(now, tick=False):
        shown = client.get(page_of(event, language=language)).context["form"].initial["shown"]
    with time_machine.travel(now + timedelta(seconds=after), tick=False):
        return client.post(
            page_of(event, language=language), {**TYPED, "shown": shown, **typed}, follow=True
        )


def said(response):
    return response.content.decode()


def test_a_visitor_reads_what_it_is_about_in_their_language():
    event = open_event(
        name_ja="セネガル投資セミナー", summary="Two zones.", summary_ja="二つの特区"
    )
    session = EventSessionFactory(event=event, speaker="Awa Diop", organisation="APIX")
    partner = EventPartnerFactory(event=event).partner

    page = said(Client().get(page_of(event, language="ja")))

    for words in (event.name_ja, "二つの特区", session.topic, "Awa Diop", "APIX", partner.name):
        assert words in page
    assert "14:00–16:00" in page
    assert "Two zones." not in page
    assert "<script" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_programme(rows, django_assert_num_queries):
    event = open_event(seats=9)
    for _ in range(rows):
        EventSessionFactory(event=event)
        EventPartnerFactory(event=event)
        EventRegistrationFactory(event=event)

    with django_assert_num_queries(4):  # event, seats, programme, partners
        Client().get(page_of(event))


def test_a_visitor_registers_and_is_told_to_look_into_their_mailbox():
    event = open_event()

    response = send(event, language="ja", wants_news="on")

    assert response.redirect_chain == [(page_of(event, "registered", "ja"), 302)]
    row = EventRegistration.objects.get()
    assert (row.name, row.email, row.language) == ("山田太郎", "taro@example.org", "ja")
    assert (row.organisation, row.post, row.wants_news) == ("見本製作所", "部長", True)
    assert row.consented_at == NOW + timedelta(seconds=20)


def test_an_address_typed_in_wide_letters_is_the_same_address():
    event = open_event()

    send(event, email="ｔａｒｏ＠ｅｘａｍｐｌｅ．ｏｒｇ")

    assert EventRegistration.objects.get().email == "taro@example.org"


def test_sent_twice_there_is_one_row():
    event = open_event()

    answers = [said(send(event)) for _ in range(2)]

    assert EventRegistration.objects.count() == 1
    assert OutgoingMail.objects.count() == 2
    assert answers[0] == answers[1]


def test_nobody_learns_from_the_answer_who_is_registered_or_who_waits():
    event = open_event(seats=1)
    register(event, "Known", email="known@example.org")

    known = send(event, email="known@example.org")
    waits = send(event, email="new@example.org")
    full = Client().get(page_of(event))

    assert said(known) == said(waits)
    assert "Every seat is given." in said(full)
    assert OutgoingMail.objects.count() == 3


WRONG = [
    ({"family_name": ""}, "Write the family name."),
    ({"email": ""}, "Write your address"),
    ({"email": "nobody"}, "Write a whole address"),
    ({"email": "a@" + "b" * 260 + ".org"}, "Write a whole address"),
    ({"consent": ""}, "Tick this box if you agree"),
    ({"website": "http://spam.example"}, "Leave this field blank."),
    ({"shown": ""}, "Please look once more"),
    ({"shown": "made:up"}, "Please look once more"),
    ({"organisation": "x" * 201}, "at most 200 characters"),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_nothing_written(typed, sentence):
    event = open_event()
    before = all_rows()

    response = send(event, **typed)

    assert sentence in said(response)
    assert all_rows() == before
    if "family_name" not in typed:
        assert response.context["form"]["family_name"].value() == "山田"


@pytest.mark.parametrize("after", [0, 60 * 60 * 13])
def test_whoever_is_too_quick_or_too_late_presses_once_more(after):
    event = open_event()

    response = send(event, after=after)

    assert "Please look once more" in said(response)
    with time_machine.travel(NOW + timedelta(seconds=after + 5), tick=False):
        form = response.context["form"]
        Client().post(page_of(event), {**TYPED, "shown": form["shown"].value()})
    assert EventRegistration.objects.count() == 1


def test_the_page_of_another_event_is_not_taken_for_this_one():
    event, other = open_event(), open_event()
    with time_machine.travel(NOW, tick=False):
        shown = Client().get(page_of(other)).context["form"].initial["shown"]

    response = send(event, shown=shown)

    assert "Please look once more" in said(response)


def test_a_robot_is_told_to_come_back_later():
    event = open_event()
    with time_machine.travel(NOW + timedelta(seconds=20), tick=False):
        for _ in range(MOST_AN_HOUR):
            Client().post(page_of(event), {})

    response = send(event)
    cache.clear()

    assert response.status_code == 429
    assert "Try again in an hour" in said(response)
    assert not EventRegistration.objects.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"state": Event.State.CLOSED}, "The registration is closed."),
        ({"state": Event.State.HELD}, "The event is over."),
        ({"begins": "2026-11-20"}, "The event is over."),
        (
            {"state": Event.State.CANCELLED, "cancelled_because": "The speaker is ill."},
            "The speaker is ill.",
        ),
    ],
)
def test_an_event_that_is_not_open_says_why_and_takes_nobody(given, sentence):
    event = open_event(**given)

    with time_machine.travel(NOW, tick=False):
        page = said(Client().get(page_of(event)))
    response = send(event)

    assert sentence in page
    assert "<form" not in page
    assert response.redirect_chain == []
    assert not EventRegistration.objects.exists()


@pytest.mark.parametrize(
    "given", [{"registration_opened_at": None}, {"is_ours": False}], ids=["planned", "another's"]
)
def test_an_event_nobody_could_register_for_has_no_page(given):
    event = open_event(**given)

    assert Client().get(page_of(event)).status_code == 404
    assert Client().get(page_of(event, "registered")).status_code == 404


def test_the_office_an_event_is_of_stands_above_its_page(office):
    page = said(Client().get(page_of(open_event(office=office))))

    assert f"<b>{office.name}</b>" in page


def test_nothing_is_written_from_another_site():
    event = open_event()

    response = Client(enforce_csrf_checks=True).post(page_of(event), TYPED)

    assert response.status_code == 403
    assert not EventRegistration.objects.exists()


# --- behind one's link ---------------------------------------------------------------------


def mine(row, name="registration"):
    return at(f"portal:{name}", row.link)


@pytest.fixture
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("_noon")
def test_who_has_a_seat_sees_where_to_join():
    row = register(open_event(join_url="https://meet.example.org/1"))

    page = said(Client().get(mine(row)))

    assert "You have a seat" in page
    assert "https://meet.example.org/1" in page


@pytest.mark.usefixtures("_noon")
def test_who_waits_is_not_told_where_to_join():
    event = open_event(seats=1, join_url="https://meet.example.org/1")
    register(event, "First")

    page = said(Client().get(mine(register(event))))

    assert "You are on the waiting list" in page
    assert "meet.example.org" not in page


@pytest.mark.usefixtures("_noon")
def test_the_seat_is_given_back_after_being_asked_once_more():
    event = open_event(seats=1)
    row, _waiting = register(event, "First"), register(event, "Second")

    asked = said(Client().get(mine(row, "give-back")))
    left = Client().post(mine(row, "give-back"), follow=True)

    assert "You can no longer come?" in asked
    assert states(event) == [("FIRST Taro", "cancelled"), ("SECOND Taro", "registered")]
    assert "Your registration is cancelled" in said(left)


@pytest.mark.usefixtures("_noon")
def test_pressed_twice_a_seat_is_given_back_once():
    row = register(open_event())
    Client().post(mine(row, "give-back"))

    again = Client().post(mine(row, "give-back"), follow=True)

    assert "This registration is cancelled already." in said(again)
    assert OutgoingMail.objects.filter(kind="event.given_back").count() == 1


def test_once_it_is_over_nothing_can_be_given_back():
    row = register(open_event())

    with time_machine.travel(AFTER, tick=False):
        page = said(Client().get(mine(row)))
        Client().post(mine(row, "give-back"))

    assert "The event is over." in page
    assert "I can no longer come" not in page
    assert states(row.event) == [("YAMADA Taro", "registered")]


@pytest.mark.usefixtures("_noon")
def test_the_event_is_taken_into_ones_own_calendar():
    row = register(open_event(time_zone="Africa/Dakar"))

    file = Calendar.from_ical(Client().get(mine(row, "registration-calendar")).content)

    (entry,) = file.walk("VEVENT")
    assert entry["UID"].startswith(f"event-{row.event.pk}@")
    assert entry["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 4, 14, 0, tzinfo=UTC)


@pytest.mark.usefixtures("_noon")
def test_of_an_event_that_is_called_off_one_reads_why():
    row = register(open_event())
    called_off = {"state": Event.State.CANCELLED, "cancelled_because": "The speaker is ill."}
    Event.objects.filter(pk=row.event_id).update(**called_off)

    page = said(Client().get(mine(row)))

    assert "The speaker is ill." in page
    assert "I can no longer come" not in page


def test_a_registration_of_another_is_not_there():
    EventFactory()
    row = register(open_event())
    row.delete()

    with time_machine.travel(NOW, tick=False):
        assert Client().get(mine(row)).status_code == 404
