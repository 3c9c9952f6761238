"""Filling a schedule plainly: around what is fixed, with what people can, and why not."""

import pytest

from delegates.models import Visit
from investors import bookings, schedule_filling, schedule_publishing, schedules
from investors.models import Meeting, MissionMember, Pairing, Wish
from investors.schedule_pages import why_not
from itpo.office.states import NotPossible
from tests.factories import (
    ContactFactory,
    MeetingFactory,
    MeetingPartyFactory,
    ResourceFactory,
)
from tests.investors.planned import (
    NOW,
    TUESDAY,
    add,
    at,
    begun,
    of_a_mission,
    of_a_programme,
    shown,
    two_and_two,
    wish,
)

pytestmark = pytest.mark.django_db


def filled(schedule, now=NOW):
    schedule_filling.fill(schedule=schedule, at=now)
    return shown(schedule)


def reasons(schedule):
    return [
        why_not(one, one.host, one.counterpart)
        for one in Wish.objects.filter(host__schedule=schedule).exclude(why_not="").order_by("pk")
    ]


def one_and(officer, *guests, **more):
    """One host and some guests, all of whom the host wants to meet."""
    schedule = begun(officer, **more)
    [host] = add(schedule, officer, "Host", side="host")
    wish(host, *add(schedule, officer, *guests))
    return schedule


def test_everybody_meets_everybody_and_nobody_is_twice_at_a_time(officer):
    schedule = two_and_two(officer)

    assert filled(schedule) == [
        "10:00 1 Host one – Guest one",
        "10:30 1 Host one – Guest two",
        "10:30 2 Host two – Guest one",
        "11:00 2 Host two – Guest two",
    ]
    assert reasons(schedule) == []


def test_filling_again_makes_the_same_schedule(officer):
    schedule = two_and_two(officer)

    assert filled(schedule) == filled(schedule)


def test_who_cannot_is_left_alone_and_it_says_so(officer):
    schedule = one_and(officer, "Guest")
    host, guest = schedule.participants.order_by("pk")
    slots = list(schedule.slots.in_order())
    for one, gone in ((host, slots[:2]), (guest, slots[2:])):
        schedules.note(participant=one, wishes={}, away={slot.pk for slot in gone}, by=officer)

    assert filled(schedule) == []
    assert reasons(schedule) == ["Host and Guest are never both there."]


def test_without_an_interpreter_it_names_the_languages(officer):
    schedule = one_and(officer, "Guest")
    schedule.participants.hosts().update(languages="fr")
    schedule.participants.counterparts().update(languages="ja, Korean")

    assert filled(schedule) == []
    assert reasons(schedule) == ["Nobody interprets between French and Japanese, Korean."]


def test_an_interpreter_is_where_they_are_needed_and_not_where_they_are_booked(officer):
    schedule = one_and(officer, "Guest", morning_slots=2)
    schedule.participants.hosts().update(languages="fr")
    schedule.participants.counterparts().update(languages="ja")
    interpreter = ResourceFactory(office=officer.office, name="Ms. Abe", languages="fr, ja")
    schedules.choose_interpreters(schedule=schedule, interpreters=[interpreter], by=officer)
    book(officer, interpreter, "10:10", "10:20")

    assert filled(schedule) == ["10:30 1 Host – Guest"]
    assert Pairing.objects.get().interpreter == interpreter

    book(officer, interpreter, "10:40", "10:50")
    assert filled(schedule) == []
    assert reasons(schedule) == [
        "No interpreter between French and Japanese is there when both are."
    ]


def book(officer, whom, starts, ends):
    """Have somebody booked for another meeting on that day."""
    meeting = MeetingFactory(
        officer=officer,
        state="planned",
        day=TUESDAY,
        starts_at=at(starts),
        ends_at=at(ends),
    )
    bookings.book(thing=meeting, whom=[whom], by=officer)
    return meeting


def test_another_meeting_of_a_company_keeps_its_time(officer):
    schedule = one_and(officer, "Guest", morning_slots=2)
    guest = schedule.participants.counterparts().get().company
    other = MeetingFactory(
        officer=officer, state="planned", day=TUESDAY, starts_at=at("09:50"), ends_at=at("10:20")
    )
    MeetingPartyFactory(meeting=other, company=guest)

    assert filled(schedule) == ["10:30 1 Host – Guest"]


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_a_meeting_that_does_not_take_place_keeps_nothing(officer, state):
    schedule = one_and(officer, "Guest", morning_slots=1)
    other = MeetingFactory(
        officer=officer, state=state, day=TUESDAY, starts_at=at("10:00"), ends_at=at("10:25")
    )
    MeetingPartyFactory(meeting=other, company=schedule.participants.counterparts().get().company)

    assert filled(schedule) == ["10:00 1 Host – Guest"]


