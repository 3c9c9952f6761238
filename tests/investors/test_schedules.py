"""Meeting schedules: begun, given people, wishes, other hours; a refusal writes nothing."""

from datetime import time

import pytest

from investors import schedule_filling, schedule_publishing, schedules
from investors.models import Meeting, Pairing, Participant, Schedule, ScheduleSlot, Wish
from itpo.office.states import NotPossible
from tests.factories import (
    AgencyFactory,
    DelegateFactory,
    MissionHostFactory,
    MissionMemberFactory,
    OfficeFactory,
    PartnerFactory,
    ResourceFactory,
    VisitFactory,
)
from tests.investors.planned import (
    NOW,
    TUESDAY,
    WEDNESDAY,
    add,
    begun,
    of_a_mission,
    of_a_programme,
    shown,
    two_and_two,
    wish,
)

pytestmark = pytest.mark.django_db


def test_the_delegates_of_a_programme_are_its_hosts(officer):
    schedule = of_a_programme(officer, delegates=2)
    cancelled = VisitFactory(
        officer=officer, programme=schedule.programme, state="cancelled", cancelled_because="Ill"
    )

    hosts = {one.delegate for one in schedule.participants.hosts()}

    assert hosts == {one.delegate for one in schedule.programme.visits.not_cancelled()}
    assert cancelled.delegate not in hosts


def test_the_companies_of_a_mission_are_its_hosts_each_once(officer):
    schedule = of_a_mission(officer, companies=2)
    member = schedule.leg.mission.members.first()
    MissionMemberFactory(mission=schedule.leg.mission, state="withdrawn")

    again = begun(officer, leg=schedule.leg)

    companies = [one.company for one in again.participants.hosts().order_by("pk")]
    assert member.company in companies
    assert len(companies) == 2
    assert again.history.first().history_user == officer


def test_who_receives_a_mission_on_the_leg_is_a_counterpart(officer):
    leg = of_a_mission(officer).leg
    agency, former = AgencyFactory(), DelegateFactory()
    for role in ("host", "speaker"):
        MissionHostFactory(leg=leg, agency=agency, role=role)
    MissionHostFactory(leg=leg, agency=None, delegate=former)
    MissionHostFactory(agency=AgencyFactory())

    schedule = begun(officer, leg=leg, last_on=WEDNESDAY)

    there = schedule.participants.counterparts().with_names().order_by("pk")
    assert [one.who() for one in there] == [agency, former]


@pytest.mark.parametrize("what", ["event", "mission", "programme"])
def test_of_what_was_cancelled_there_is_no_schedule(officer, what):
    schedule = {"event": begun, "mission": of_a_mission, "programme": of_a_programme}[what](officer)
    whole = schedule.whole()
    because = {"cancelled_because": "Storm"} if hasattr(whole, "cancelled_because") else {}
    type(whole).objects.update(state="cancelled", **because)
    schedule = Schedule.objects.with_whole().get(pk=schedule.pk)
    name = "leg" if what == "mission" else what

    for act in (
        lambda: begun(officer, **{name: getattr(schedule, name)}),
        lambda: schedule_filling.fill(schedule=schedule, at=NOW),
        lambda: schedule_publishing.publish(schedule=schedule, by=officer, at=NOW),
    ):
        with pytest.raises(NotPossible, match=f"The {what} was cancelled"):
            act()
    assert Schedule.objects.count() == 1


def test_people_of_every_sort_are_invited_and_nobody_twice(officer):
    schedule = begun(officer)
    agency, partner, delegate = AgencyFactory(), PartnerFactory(), DelegateFactory()
    several = {"agencies": [agency], "partners": [partner], "delegates": [delegate]}

    made = schedules.invite(
        schedule=schedule, side="counterpart", by=officer, names=["Port  of Dakar", " "], **several
    )
    again = schedules.invite(
        schedule=schedule, side="host", by=officer, names=["Port of Dakar"], **several
    )

    assert [one.who() for one in made] == [delegate, partner, agency, "Port of Dakar"]
    assert again == []
    assert {one.side for one in schedule.participants.all()} == {"counterpart"}


def test_a_company_that_has_withdrawn_does_not_take_part(officer):
    schedule = of_a_mission(officer)
    gone = MissionMemberFactory(mission=schedule.leg.mission, state="withdrawn")
    other = MissionMemberFactory(mission=schedule.leg.mission)

    with pytest.raises(NotPossible, match=f"{gone.company} has withdrawn from the mission"):
        schedules.invite(
            schedule=schedule, side="host", by=officer, companies=[other.company, gone.company]
        )

    assert schedule.participants.count() == 1


def test_a_host_of_a_programme_has_a_visit_in_it(officer):
    schedule = of_a_programme(officer)
    stranger = DelegateFactory()

    with pytest.raises(NotPossible, match="has no visit within the programme"):
        schedules.invite(schedule=schedule, side="host", by=officer, delegates=[stranger])

    assert schedule.participants.count() == 1


