"""Publishing a schedule: all its meetings, or none."""

import pytest

from delegates.models import Visit
from investors import agenda, bookings, schedule_filling, schedule_publishing, schedules
from investors.models import Booking, Meeting, Pairing
from itpo.office.states import NotPossible
from tests.factories import (
    AgencyFactory,
    MeetingFactory,
    PartnerFactory,
    ResourceFactory,
)
from tests.investors.planned import (
    NOW,
    TUESDAY,
    add,
    at,
    begun,
    of_a_programme,
    two_and_two,
    wish,
)
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def a_programme_with_an_interpreter(officer, interpreter=None):
    """A delegate who speaks French, two companies that speak Japanese, one interpreter."""
    schedule = of_a_programme(officer, place="Sample hall")
    host = schedule.participants.hosts().get()
    wish(host, *add(schedule, officer, "Guest one", "Guest two"))
    schedule.participants.hosts().update(languages="fr")
    schedule.participants.counterparts().update(languages="ja")
    interpreter = interpreter or ResourceFactory(
        office=officer.office, name="Ms. Abe", languages="fr, ja"
    )
    schedules.choose_interpreters(schedule=schedule, interpreters=[interpreter], by=officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    return schedule, host.delegate, interpreter


def test_every_pairing_becomes_a_planned_meeting_whose_people_are_booked(officer):
    schedule, delegate, interpreter = a_programme_with_an_interpreter(officer)

    made = schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)

    first = made[0]
    assert [str(one) for one in made] == [
        f"{delegate} – Guest one",
        f"{delegate} – Guest two",
    ]
    assert (first.state, first.day, first.clock) == ("planned", TUESDAY, "10:00–10:25 (Tokyo)")
    assert (first.visit, first.place) == (Visit.objects.get(), "Sample hall, Table 1")
    assert [str(one.company or one.delegate) for one in first.parties.order_by("pk")] == [
        "Guest one",
        str(delegate),
    ]
    booked = [one.delegate or one.resource for one in first.bookings.order_by("pk")]
    assert booked == [delegate, interpreter]
    assert [one.meeting for one in Pairing.objects.in_order()] == made


def test_who_is_taken_meanwhile_is_named_and_nothing_is_written(officer):
    schedule, _delegate, interpreter = a_programme_with_an_interpreter(officer)
    other = MeetingFactory(
        officer=officer,
        subject="Bank",
        state="planned",
        day=TUESDAY,
        starts_at=at("10:40"),
        ends_at=at("11:40"),
    )
    bookings.book(thing=other, whom=[interpreter], by=officer)

    with pytest.raises(bookings.Taken, match=r"Ms\. Abe is taken from 10:40 to 11:40: “Bank”"):
        schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)

    assert list(Meeting.objects.all()) == [other]
    assert Booking.objects.count() == 1
    assert not Pairing.objects.exclude(meeting=None).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_schedules_with_one_interpreter_one_is_published_and_the_other_refused(officer):
    one, _delegate, interpreter = a_programme_with_an_interpreter(officer)
    other, *_rest = a_programme_with_an_interpreter(officer, interpreter)

    refusals = at_once(
        [
            lambda which=which: schedule_publishing.publish(schedule=which, by=officer, at=NOW)
            for which in (one, other)
        ]
    )

    assert sorted(refusals, key=str) == [None, "Taken"]
    assert Meeting.objects.count() == 2
    assert Booking.objects.filter(resource=interpreter).count() == 2


def test_what_is_new_is_published_beside_what_was_published(officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)
    [late] = add(schedule, officer, "Late guest")
    wish(schedule.participants.hosts().first(), late)
    schedule_filling.fill(schedule=schedule, at=NOW)

    made = schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)

    assert [str(one) for one in made] == ["Host one – Late guest"]
    assert made[0].event == schedule.event
    with pytest.raises(NotPossible, match="nothing new to publish"):
        schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)


def test_whoever_has_withdrawn_since_keeps_the_schedule_from_being_published(officer):
    schedule, delegate, _interpreter = a_programme_with_an_interpreter(officer)
    agenda.cancel_visit(visit=Visit.objects.get(), because="Ill", by=officer, at=NOW)

    with pytest.raises(
        NotPossible, match=rf"{delegate} has no visit .* Schedule again, then publish"
    ):
        schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)

    assert not Meeting.objects.exists()


def test_agencies_partners_and_bare_names_sit_there_too(officer):
    schedule = begun(officer)
    [host] = add(schedule, officer, "Host", side="host")
    others = schedules.invite(
        schedule=schedule,
        side="counterpart",
        by=officer,
        agencies=[AgencyFactory(name="Agency of ports")],
        partners=[PartnerFactory(name="JETRO")],
        names=["Port of Dakar"],
    )
    wish(host, *others)
    schedule_filling.fill(schedule=schedule, at=NOW)

    made = schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)

    sides = [
        str(party.partner or party.name)
        for meeting in made
        for party in meeting.parties.filter(company=None)
    ]
    assert sorted(sides) == ["Agency of ports", "JETRO", "Port of Dakar"]


def test_a_slot_that_has_begun_is_not_published_any_more(officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)

    made = schedule_publishing.publish(schedule=schedule, by=officer, at=at("10:31"))

    assert [str(one) for one in made] == ["Host two – Guest two"]
