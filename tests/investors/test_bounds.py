"""What is planned on a mission lies within it, and asks nobody who has withdrawn."""

from datetime import UTC, date, datetime, time

import pytest

from investors import meetings, missions, planning
from investors.models import AgendaItem, Meeting, MeetingParty
from itpo.office.states import NotPossible
from tests.factories import (
    ContactFactory,
    EventFactory,
    HostCountryFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 12)


@pytest.fixture
def mission(officer):
    return MissionFactory(office=officer.office, begins="2026-12-01", ends="2026-12-12")


@pytest.fixture
def member(mission):
    contact = ContactFactory()
    return MissionMemberFactory(mission=mission, company=contact.company, contact=contact)


def plan(officer, mission, day=FIRST, **more) -> Meeting:
    return meetings.log(
        officer=officer, at=AT, subject="First talk", day=day, mission=mission, **more
    )


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 12, 13)])
def test_a_meeting_outside_its_mission_is_refused(officer, mission, day):
    with pytest.raises(NotPossible) as refusal:
        plan(officer, mission, day)

    assert str(refusal.value) == (
        "The mission lasts from 1 Dec 2026 – 12 Dec 2026; this is outside it."
    )
    assert refusal.value.field == "day"
    assert Meeting.objects.count() == 0


def test_a_meeting_while_the_mission_is_in_another_country_is_refused(officer, mission):
    senegal = HostCountryFactory(code="SN", name="Senegal")
    MissionLegFactory(mission=mission, country=senegal, begins="2026-12-01", ends="2026-12-05")

    there = plan(officer, mission, FIRST, starts=time(10), time_zone="Africa/Dakar")
    from_home = plan(officer, mission, LAST, starts=time(10), time_zone="Asia/Tokyo")
    with pytest.raises(NotPossible) as refusal:
        plan(officer, mission, LAST, starts=time(10), time_zone="Africa/Dakar")

    assert str(refusal.value) == (
        "The mission is in Senegal on 1 Dec 2026 – 5 Dec 2026; this is on another day."
    )
    assert set(Meeting.objects.all()) == {there, from_home}


def test_an_item_of_the_agenda_minds_the_legs_too(officer, mission):
    senegal = HostCountryFactory(code="SN", name="Senegal")
    MissionLegFactory(mission=mission, country=senegal, begins="2026-12-01", ends="2026-12-05")

    with pytest.raises(NotPossible, match="The mission is in Senegal"):
        planning.add_item(
            whole=mission,
            kind="meal",
            title="Dinner",
            day=LAST,
            by=officer,
            time_zone="Africa/Dakar",
        )

    assert AgendaItem.objects.count() == 0


def test_nothing_more_is_planned_on_a_completed_mission(officer, mission):
    mission.state = "completed"
    mission.save()

    with pytest.raises(NotPossible, match="The mission is completed: nothing more is planned"):
        plan(officer, mission)

    assert Meeting.objects.count() == 0


def test_who_has_withdrawn_is_given_no_meeting(officer, mission, member):
    missions.change_member(member=member, to="withdrawn", by=officer)

    for asked in ({"companies": [member.company]}, {"contacts": [member.contact]}):
        with pytest.raises(NotPossible) as refusal:
            plan(officer, mission, **asked)
        assert str(refusal.value) == f"{member.company} has withdrawn from the mission."

    assert Meeting.objects.count() == 0


def test_who_has_withdrawn_alone_is_given_no_meeting_but_their_company_is(officer, mission, member):
    colleague = ContactFactory(company=member.company)
    MissionMemberFactory(mission=mission, company=member.company, contact=colleague)
    missions.change_member(member=member, to="withdrawn", by=officer)

    plan(officer, mission, contacts=[colleague])
    with pytest.raises(NotPossible) as refusal:
        plan(officer, mission, contacts=[member.contact])

    assert str(refusal.value) == f"{member.contact} has withdrawn from the mission."


def test_who_has_withdrawn_joins_no_meeting_that_is_planned(officer, mission, member):
    meeting = plan(officer, mission)
    missions.change_member(member=member, to="withdrawn", by=officer)
    party = MeetingParty(meeting=meeting, company=member.company, contact=member.contact)

    with pytest.raises(NotPossible, match="has withdrawn"):
        meetings.join(party=party, by=officer)

    assert meeting.parties.filter(company=member.company).count() == 0


def test_who_has_withdrawn_is_booked_for_nothing(officer, mission, member):
    missions.change_member(member=member, to="withdrawn", by=officer)

    with pytest.raises(NotPossible, match="has withdrawn"):
        planning.add_item(
            whole=mission,
            kind="meal",
            title="Dinner",
            day=FIRST,
            by=officer,
            whom=[member.contact],
        )

    assert AgendaItem.objects.count() == 0


def test_what_was_held_before_they_withdrew_is_written_down(officer, mission, member):
    missions.change_member(member=member, to="withdrawn", by=officer)

    held = meetings.log(
        officer=officer,
        at=datetime(2026, 12, 10, tzinfo=UTC),
        subject="First talk",
        day=FIRST,
        mission=mission,
        companies=[member.company],
    )

    assert held.state == Meeting.State.HELD


# --- what was postponed is planned again within the same bounds ---


def postponed(officer, mission, **more) -> Meeting:
    meeting = plan(officer, mission, **more)
    return meetings.write_down(meeting=meeting, by=officer, at=AT, state="postponed")


def test_a_postponed_meeting_is_not_planned_again_with_who_has_withdrawn(officer, mission, member):
    meeting = postponed(officer, mission, contacts=[member.contact])
    missions.change_member(member=member, to="withdrawn", by=officer)

    with pytest.raises(NotPossible, match="has withdrawn") as refusal:
        meetings.plan_again(meeting=meeting, by=officer, at=AT, day=LAST)

    meeting.refresh_from_db()
    assert (refusal.value.field, meeting.state) == ("new_day", "postponed")


def test_a_postponed_meeting_is_not_planned_again_while_the_mission_is_elsewhere(officer, mission):
    senegal = HostCountryFactory(code="SN", name="Senegal")
    MissionLegFactory(mission=mission, country=senegal, begins="2026-12-01", ends="2026-12-05")
    meeting = postponed(officer, mission, starts=time(10), time_zone="Africa/Dakar")

    with pytest.raises(NotPossible, match="The mission is in Senegal") as refusal:
        meetings.plan_again(meeting=meeting, by=officer, at=AT, day=LAST, starts=time(10))

    meeting.refresh_from_db()
    assert (refusal.value.field, meeting.state) == ("new_day", "postponed")


def test_no_meeting_is_logged_at_an_event_that_was_cancelled(officer):
    event = EventFactory(office=officer.office, state="cancelled", cancelled_because="Snow")

    with pytest.raises(NotPossible) as refusal:
        meetings.log(officer=officer, at=AT, subject="First talk", day=FIRST, event=event)

    assert (str(refusal.value), refusal.value.field) == ("The event was cancelled.", "event")
    assert Meeting.objects.count() == 0