def test_wishes_come_from_either_side_and_are_taken_back(officer):
    schedule = begun(officer)
    [host] = add(schedule, officer, "Host", side="host")
    [one, other] = add(schedule, officer, "One", "Other")

    schedules.note(participant=host, wishes={one.pk: 3, other.pk: 1}, away=(), by=officer)
    schedules.note(participant=one, wishes={host.pk: 2}, away=(), by=officer, languages="fr")
    schedules.note(participant=host, wishes={other.pk: 0}, away=(), by=officer)

    assert [str(wish) for wish in Wish.objects.all()] == ["3 / 2"]
    one.refresh_from_db()
    assert one.languages == "fr"
    assert Wish.history.count() == 4  # three noted, one taken back; what stays is not written


def test_absences_are_noted_and_taken_back(officer):
    schedule = begun(officer)
    [one] = add(schedule, officer, "One")
    first, second, *_rest = schedule.slots.in_order()

    schedules.note(participant=one, wishes={}, away={first.pk, second.pk}, by=officer)
    schedules.note(participant=one, wishes={}, away={second.pk}, by=officer)

    assert [away.slot for away in one.away.all()] == [second]


@pytest.mark.parametrize("what", ["another schedule's", "own side", "too much", "slot"])
def test_what_is_noted_of_others_or_too_high_is_refused_and_nothing_is_written(officer, what):
    schedule, elsewhere = begun(officer), begun(officer)
    [host] = add(schedule, officer, "Host", side="host")
    [fellow] = add(schedule, officer, "Fellow", side="host")
    [guest] = add(schedule, officer, "Guest")
    [stranger] = add(elsewhere, officer, "Stranger")
    wishes, away = {
        "another schedule's": ({stranger.pk: 1}, set()),
        "own side": ({fellow.pk: 1}, set()),
        "too much": ({guest.pk: 4}, set()),
        "slot": ({guest.pk: 1}, {elsewhere.slots.first().pk}),
    }[what]

    with pytest.raises(NotPossible):
        schedules.note(participant=host, wishes=wishes, away=away, by=officer, languages="fr")

    host.refresh_from_db()
    assert (host.languages, Wish.objects.count()) == ("", 0)


def test_whoever_leaves_the_schedule_leaves_with_their_wishes_unless_published(officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    host = schedule.participants.hosts().first()

    schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)
    with pytest.raises(NotPossible, match="2 meetings of theirs are published"):
        schedules.dismiss(participant=host, by=officer)
    Meeting.objects.update(state="cancelled")
    schedules.dismiss(participant=host, by=officer)

    assert schedule.participants.hosts().count() == 1
    assert Wish.objects.count() == 2


def test_interpreters_are_the_offices_own(officer):
    schedule = begun(officer)
    car = ResourceFactory(office=officer.office, kind="car")
    abroad = ResourceFactory(office=OfficeFactory(name="Elsewhere"))
    ours = ResourceFactory(office=officer.office)

    for wrong in (car, abroad):
        with pytest.raises(NotPossible, match="is no interpreter of the office"):
            schedules.choose_interpreters(schedule=schedule, interpreters=[ours, wrong], by=officer)
    schedules.choose_interpreters(schedule=schedule, interpreters=[ours], by=officer)
    schedules.note_interpreter(
        schedule=schedule, interpreter=ours, away={schedule.slots.first().pk}
    )

    assert list(schedule.interpreters.all()) == [ours]
    assert ours.away.count() == 1


