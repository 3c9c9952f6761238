"""Nobody is in two places at once; who would be is told by what, and offered other times."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from investors import bookings, meetings
from investors.bookings import Taken
from investors.models import AgendaItem, Booking, Meeting
from tests.factories import (
    AgendaItemFactory,
    ContactFactory,
    DelegateFactory,
    MeetingPartyFactory,
    MissionFactory,
    ResourceFactory,
    UserFactory,
)
from tests.racing import at_once

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")
State, Kind = Meeting.State, Meeting.Kind


def clock(hour, minute=0, day=DAY):
    return datetime.combine(day, time(hour, minute), TOKYO)


def plan(officer, begins=10, ends=11, **more):
    """A meeting planned on the day, from one hour to another."""
    told = {"subject": "First talk", "day": DAY, "officers": [], **more}
    return meetings.log(officer=officer, at=NOW, starts=time(begins), ends=time(ends), **told)


def booked(thing):
    """Who is booked for a thing, from when to when in Tokyo."""
    return [
        (
            bookings._of(one),
            f"{one.starts_at.astimezone(TOKYO):%H:%M}",
            f"{one.ends_at.astimezone(TOKYO):%H:%M}",
        )
        for one in thing.bookings.order_by("pk")
    ]


# --- who is booked ---


def test_whoever_takes_part_in_a_planned_meeting_is_booked_with_what_it_needs(officer, colleague):
    contact, delegate = ContactFactory(), DelegateFactory()
    interpreter = ResourceFactory(office=officer.office)

    meeting = plan(
        officer,
        officers=[officer, colleague],
        contacts=[contact],
        delegates=[delegate],
        resources=[interpreter],
    )

    assert booked(meeting) == [
        (one, "10:00", "11:00")
        for one in (delegate, contact, *sorted([officer, colleague], key=lambda u: u.pk))
    ] + [(interpreter, "10:00", "11:00")]
    assert {row.history_user for row in Booking.history.all()} == {officer}


def test_what_has_no_end_books_nobody(officer):
    meeting = meetings.log(
        officer=officer, at=NOW, subject="Some time", day=DAY, starts=time(10), delegates=[]
    )

    assert meeting.bookings.count() == 0


@pytest.mark.parametrize("kind", [Kind.MAIL, Kind.ENQUIRY])
def test_a_letter_books_nobody(officer, kind):
    assert plan(officer, officers=[officer], kind=kind).bookings.count() == 0


def test_a_meeting_that_was_held_books_nobody_afterwards(officer):
    plan(officer, officers=[officer])

    held = plan(officer, officers=[officer], day=date(2026, 11, 19), state=State.HELD)

    assert held.bookings.count() == 0


def test_an_item_of_an_agenda_books_people_and_a_car(officer):
    mission = MissionFactory(office=officer.office)
    car, contact = ResourceFactory(office=officer.office, kind="car"), ContactFactory()
    drive = AgendaItemFactory(
        visit=None, mission=mission, day=DAY, starts_at=clock(9), ends_at=clock(10)
    )

    bookings.book(thing=drive, whom=[contact, car], by=officer)

    assert booked(drive) == [(contact, "09:00", "10:00"), (car, "09:00", "10:00")]


def test_booking_anew_frees_who_comes_no_more_and_touches_nobody_else(officer, colleague):
    meeting = plan(officer, officers=[officer, colleague])
    kept = meeting.bookings.get(officer=officer)

    bookings.book(thing=meeting, whom=[officer, officer], by=officer)

    assert list(meeting.bookings.all()) == [kept]


# --- refusing ---


def refused(act, *args, **options):
    before = list(Booking.objects.order_by("pk").values()), Meeting.objects.count()
    with pytest.raises(Taken) as refusal:
        act(*args, **options)
    assert (list(Booking.objects.order_by("pk").values()), Meeting.objects.count()) == before
    assert refusal.value.field == "starts"
    return str(refusal.value)


WHOM = {
    "delegates": DelegateFactory,
    "contacts": ContactFactory,
    "officers": UserFactory,
    "resources": ResourceFactory,
}


@pytest.mark.parametrize("who", WHOM)
def test_nobody_is_booked_twice_and_the_refusal_says_by_what_and_when_they_are_free(officer, who):
    taken = WHOM[who]()
    plan(officer, 10, 11, **{who: [taken]}, subject="At Sakura's")

    said = refused(plan, officer, 10, 11, **{who: [taken]})

    assert said == (
        f"{taken} is taken from 10:00 to 11:00: “At Sakura's”. Free for all: 11:00, 12:00, 13:00."
    )


@pytest.mark.parametrize(("begins", "ends"), [(9, 11), (10, 11), (11, 12), (9, 13), (11, 13)])
def test_any_overlap_is_refused(officer, begins, ends):
    plan(officer, 10, 12, officers=[officer])

    assert "is taken from 10:00 to 12:00" in refused(
        plan, officer, begins, ends, officers=[officer]
    )


@pytest.mark.parametrize(("begins", "ends"), [(9, 10), (12, 13)])
def test_one_meeting_may_follow_another(officer, begins, ends):
    plan(officer, 10, 12, officers=[officer])

    assert plan(officer, begins, ends, officers=[officer]).bookings.count() == 1


def test_a_meeting_keeps_clear_of_a_journey(officer):
    contact = ContactFactory()
    drive = AgendaItemFactory(
        visit=None,
        mission=MissionFactory(office=officer.office),
        title="Bus to Nagoya",
        day=DAY,
        starts_at=clock(9),
        ends_at=clock(12),
    )
    bookings.book(thing=drive, whom=[contact], by=officer)

    said = refused(plan, officer, 10, 11, contacts=[contact])

    assert said == (
        f"{contact} is taken from 09:00 to 12:00: “Bus to Nagoya”. "
        "Free for all: 12:00, 13:00, 14:00."
    )


def test_times_are_offered_at_which_all_are_free_on_another_day_if_need_be(officer):
    one, other = ContactFactory(), ResourceFactory(office=officer.office)
    plan(officer, 10, 14, contacts=[one])
    plan(officer, 14, 17, resources=[other])
    plan(officer, 18, 20, contacts=[one])

    said = refused(plan, officer, 10, 12, contacts=[one], resources=[other])

    assert said.endswith(
        "Free for all: 08:00 (2026-11-25), 10:00 (2026-11-25), 12:00 (2026-11-25)."
    )


def test_where_nothing_is_free_it_says_so(officer):
    for offset in range(4):
        plan(officer, 1, 23, officers=[officer], day=DAY + timedelta(days=offset))

    said = refused(plan, officer, 10, 11, officers=[officer])

    assert said.endswith("Nothing is free for all within three days.")


@pytest.mark.parametrize("reader", ["colleague", "stranger"])
def test_what_somebody_may_not_see_is_not_named(officer, reader, request):
    contact = ContactFactory()
    plan(officer, 10, 11, contacts=[contact], restricted=True, subject="Kestrel talk")

    said = refused(plan, request.getfixturevalue(reader), 10, 11, contacts=[contact])

    assert said.startswith(f"{contact} is taken from 10:00 to 11:00. Free for all:")


def test_times_are_told_as_the_clocks_say_where_it_takes_place(officer):
    contact = ContactFactory()
    plan(officer, 16, 17, contacts=[contact])  # 8 to 9 in Casablanca

    said = refused(plan, officer, 8, 9, contacts=[contact], time_zone="Africa/Casablanca")

    assert "is taken from 08:00 to 09:00" in said
    assert said.endswith("Free for all: 09:00, 10:00, 11:00.")


# --- when times, people or plans change ---


def test_a_meeting_that_moves_takes_its_people_along(officer):
    room = ResourceFactory(office=officer.office, kind="room")
    meeting = plan(officer, officers=[officer], resources=[room])
    meeting.starts_at, meeting.ends_at = clock(15), clock(16)

    meetings.change(meeting=meeting, by=officer)

    assert booked(meeting) == [(officer, "15:00", "16:00"), (room, "15:00", "16:00")]


def test_a_meeting_may_move_over_its_own_time(officer):
    meeting = plan(officer, 10, 12, officers=[officer])
    meeting.starts_at, meeting.ends_at = clock(11), clock(13)

    meetings.change(meeting=meeting, by=officer)

    assert booked(meeting) == [(officer, "11:00", "13:00")]


def test_a_meeting_does_not_move_to_where_somebody_is_taken(officer):
    plan(officer, 15, 16, officers=[officer])
    meeting = plan(officer, 10, 11, officers=[officer])
    meeting.starts_at, meeting.ends_at = clock(15), clock(16)

    refused(meetings.change, meeting=meeting, by=officer)

    assert Meeting.objects.get(pk=meeting.pk).starts_at == clock(10)


def test_who_joins_is_booked_and_who_leaves_is_free(officer):
    meeting, guest = plan(officer), DelegateFactory()
    party = MeetingPartyFactory.build(meeting=meeting, company=None, delegate=guest)

    meetings.join(party=party, by=officer)
    joined = booked(meeting)
    meetings.leave(party=party, by=officer)

    assert joined == [(guest, "10:00", "11:00")]
    assert (booked(meeting), meeting.parties.count()) == ([], 0)


def test_who_is_taken_does_not_join(officer):
    guest = DelegateFactory()
    plan(officer, delegates=[guest])
    meeting = plan(officer)
    party = MeetingPartyFactory.build(meeting=meeting, company=None, delegate=guest)

    refused(meetings.join, party=party, by=officer)

    assert meeting.parties.count() == 0


@pytest.mark.parametrize("state", [State.CANCELLED, State.POSTPONED])
def test_what_will_not_take_place_frees_everybody(officer, state):
    meeting = plan(officer, officers=[officer])

    meetings.write_down(meeting=meeting, by=officer, at=NOW, state=state)

    assert Booking.objects.count() == 0
    assert plan(officer, officers=[officer]).bookings.count() == 1


def test_a_time_the_clocks_leave_out_is_refused(officer):
    with pytest.raises(meetings.NotPossible) as refusal:
        meetings.log(
            officer=officer,
            at=NOW,
            subject="At night",
            day=date(2027, 3, 28),
            starts=time(2, 30),
            time_zone="Europe/Paris",
        )

    assert str(refusal.value) == "The clocks are changed that night: 02:30 does not exist."


# --- other times ---


def test_the_next_free_times_begin_within_the_day_and_do_not_overlap(officer):
    free = bookings.next_free(
        whom=[officer], after=clock(18, 20), length=timedelta(minutes=50), zone="Asia/Tokyo"
    )

    tomorrow = DAY + timedelta(days=1)
    assert free == [clock(18, 30), clock(8, 0, tomorrow), clock(9, 0, tomorrow)]


def test_looking_for_other_times_costs_one_query(officer, django_assert_num_queries):
    people = [officer, ContactFactory(), DelegateFactory()]

    with django_assert_num_queries(1):
        bookings.next_free(
            whom=people, after=clock(10), length=timedelta(hours=1), zone="Asia/Tokyo"
        )


def test_the_admin_moves_nobody_past_their_bookings(managers_desk, manager):
    meeting = plan(manager, officers=[manager])
    address = reverse("admin:investors_meeting_change", args=[meeting.pk])
    sent = {"subject": "Told anew", "officer": manager.pk, "time_zone": "Asia/Tokyo"}
    moved = {"day": "2027-01-04", "starts_at_0": "2027-01-04", "starts_at_1": "10:00"}

    managers_desk.post(address, {**sent, **moved, "parties-TOTAL_FORMS": 0})

    before = (meeting.day, meeting.starts_at, meeting.ends_at)
    meeting.refresh_from_db()
    assert meeting.subject == "Told anew"
    assert (meeting.day, meeting.starts_at, meeting.ends_at) == before
    assert booked(meeting) == [(manager, "10:00", "11:00")]


# --- at the same moment ---

RACERS = 8


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_want_one_interpreter_at_once_one_gets_them():
    officers = UserFactory.create_batch(RACERS)
    interpreter = ResourceFactory(office=officers[0].office)

    refusals = at_once([lambda one=one: plan(one, resources=[interpreter]) for one in officers])

    assert sorted(refusals, key=str) == [None, *["Taken"] * 7]
    assert (Meeting.objects.count(), Booking.objects.count()) == (1, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_crosswise_booking_leaves_nobody_waiting_for_ever():
    officers = UserFactory.create_batch(RACERS)
    people = [*ResourceFactory.create_batch(3), *ContactFactory.create_batch(3)]
    items = [
        AgendaItemFactory(day=DAY, starts_at=clock(9 + n), ends_at=clock(10 + n))
        for n in range(RACERS)
    ]

    refusals = at_once(
        [
            lambda n=n, item=item: bookings.book(
                thing=item, whom=people[:: -1 if n % 2 else 1], by=officers[n]
            )
            for n, item in enumerate(items)
        ]
    )

    assert refusals == [None] * RACERS
    assert Booking.objects.count() == RACERS * len(people)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_database_has_the_last_word_and_it_is_told_in_a_sentence(monkeypatch, officer):
    item = AgendaItemFactory(day=DAY, starts_at=clock(9), ends_at=clock(10))
    bookings.book(thing=item, whom=[officer], by=officer)
    other = AgendaItemFactory(day=DAY, starts_at=clock(9, 30), ends_at=clock(10, 30))
    monkeypatch.setattr(bookings, "_refuse_clash", lambda *args: None)

    with pytest.raises(Taken) as refusal:
        bookings.book(thing=other, whom=[officer], by=officer)

    assert str(refusal.value) == f"{officer} is taken at that time."
    assert list(AgendaItem.objects.filter(bookings__isnull=False)) == [item]