def test_two_who_meet_anyway_need_no_slot(officer):
    schedule = one_and(officer, "Guest")
    other = MeetingFactory(
        officer=officer, state="planned", day=TUESDAY, starts_at=at("11:00"), ends_at=at("11:20")
    )
    for one in schedule.participants.all():
        MeetingPartyFactory(meeting=other, company=one.company)

    assert filled(schedule) == []
    assert reasons(schedule) == ["They meet anyway: another meeting of theirs is planned."]


def test_a_delegate_meets_only_while_they_stay_and_not_when_they_are_booked(officer):
    schedule = of_a_programme(officer)
    host = schedule.participants.hosts().get()
    wish(host, *add(schedule, officer, "Guest"))
    book(officer, host.delegate, "10:00", "11:00")

    assert filled(schedule) == [f"11:00 1 {host.delegate} – Guest"]

    Visit.objects.update(ends="2026-11-23", ends_latest="2026-11-23", ends_earliest="2026-11-23")
    assert filled(schedule) == []
    assert reasons(schedule) == [f"{host.delegate} and Guest are never both there."]


def test_who_withdraws_later_is_left_out_and_it_says_so(officer):
    schedule = of_a_mission(officer)
    host = schedule.participants.hosts().get()
    [guest] = schedules.invite(schedule=schedule, side="counterpart", by=officer, names=["Port"])
    wish(host, guest)
    assert len(filled(schedule)) == 1

    MissionMember.objects.update(state="withdrawn")

    assert filled(schedule) == []
    assert reasons(schedule) == [f"{host.company} or Port has withdrawn."]


def test_a_slot_that_has_begun_is_over(officer):
    schedule = one_and(officer, "Guest", morning_slots=2)

    assert filled(schedule, at("10:00")) == ["10:30 1 Host – Guest"]
    with pytest.raises(NotPossible, match="All slots are over"):
        filled(schedule, at("10:30"))


def test_without_a_wish_there_is_nothing_to_schedule(officer):
    schedule = begun(officer)

    with pytest.raises(NotPossible, match="Nobody wishes to meet anybody yet"):
        filled(schedule)


def test_what_is_pinned_keeps_slot_table_and_interpreter(officer):
    schedule = two_and_two(officer)
    filled(schedule)
    last = Pairing.objects.with_names().in_order().last()
    schedule_filling.pin(pairing=last, pinned=True)
    Wish.objects.filter(host=last.host).update(by_counterpart=3)

    again = filled(schedule)

    assert "11:00 2 Host two – Guest two" in again
    assert Pairing.objects.get(pk=last.pk).is_pinned


def test_what_is_published_stays_and_what_was_cancelled_is_planned_again(officer):
    schedule = two_and_two(officer)
    before = filled(schedule)
    schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)
    cancelled, moved, *_rest = Pairing.objects.in_order()
    Meeting.objects.filter(pk=cancelled.meeting_id).update(state="cancelled")
    Meeting.objects.filter(pk=moved.meeting_id).update(starts_at=at("11:30"), ends_at=at("11:55"))

    again = filled(schedule)

    # The one that was cancelled may be planned anew; the one that was moved is not its own now.
    assert again == ["10:00 1 Host one – Guest one", *before[2:]]
    assert Pairing.objects.filter(meeting=None).count() == 1
    assert reasons(schedule) == ["They meet anyway: another meeting of theirs is planned."]
    assert Meeting.objects.count() == 4


def test_a_pin_of_a_schedule_made_anew_meanwhile_is_refused(officer):
    schedule = two_and_two(officer)
    filled(schedule)
    stale = Pairing.objects.first()
    filled(schedule)

    with pytest.raises(NotPossible, match="made anew meanwhile"):
        schedule_filling.pin(pairing=stale, pinned=True)


def test_what_is_published_is_not_let_go(officer):
    schedule = two_and_two(officer)
    filled(schedule)
    schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)

    with pytest.raises(NotPossible, match="It is published"):
        schedule_filling.pin(pairing=Pairing.objects.first(), pinned=False)


def test_reading_a_schedule_costs_the_same_for_any_number_of_people(
    officer, django_assert_num_queries
):
    small, large = two_and_two(officer), two_and_two(officer)
    [host] = add(large, officer, "Host three", side="host")
    wish(host, *add(large, officer, *(f"Further {nth}" for nth in range(10))))

    for schedule in (small, large):
        with django_assert_num_queries(13):
            schedule_filling.fill(schedule=schedule, at=NOW)


def test_the_contacts_of_a_company_on_a_mission_are_booked(officer):
    schedule = of_a_mission(officer)
    member = schedule.leg.mission.members.get()
    contact = ContactFactory(company=member.company)
    MissionMember.objects.update(contact=contact)
    [guest] = schedules.invite(schedule=schedule, side="counterpart", by=officer, names=["Port"])
    wish(schedule.participants.hosts().get(), guest)
    filled(schedule)

    [meeting] = schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)

    assert [one.contact for one in meeting.bookings.all()] == [contact]
    assert meeting.mission == schedule.leg.mission
    assert meeting.time_zone == "Africa/Casablanca"
    assert meeting.clock == "10:00–10:25 (Casablanca)"