def test_an_interpreter_of_a_pinned_meeting_stays(officer):
    schedule = two_and_two(officer)
    ours = ResourceFactory(office=officer.office)
    schedules.choose_interpreters(schedule=schedule, interpreters=[ours], by=officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    Pairing.objects.filter(pk=Pairing.objects.first().pk).update(interpreter=ours, is_pinned=True)

    with pytest.raises(NotPossible, match="interprets at a meeting that is pinned"):
        schedules.choose_interpreters(schedule=schedule, interpreters=[], by=officer)
    Pairing.objects.update(is_pinned=False)
    schedules.choose_interpreters(schedule=schedule, interpreters=[], by=officer)

    assert list(schedule.interpreters.all()) == []
    assert Pairing.objects.count() == 3


def reshaped(schedule, by, accepted=(), days=(TUESDAY,), **hours):
    """The schedule with other hours, as a form hands it over."""
    changed = Schedule.objects.get(pk=schedule.pk)
    for name, value in hours.items():
        setattr(changed, name, value)
    return schedules.reshape(schedule=changed, days=days, by=by, at=NOW, accepted=accepted)


def test_a_shorter_day_lists_what_loses_its_slot_before_anything_is_changed(officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    before = shown(schedule)

    with pytest.raises(schedules.MeetingsLost) as refusal:
        reshaped(schedule, officer, morning_slots=1)

    lost = [f"{one.host.who()} – {one.counterpart.who()}" for one in refusal.value.pairings]
    assert lost == [line[8:] for line in before if not line.startswith("10:00")]
    assert shown(schedule) == before
    schedule.refresh_from_db()
    assert (schedule.morning_slots, schedule.slots.count()) == (4, 4)


def test_what_was_seen_to_be_lost_is_lost_and_what_was_published_of_it_postponed(officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)
    with pytest.raises(schedules.MeetingsLost) as refusal:
        reshaped(schedule, officer, morning_slots=1)
    seen = {one.pk for one in refusal.value.pairings}

    reshaped(schedule, officer, morning_slots=1, accepted=seen)

    assert shown(schedule) == ["10:00 1 Host one – Guest one"]
    assert sorted(Meeting.objects.values_list("state", flat=True)) == (
        ["planned"] + ["postponed"] * 3
    )
    assert schedule.slots.count() == 1


def test_what_came_in_after_the_list_was_read_is_listed_again(officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    with pytest.raises(schedules.MeetingsLost) as refusal:
        reshaped(schedule, officer, morning_slots=1)
    [seen, *_rest] = refusal.value.pairings

    with pytest.raises(schedules.MeetingsLost):
        reshaped(schedule, officer, morning_slots=1, accepted={seen.pk})

    assert schedule.slots.count() == 4


def seat(schedule, slot, host, guest, *, table):
    number = ("one", "two")[guest - 1]
    host, counterpart = (
        schedule.participants.get(company__name=name) for name in (host, f"Guest {number}")
    )
    Pairing.objects.create(
        schedule=schedule, slot=slot, host=host, counterpart=counterpart, table=table
    )


def test_fewer_tables_cost_the_least_wanted_and_the_others_move_to_a_free_table(officer):
    schedule = two_and_two(officer)
    Wish.objects.filter(host__company__name="Host two").update(by_host=3)
    for slot, cheap, dear in zip(schedule.slots.in_order(), (1, 2), (2, 1), strict=False):
        seat(schedule, slot, "Host one", cheap, table=1)
        seat(schedule, slot, "Host two", dear, table=2)
    schedule_publishing.publish(schedule=schedule, by=officer, at=NOW)
    dear = Pairing.objects.filter(host__company__name="Host two")
    with pytest.raises(schedules.MeetingsLost) as refusal:
        reshaped(schedule, officer, tables=1)

    reshaped(schedule, officer, tables=1, accepted={one.pk for one in refusal.value.pairings})

    assert list(Pairing.objects.order_by("pk")) == list(dear.order_by("pk"))
    assert dear.count() == 2
    assert {one.table for one in dear} == {1}
    assert {one.meeting.place for one in dear.select_related("meeting")} == {"Table 1"}


def test_a_further_day_costs_nothing_and_keeps_what_is_noted(officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    before = shown(schedule)
    [one] = add(schedule, officer, "Late guest")
    schedules.note(participant=one, wishes={}, away={schedule.slots.first().pk}, by=officer)

    reshaped(schedule, officer, days=[TUESDAY, WEDNESDAY], afternoon_slots=1, afternoon_at=time(14))

    assert shown(schedule) == before
    assert one.away.count() == 1
    schedule.refresh_from_db()
    assert (schedule.last_on, schedule.slots.count()) == (WEDNESDAY, 10)


def test_hours_in_the_night_change_nothing(officer):
    schedule = two_and_two(officer)

    with pytest.raises(NotPossible, match="in the night"):
        reshaped(schedule, officer, morning_at=time(5))
    with pytest.raises(NotPossible, match="Choose a day at least"):
        reshaped(schedule, officer, days=[])

    schedule.refresh_from_db()
    assert schedule.morning_at == time(10)


def test_a_schedule_is_removed_as_long_as_nothing_was_published(officer):
    schedule, published = two_and_two(officer), two_and_two(officer)
    schedule_filling.fill(schedule=published, at=NOW)
    schedule_publishing.publish(schedule=published, by=officer, at=NOW)

    schedules.remove(schedule=schedule, by=officer)
    with pytest.raises(NotPossible, match="published: it stays"):
        schedules.remove(schedule=published, by=officer)

    assert list(Schedule.objects.all()) == [published]
    assert not ScheduleSlot.objects.exclude(schedule=published).exists()
    assert Participant.objects.count() == 4


def test_a_wish_of_a_pinned_meeting_may_go_and_the_meeting_stays(officer):
    schedule = begun(officer)
    [host] = add(schedule, officer, "Host", side="host")
    [one, other] = add(schedule, officer, "One", "Other")
    wish(host, one, other)
    schedule_filling.fill(schedule=schedule, at=NOW)
    pinned = Pairing.objects.get(counterpart=one)
    schedule_filling.pin(pairing=pinned, pinned=True)

    schedules.note(participant=host, wishes={one.pk: 0}, away=(), by=officer)
    schedule_filling.fill(schedule=schedule, at=NOW)

    assert shown(schedule) == ["10:00 1 Host – One", "10:30 1 Host – Other"]
