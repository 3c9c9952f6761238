"""What falls away with a visit, a delegate, a mission, an event or a company; who is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from delegates.models import Application, Visit
from delegates.visits import change_state
from investors import agenda, bookings, cascades, invites, meetings
from investors.models import Booking, Meeting, MissionMember
from itpo.office import post
from itpo.office.changes import changes_of
from itpo.office.models import FollowUp, OutgoingMail, Promiser
from itpo.office.states import NotPossible
from tests.factories import (
    AgendaItemFactory,
    ApplicationFactory,
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    EventFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionMemberFactory,
    OfficeFactory,
    ProgrammeFactory,
    ResourceFactory,
    RuleFactory,
    VisitFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PLANNED, CANCELLED = Meeting.State.PLANNED, Meeting.State.CANCELLED


def talk(officer, *sides, hours=0, **given) -> Meeting:
    """A planned talk with its sides, all of them booked."""
    starts = TEN + hours * HOUR
    known = {"day": starts.date(), "starts_at": starts, "ends_at": starts + HOUR}
    meeting = MeetingFactory(officer=officer, state=PLANNED, **{**known, **given})
    for side in sides:
        MeetingPartyFactory(meeting=meeting, **{"company": None, **side})
    bookings.book(thing=meeting, whom=bookings.taking_part(meeting), by=officer)
    return meeting


def of(contact):
    return {"company": contact.company, "contact": contact}


def stay(officer, **given):
    return VisitFactory(officer=officer, begins="2026-11-20", ends="2026-11-27", **given)


def state_of(*rows):
    return [type(one).objects.get(pk=one.pk).state for one in rows]


def booked(meeting):
    return [bookings._of(one) for one in meeting.bookings.order_by("pk")]


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "to"))


# --- a visit ---


def test_what_only_the_visitor_was_to_sit_at_falls_away_and_says_why(officer):
    visit, contact = stay(officer), ContactFactory()
    meeting = talk(officer, of(contact), {"delegate": visit.delegate}, visit=visit)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.cancelled_because) == (CANCELLED, "Visa refused")
    assert booked(meeting) == []
    assert meeting.history.first().history_user == officer


def test_what_other_delegates_sit_at_too_goes_on_with_their_visit(officer):
    visit, other = stay(officer), stay(officer)
    contact = ContactFactory()
    meeting = talk(
        officer,
        of(contact),
        {"delegate": visit.delegate},
        {"delegate": other.delegate},
        visit=visit,
    )

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.visit) == (PLANNED, other)
    assert booked(meeting) == [other.delegate, contact]
    gone = meeting.parties.model.history.filter(history_type="-").get()
    assert (gone.delegate_id, gone.history_user, gone.history_change_reason) == (
        visit.delegate_id,
        officer,
        "Visa refused",
    )


@pytest.fixture
def beside(officer):
    """A visit, and meetings of its delegate that belong to none."""
    visit = stay(officer)
    side = {"delegate": visit.delegate}
    mission, elsewhere = MissionFactory(office=officer.office), OfficeFactory(name="Elsewhere")
    return visit, [
        talk(officer, side),
        talk(officer, side, hours=1, kind="call"),
        talk(officer, side, hours=7 * 24),
        talk(officer, side, hours=2, mission=mission),
        talk(officer, side, hours=3, office=elsewhere),
        talk(officer, {"delegate": stay(officer).delegate}),
    ]


@pytest.mark.parametrize(
    ("chosen", "gone"), [(None, [0]), ([], []), ([1], [1]), ([0, 1, 2, 3, 4, 5], [0, 1])]
)
def test_what_belongs_to_no_visit_falls_away_as_chosen_or_else_in_person(
    beside, officer, chosen, gone
):
    visit, rows = beside
    also = chosen if chosen is None else [rows[at].pk for at in chosen]

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer, also=also)

    states = [CANCELLED if at in gone else PLANNED for at in range(len(rows))]
    assert state_of(*rows) == states


def test_a_place_at_anothers_meeting_is_given_up(officer):
    visit, host = stay(officer), stay(officer)
    meeting = talk(officer, {"delegate": visit.delegate}, {"delegate": host.delegate}, visit=host)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    assert state_of(meeting) == [PLANNED]
    assert booked(meeting) == [host.delegate]
    said = changes_of(meeting, officer, number=1)[0]
    assert (said.because, said.by) == ("Visa refused", str(officer))


def test_the_car_of_a_cancelled_visit_is_free_and_the_plan_is_kept(officer):
    visit, car = stay(officer), ResourceFactory(office=officer.office, kind="car")
    item = AgendaItemFactory(visit=visit, day=date(2026, 11, 24), starts_at=TEN, ends_at=TEN + HOUR)
    bookings.book(thing=item, whom=[car], by=officer)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    assert not Booking.objects.exists()
    item.refresh_from_db()


def test_planned_again_a_visit_has_its_meetings_cancelled_and_nobody_booked(officer):
    visit = stay(officer)
    meeting = talk(officer, {"delegate": visit.delegate}, visit=visit)
    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    change_state(visit=visit, to=Visit.State.PLANNED, at=NOW, by=officer)

    assert state_of(visit, meeting) == ["planned", CANCELLED]
    assert not Booking.objects.exists()


def bus(*whom, **given):
    """Something on an agenda for which some are booked."""
    item = AgendaItemFactory(day=TEN.date(), starts_at=TEN, ends_at=TEN + HOUR, **given)
    bookings.book(thing=item, whom=whom, by=None)
    return item


def test_the_bus_that_others_take_too_goes_on_with_their_visit(officer):
    visit, other = stay(officer), stay(officer)
    car = ResourceFactory(office=officer.office, kind="car")
    item = bus(visit.delegate, other.delegate, car, visit=visit)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    item.refresh_from_db()
    assert (item.visit, booked(item)) == (other, [other.delegate, car])
    assert item.history.first().history_change_reason == "Visa refused"


def test_a_place_in_anothers_bus_is_given_up(officer):
    visit, host = stay(officer), stay(officer)
    item = bus(visit.delegate, host.delegate, visit=host)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    item.refresh_from_db()
    assert (item.visit, booked(item)) == (host, [host.delegate])


def test_what_waits_for_a_new_day_falls_away_too(officer):
    visit = stay(officer)
    waiting = talk(officer, {"delegate": visit.delegate}, visit=visit)
    meetings.write_down(meeting=waiting, by=officer, at=NOW, state="postponed")

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    assert state_of(waiting) == [CANCELLED]


# --- follow-ups ---


def test_what_makes_no_sense_is_dropped_and_what_we_promised_stays(officer):
    visit = stay(officer)
    meeting = talk(officer, {"delegate": visit.delegate}, visit=visit)
    by_rule = FollowUpFactory(owner=officer, rule=RuleFactory(office=officer.office), key="rule:1")
    theirs = FollowUpFactory(owner=officer, promised_by=Promiser.DELEGATE)
    ours = FollowUpFactory(owner=officer)
    for one in (by_rule, theirs, ours):
        visit.follow_ups.add(one)
        meeting.follow_ups.add(one)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    found = FollowUp.objects.order_by("pk").values_list("state", "reason")
    assert list(found) == [("dropped", "Visa refused"), ("dropped", "Visa refused"), ("open", "")]


def test_what_a_rule_asked_for_may_be_asked_again_and_what_a_person_was_to_bring_not(officer):
    visit = stay(officer)
    by_rule = FollowUpFactory(owner=officer, rule=RuleFactory(office=officer.office), key="rule:1")
    theirs = FollowUpFactory(owner=officer, promised_by=Promiser.DELEGATE)
    visit.follow_ups.add(by_rule, theirs)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    by_rule.refresh_from_db()
    theirs.refresh_from_db()
    assert (by_rule.was_dropped_by_its_rule, theirs.closed_by) == (True, officer)


def test_what_a_delegate_promised_at_a_meeting_that_was_held_they_still_owe(officer):
    visit = stay(officer, state=Visit.State.RUNNING)
    held = MeetingFactory(officer=officer, visit=visit, state="held")
    theirs = FollowUpFactory(owner=officer, promised_by=Promiser.DELEGATE)
    visit.follow_ups.add(theirs)
    held.follow_ups.add(theirs)

    agenda.cancel_visit(visit=visit, because="Called home", at=NOW, by=officer)

    assert state_of(theirs, held) == ["open", "held"]


# --- a delegate ---


def test_who_can_come_no_more_leaves_visits_seat_and_meetings(officer):
    programme = ProgrammeFactory(office=officer.office, seats=1)
    visit = stay(officer, programme=programme)
    application = ApplicationFactory(
        programme=programme,
        state=Application.State.ACCEPTED,
        decided_at=NOW,
        delegate=visit.delegate,
        visit=visit,
    )
    waiting = ApplicationFactory(
        programme=programme, state=Application.State.WAITING_LIST, decided_at=NOW
    )
    alone = talk(officer, {"delegate": visit.delegate}, visit=visit)
    other = DelegateFactory()
    shared = talk(officer, {"delegate": visit.delegate}, {"delegate": other}, hours=2)
    theirs = FollowUpFactory(owner=officer, promised_by=Promiser.DELEGATE)
    visit.delegate.follow_ups.add(theirs)

    agenda.retire_delegate(delegate=visit.delegate, because="Died", at=NOW, by=officer)

    assert state_of(application, visit, waiting) == ["withdrawn", "cancelled", "offered"]
    assert state_of(alone, shared, theirs) == [CANCELLED, PLANNED, "dropped"]
    assert booked(shared) == [other]
    visit.delegate.refresh_from_db()
    assert (visit.delegate.archived_at, visit.delegate.asked_yearly) == (NOW, False)
    assert visit.delegate.history.first().history_change_reason == "Died"


def test_a_visit_that_goes_on_is_ended_and_not_undone(officer):
    visit = stay(officer, state=Visit.State.RUNNING)
    to_come = talk(officer, {"delegate": visit.delegate}, visit=visit)

    agenda.retire_delegate(delegate=visit.delegate, because="Recalled", at=NOW, by=officer)

    assert state_of(visit, to_come) == ["completed", CANCELLED]


def test_nobody_is_retired_twice(officer):
    delegate = DelegateFactory(archived_at=NOW)
    before = all_rows()

    with pytest.raises(NotPossible, match="out of use already"):
        agenda.retire_delegate(delegate=delegate, because="Died", at=NOW, by=officer)

    assert all_rows() == before


# --- a mission, an event ---


def test_a_cancelled_mission_takes_everything_planned_with_it(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-27")
    contact = ContactFactory()
    planned = talk(officer, of(contact), {"delegate": DelegateFactory()}, mission=mission)
    held = MeetingFactory(officer=officer, mission=mission, state="held")
    ours = FollowUpFactory(owner=officer)
    planned.follow_ups.add(ours)

    agenda.cancel_mission(mission=mission, because="Unrest", at=NOW, by=officer)

    assert state_of(mission, planned, held, ours) == ["cancelled", CANCELLED, "held", "open"]
    assert Meeting.objects.get(pk=planned.pk).cancelled_because == "Unrest"
    assert not Booking.objects.exists()


def test_a_cancelled_event_takes_the_meetings_at_it_with_it(officer):
    event = EventFactory(office=officer.office, begins="2026-11-24", ends="2026-11-24")
    planned = talk(officer, of(ContactFactory()), event=event)

    agenda.cancel_event(event=event, because="Hall lost", at=NOW, by=officer)

    assert state_of(event, planned) == ["cancelled", CANCELLED]
    assert not Booking.objects.exists()


# --- a company ---


def test_a_company_that_withdraws_leaves_the_meetings_of_the_others_alone(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-27")
    leaving, staying = ContactFactory(), ContactFactory()
    member = MissionMemberFactory(mission=mission, company=leaving.company, contact=leaving)
    alone = talk(officer, of(leaving), mission=mission)
    shared = talk(officer, of(leaving), of(staying), mission=mission, hours=2)
    elsewhere = talk(officer, of(leaving), hours=4)

    agenda.withdraw_member(member=member, because="No budget", at=NOW, by=officer)

    assert state_of(member, alone, shared, elsewhere) == [
        "withdrawn",
        CANCELLED,
        PLANNED,
        PLANNED,
    ]
    assert (booked(shared), booked(elsewhere)) == ([staying], [leaving])


def test_one_of_two_from_a_company_withdraws_alone(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-27")
    company = CompanyFactory()
    leaving, staying = ContactFactory(company=company), ContactFactory(company=company)
    member = MissionMemberFactory(mission=mission, company=company, contact=leaving)
    MissionMemberFactory(mission=mission, company=company, contact=staying)
    meeting = talk(officer, of(leaving), of(staying), mission=mission)

    agenda.withdraw_member(member=member, because="Flu", at=NOW, by=officer)

    assert state_of(meeting) == [PLANNED]
    assert booked(meeting) == [staying]


def test_who_withdraws_is_booked_for_nothing_on_the_missions_agenda(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-27")
    leaving, staying = ContactFactory(), ContactFactory()
    member = MissionMemberFactory(mission=mission, company=leaving.company, contact=leaving)
    item = bus(leaving, staying, visit=None, mission=mission)

    agenda.withdraw_member(member=member, because="No budget", at=NOW, by=officer)

    assert booked(item) == [staying]


def test_whoever_is_gone_for_good_keeps_no_place_on_agendas_to_come(officer):
    over, host = stay(officer, state=Visit.State.COMPLETED), stay(officer)
    contact, delegate = ContactFactory(), DelegateFactory()
    to_come = bus(contact, delegate, host.delegate, visit=host)
    was = AgendaItemFactory(visit=over, day=date(2026, 11, 23))
    was.starts_at, was.ends_at = TEN - 24 * HOUR, TEN - 23 * HOUR
    was.save()
    bookings.book(thing=was, whom=[contact, delegate], by=officer)

    agenda.archive_company(company=contact.company, because="Bankrupt", at=NOW, by=officer)
    agenda.retire_delegate(delegate=delegate, because="Died", at=NOW, by=officer)

    assert (booked(to_come), booked(was)) == ([host.delegate], [delegate, contact])


def test_a_company_out_of_use_leaves_missions_to_come_and_every_meeting(officer):
    coming = MissionFactory(office=officer.office, begins="2027-01-11", ends="2027-01-15")
    over = MissionFactory(
        office=officer.office, begins="2025-01-11", ends="2025-01-15", state="completed"
    )
    contact = ContactFactory()
    to_travel = MissionMemberFactory(mission=coming, company=contact.company)
    travelled = MissionMemberFactory(
        mission=over, company=contact.company, state=MissionMember.State.TRAVELLED
    )
    meeting = talk(officer, of(contact))

    agenda.archive_company(company=contact.company, because="Bankrupt", at=NOW, by=officer)

    assert state_of(to_travel, travelled, meeting) == ["withdrawn", "travelled", CANCELLED]
    contact.company.refresh_from_db()
    assert contact.company.archived_at == NOW


@pytest.mark.parametrize("because", [" ", "x" * 201])
def test_without_a_reason_nothing_falls_away(because, officer):
    contact = ContactFactory()
    member = MissionMemberFactory(mission__office=officer.office, company=contact.company)
    talk(officer, of(contact), mission=member.mission)
    before = all_rows()

    for verb, given in (
        (agenda.withdraw_member, {"member": member}),
        (agenda.archive_company, {"company": contact.company}),
        (agenda.cancel_mission, {"mission": member.mission}),
    ):
        with pytest.raises(NotPossible):
            verb(because=because, at=NOW, by=officer, **given)

    assert all_rows() == before


# --- telling the others ---


def test_calendars_that_know_are_told_and_of_the_others_whom_the_office_chose(officer, mailoutbox):
    officer.office.email = "tokyo@example.org"
    officer.office.save()
    visit = stay(officer)
    asked, chosen, left_out = (
        ContactFactory(email=f"{name}@example.co.jp") for name in ("asked", "chosen", "left")
    )
    known = talk(officer, of(asked), {"delegate": visit.delegate}, visit=visit)
    invites.send(meeting=known, at=NOW)
    post.hand_out(now=NOW)
    MeetingPartyFactory(meeting=known, company=chosen.company, contact=chosen)
    MeetingPartyFactory(meeting=known, company=left_out.company, contact=left_out)
    second = talk(officer, of(chosen), visit=visit, hours=2)
    mailoutbox.clear()

    agenda.cancel_visit(
        visit=visit, because="Visa refused", at=NOW, by=officer, tell=[f"contact-{chosen.pk}"]
    )
    post.hand_out(now=NOW)

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["asked@example.co.jp"], f"Cancelled: {known.subject}, 24 Nov 2026"),
        (["chosen@example.co.jp"], "2 meetings do not take place"),
    ]
    told = mailoutbox[1].body
    assert known.subject in told
    assert second.subject in told
    assert "Visa" not in told


def test_nobody_is_written_to_of_what_was_planned_again_meanwhile(officer, mailoutbox):
    visit, contact = stay(officer), ContactFactory(email="ito@example.co.jp")
    meeting = talk(officer, of(contact), visit=visit)
    tell = [f"contact-{contact.pk}"]
    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer, tell=tell)
    change_state(visit=visit, to=Visit.State.PLANNED, at=NOW, by=officer)
    meetings.write_down(meeting=meeting, by=officer, at=NOW, state="planned")

    post.hand_out(now=NOW)

    assert mailoutbox == []


def test_who_decides_is_not_told_and_who_has_no_address_is_named(officer):
    visit = stay(officer)
    nobody = ContactFactory(family_name="Abe", email="")
    talk(officer, {"officer": officer}, of(nobody), visit=visit)

    told = cascades.told_of(cascades.of_visit(visit), besides=officer)

    assert (told.by_calendar, told.by_mail) == ([], [])
    assert [one.person for one in told.unreachable] == [nobody]


def test_a_failure_in_the_middle_leaves_everything_as_it_was(officer, monkeypatch):
    visit = stay(officer)
    talk(officer, {"delegate": visit.delegate}, visit=visit)
    before = all_rows()

    def broken(*args, **named):
        raise RuntimeError

    monkeypatch.setattr("investors.bookings.release", broken)
    with pytest.raises(RuntimeError):
        agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    assert all_rows() == before


def test_a_shared_meeting_without_a_day_goes_on_as_part_of_no_visit(officer):
    visit = stay(officer)
    meeting = talk(
        officer, {"delegate": visit.delegate}, {"delegate": DelegateFactory()}, visit=visit
    )
    Meeting.objects.filter(pk=meeting.pk).update(day=None, starts_at=None, ends_at=None)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.visit) == (PLANNED, None)
