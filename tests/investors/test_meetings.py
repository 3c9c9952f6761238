"""Logging meetings: who met, what was promised; a refusal writes nothing."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from delegates.models import Visit
from investors import meetings
from investors.meetings import Promised
from investors.models import Company, Meeting, MeetingParty
from itpo.office.models import FollowUp, Promiser
from itpo.office.states import NotPossible
from tests.factories import (
    BookingFactory,
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    EventFactory,
    MeetingFactory,
    MissionFactory,
    OfficeFactory,
    UserFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 21 November, noon in Tokyo
TODAY = date(2026, 11, 21)
TOMORROW = date(2026, 11, 22)

State = Meeting.State


def log(officer, day=TODAY, at=NOON, **more):
    return meetings.log(officer=officer, at=at, subject="First talk", day=day, **more)


def sides(meeting):
    """Company, contact, delegate and officer of each side, as they sit."""
    return list(
        meeting.parties.order_by("pk").values_list("company", "contact", "delegate", "officer")
    )


# --- what is kept ---


def test_a_meeting_keeps_what_was_said_of_it(officer):
    officer.time_zone = "America/New_York"

    logged = log(
        officer,
        kind=Meeting.Kind.VIDEO,
        place="Yokohama",
        outcome="They will discuss it internally.",
        interest=Meeting.Interest.HIGH,
    )

    meeting = Meeting.objects.get()
    assert meeting == logged
    assert (meeting.officer, meeting.office) == (officer, officer.office)
    assert (meeting.subject, meeting.day, meeting.kind) == ("First talk", TODAY, "video")
    assert (meeting.place, meeting.outcome, meeting.interest) == (
        "Yokohama",
        "They will discuss it internally.",
        "high",
    )
    assert (meeting.visit, meeting.mission, meeting.event) == (None, None, None)
    assert (meeting.time_zone, meeting.is_restricted) == ("America/New_York", False)


def test_the_history_says_who_logged_the_meeting_and_all_that_came_with_it(officer, colleague):
    log(
        officer,
        new_company="Sakura Harness",
        promises=[Promised("Send the profile", TOMORROW, owner=colleague)],
    )

    kept = [model.history.latest().history_user for model in (Meeting, Company, FollowUp)]
    assert kept == [officer] * 3
    assert {row.history_user for row in MeetingParty.history.all()} == {officer}


# --- planned or held ---


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 11, 20), State.HELD),
        (TODAY, State.HELD),
        (TOMORROW, State.PLANNED),
        (None, State.HELD),
    ],
)
def test_a_meeting_still_to_come_is_planned_and_any_other_was_held(officer, day, state):
    assert log(officer, day).state == state


@pytest.mark.parametrize(
    ("zone", "at", "state"),
    [
        # One minute before midnight in Tokyo, and midnight; in New York it is still the 21st.
        ("Asia/Tokyo", datetime(2026, 11, 21, 14, 59, tzinfo=UTC), State.PLANNED),
        ("Asia/Tokyo", datetime(2026, 11, 21, 15, 0, tzinfo=UTC), State.HELD),
        ("America/New_York", datetime(2026, 11, 21, 15, 0, tzinfo=UTC), State.PLANNED),
        ("America/New_York", datetime(2026, 11, 22, 5, 0, tzinfo=UTC), State.HELD),
    ],
)
def test_whether_a_day_is_still_to_come_is_said_by_the_officers_own_day(office, zone, at, state):
    officer = UserFactory(office=office, time_zone=zone)

    assert log(officer, TOMORROW, at=at).state == state


def test_a_state_that_was_said_is_kept(officer):
    assert log(officer, TODAY, state=State.PLANNED).state == State.PLANNED
    assert log(officer, TODAY, state=State.NO_SHOW).state == State.NO_SHOW
    assert log(officer, TOMORROW, state=State.POSTPONED).state == State.POSTPONED


@pytest.mark.parametrize(
    ("zone", "starts", "moment", "state"),
    [
        # It is noon in Tokyo, and 22:00 of the day before in New York.
        ("Asia/Tokyo", time(11, 59), datetime(2026, 11, 21, 2, 59, tzinfo=UTC), State.HELD),
        ("Asia/Tokyo", time(12, 0), datetime(2026, 11, 21, 3, 0, tzinfo=UTC), State.HELD),
        ("Asia/Tokyo", time(12, 1), datetime(2026, 11, 21, 3, 1, tzinfo=UTC), State.PLANNED),
        ("America/New_York", time(0, 0), datetime(2026, 11, 21, 5, 0, tzinfo=UTC), State.PLANNED),
    ],
)
def test_a_meeting_at_a_time_of_day_is_planned_until_then(office, zone, starts, moment, state):
    officer = UserFactory(office=office, time_zone=zone)

    meeting = Meeting.objects.get(pk=log(officer, TODAY, starts=starts).pk)

    assert (meeting.day, meeting.starts_at, meeting.time_zone) == (TODAY, moment, zone)
    assert meeting.state == state


def test_a_meeting_later_today_cannot_have_been_held(officer):
    with pytest.raises(NotPossible, match="cannot have been held"):
        log(officer, TODAY, starts=time(14, 30), state=State.HELD)


def test_a_time_without_a_day_is_refused(officer):
    before = all_rows()

    with pytest.raises(NotPossible, match="Say on which day, too") as refusal:
        log(officer, None, starts=time(14, 30))

    assert refusal.value.field == "day"
    assert all_rows() == before


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_meeting_still_to_come_cannot_have_been_held(office, zone):
    officer = UserFactory(office=office, time_zone=zone)
    before = all_rows()

    with pytest.raises(NotPossible, match="cannot have been held") as refusal:
        log(officer, TOMORROW, state=State.HELD)

    assert refusal.value.field == "day"
    assert all_rows() == before


# --- who met ---


def test_people_of_every_side_sit_at_the_meeting_and_the_officer_too(officer):
    company, delegate = CompanyFactory(), DelegateFactory()
    contact = ContactFactory()

    meeting = log(officer, companies=[company], contacts=[contact], delegates=[delegate])

    assert sides(meeting) == [
        (None, None, None, officer.pk),
        (contact.company_id, contact.pk, None, None),
        (company.pk, None, None, None),
        (None, None, delegate.pk, None),
    ]


def test_a_contact_brings_their_company_once(officer):
    contact = ContactFactory()
    colleague = ContactFactory(company=contact.company)

    meeting = log(officer, companies=[contact.company], contacts=[contact, colleague])

    assert sides(meeting)[1:] == [
        (contact.company_id, contact.pk, None, None),
        (contact.company_id, colleague.pk, None, None),
    ]
    assert list(meeting.companies.distinct()) == [contact.company]


def test_who_is_named_twice_sits_there_once(officer):
    company, contact, delegate = CompanyFactory(), ContactFactory(), DelegateFactory()

    meeting = log(
        officer,
        companies=[company, company],
        contacts=[contact, contact],
        delegates=[delegate, delegate],
    )

    assert meeting.parties.count() == 4


def test_people_may_come_from_whatever_yields_them(officer):
    company, contact, delegate = CompanyFactory(), ContactFactory(), DelegateFactory()

    meeting = log(
        officer,
        companies=(one for one in [company]),
        contacts=(one for one in [contact]),
        delegates=(one for one in [delegate]),
        promises=(one for one in [Promised("Send the profile", TOMORROW)]),
    )

    assert meeting.parties.count() == 4
    assert meeting.follow_ups.count() == 1


def test_a_company_named_for_the_first_time_is_made(officer):
    meeting = log(officer, new_company=" Sakura Harness ")

    assert list(meeting.companies.values_list("name", flat=True)) == ["Sakura Harness"]


def test_blanks_name_no_company(officer):
    log(officer, new_company="  ")

    assert Company.objects.count() == 0


@pytest.mark.parametrize("typed", ["Sakura Harness", "SAKURA harness ", "桜ハーネス"])
def test_a_company_known_by_that_name_in_either_script_is_not_made_again(officer, typed):
    company = CompanyFactory(name="Sakura Harness", name_ja="桜ハーネス")

    meeting = log(officer, new_company=typed)

    assert list(meeting.companies.all()) == [company]
    assert Company.objects.count() == 1


def test_a_company_that_is_chosen_and_typed_sits_there_once(officer):
    company = CompanyFactory(name="Sakura Harness")

    meeting = log(officer, companies=[company], new_company="Sakura Harness")

    assert sides(meeting)[1:] == [(company.pk, None, None, None)]


def test_of_several_companies_of_one_name_the_oldest_still_in_use_is_meant(officer):
    CompanyFactory(name="Sakura Harness", archived_at=NOON)
    in_use = CompanyFactory(name="Sakura Harness")
    CompanyFactory(name="Sakura Harness")

    meeting = log(officer, new_company="Sakura Harness")

    assert list(meeting.companies.all()) == [in_use]


def test_a_company_merged_into_another_one_is_that_one(officer):
    kept = CompanyFactory(name="Sakura Holdings")
    CompanyFactory(name="Sakura Harness", archived_at=NOON, merged_into=kept)

    meeting = log(officer, new_company="Sakura Harness")

    assert list(meeting.companies.all()) == [kept]


# --- what was promised ---


def test_what_was_promised_is_written_down_with_the_meeting(officer, colleague):
    meeting = log(
        officer,
        promises=[
            Promised("Send the profile", TOMORROW),
            Promised("Name a date", date(2026, 12, 1), Promiser.COMPANY, colleague),
        ],
    )

    assert list(
        meeting.follow_ups.order_by("pk").values_list(
            "what", "due_on", "promised_by", "owner", "is_restricted", "about_url", "state"
        )
    ) == [
        ("Send the profile", TOMORROW, "us", officer.pk, False, meeting.get_absolute_url(), "open"),
        (
            "Name a date",
            date(2026, 12, 1),
            "company",
            colleague.pk,
            False,
            meeting.get_absolute_url(),
            "open",
        ),
    ]
    assert {one.office for one in FollowUp.objects.all()} == {officer.office}


def test_what_was_promised_during_a_visit_or_a_mission_belongs_to_it_too(officer):
    visit = VisitFactory(officer=officer)
    mission = MissionFactory(office=officer.office)
    promised = [Promised("Send the profile", TOMORROW)]

    in_visit = log(officer, date(2026, 11, 20), visit=visit, promises=promised)
    on_mission = log(officer, date(2026, 11, 20), mission=mission, promises=promised)

    assert list(visit.follow_ups.all()) == list(in_visit.follow_ups.all())
    assert list(mission.follow_ups.all()) == list(on_mission.follow_ups.all())
    assert FollowUp.objects.count() == 2


def test_what_was_promised_at_a_restricted_meeting_is_restricted(officer, colleague, manager):
    meeting = log(officer, restricted=True, promises=[Promised("Send the profile", TOMORROW)])

    promise = FollowUp.objects.get()
    assert (meeting.is_restricted, promise.is_restricted) == (True, True)
    seen_by = [
        viewer
        for viewer in (officer, manager, colleague)
        if FollowUp.objects.visible_to(viewer).filter(pk=promise.pk).exists()
    ]
    assert seen_by == [officer, manager]


@pytest.mark.parametrize(
    ("what", "sentence"),
    [("  ", "Say what is to be done."), ("x" * 201, "at most 200 characters")],
)
def test_a_promise_that_cannot_be_takes_the_meeting_with_it(officer, what, sentence):
    visit = VisitFactory(officer=officer)
    before = all_rows()

    with pytest.raises(NotPossible, match=sentence):
        log(
            officer,
            date(2026, 11, 20),
            visit=visit,
            new_company="Sakura Harness",
            delegates=[visit.delegate],
            promises=[Promised("Send the profile", TOMORROW), Promised(what, TOMORROW)],
        )

    assert all_rows() == before


def test_nobody_promises_for_somebody_who_belongs_to_no_office(officer):
    administrator = UserFactory(office=None, is_superuser=True)
    before = all_rows()

    with pytest.raises(NotPossible, match="Somebody of an office"):
        log(officer, promises=[Promised("Send the profile", TOMORROW, owner=administrator)])

    assert all_rows() == before


@pytest.mark.django_db
def test_what_another_office_writes_down_is_promised_for_who_looks_after_the_meeting(officer):
    meeting = log(officer)
    elsewhere = OfficeFactory(name="UNIDO ITPO Elsewhere")
    administrator = UserFactory(office=elsewhere, is_superuser=True)

    write_down(meeting, administrator, promises=[Promised("Send the profile", TOMORROW)])

    promise = meeting.follow_ups.get()
    assert (promise.owner, promise.office) == (officer, meeting.office)


# --- the visit or mission it is part of ---


@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 27), None])
def test_a_meeting_lies_within_its_visit(officer, day):
    visit = VisitFactory(officer=officer, begins="2026-11-16", ends="2026-11-27")

    assert log(officer, day, state=State.PLANNED, visit=visit).visit == visit


@pytest.mark.parametrize("day", [date(2026, 11, 15), date(2026, 11, 28)])
def test_a_meeting_outside_its_visit_is_refused(officer, day):
    visit = VisitFactory(officer=officer, begins="2026-11-16", ends="2026-11-27")
    before = all_rows()

    with pytest.raises(NotPossible) as refusal:
        log(officer, day, visit=visit)

    assert str(refusal.value) == (
        "The visit lasts from 16 Nov 2026 – 27 Nov 2026; this is outside it."
    )
    assert refusal.value.field == "day"
    assert all_rows() == before


@pytest.mark.parametrize(
    ("begins", "ends", "day", "fits"),
    [
        ("1990s", "", date(1990, 1, 1), True),
        ("1990s", "", date(1989, 12, 31), False),
        ("2016-06", "2016-06", date(2016, 6, 30), True),
        ("2016-06", "2016-06", date(2016, 7, 1), False),
        ("", "2016", date(2016, 12, 31), True),
        ("", "2016", date(2017, 1, 1), False),
        ("", "", date(1970, 1, 1), True),
    ],
)
def test_a_visit_known_in_part_takes_every_day_it_may_have_lasted(officer, begins, ends, day, fits):
    visit = VisitFactory(officer=officer, begins=begins, ends=ends)

    try:
        log(officer, day, visit=visit)
    except NotPossible:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize("day", [date(2026, 11, 20), None])
def test_a_cancelled_visit_takes_no_meeting(officer, day):
    visit = VisitFactory(officer=officer)
    Visit.objects.update(state="cancelled", cancelled_because="Visa refused")
    before = all_rows()

    # As the page was opened before: the state that counts is the one in the database.
    with pytest.raises(NotPossible, match="The visit was cancelled") as refusal:
        log(officer, day, visit=visit)

    assert refusal.value.field == "visit"
    assert all_rows() == before


def test_a_meeting_is_part_of_one_thing_at_most(officer):
    visit, mission = VisitFactory(officer=officer), MissionFactory(office=officer.office)
    before = all_rows()

    with pytest.raises(ValidationError, match="not of several"):
        log(officer, date(2026, 11, 20), visit=visit, mission=mission)

    assert all_rows() == before


# --- what else is refused ---


@pytest.mark.parametrize(
    "said",
    [
        {"subject": ""},
        {"subject": "x" * 201},
        {"place": "x" * 121},
        {"kind": "séance"},
        {"state": "dreamt"},
        {"interest": "some"},
        {"new_company": "x" * 201},
    ],
)
def test_a_meeting_that_cannot_be_is_refused(officer, said):
    contact, delegate = ContactFactory(), DelegateFactory()
    before = all_rows()

    with pytest.raises(ValidationError):
        meetings.log(
            **{"officer": officer, "at": NOON, "subject": "First talk", "day": TODAY} | said,
            contacts=[contact],
            delegates=[delegate],
        )

    assert all_rows() == before


@pytest.mark.django_db
def test_who_belongs_to_no_office_logs_no_meeting():
    administrator = UserFactory(office=None, is_superuser=True)
    before = all_rows()

    with pytest.raises(NotPossible, match="you belong to none"):
        log(administrator, new_company="Sakura Harness")

    assert all_rows() == before


# --- writing down what came of it ---


def write_down(meeting, by, state=State.HELD, at=NOON, **more):
    return meetings.write_down(meeting=meeting, by=by, at=at, state=state, **more)


def planned(officer, **more):
    return MeetingFactory(**{"officer": officer, "state": State.PLANNED, "day": TODAY} | more)


@pytest.mark.parametrize("state", [State.HELD, State.NO_SHOW, State.POSTPONED, State.CANCELLED])
def test_what_became_of_a_meeting_is_written_down_and_signed(officer, colleague, state):
    meeting = planned(officer)

    written = write_down(
        meeting, colleague, state, outcome=" They will discuss it. ", interest="low"
    )

    meeting.refresh_from_db()
    assert (written, meeting.state, meeting.outcome, meeting.interest) == (
        meeting,
        state,
        "They will discuss it.",
        "low",
    )
    assert meeting.officer == officer
    assert meeting.history.first().history_user == colleague


TO_COME = [{"day": TOMORROW}, {"day": TODAY, "starts_at": datetime(2026, 11, 21, 3, 1, tzinfo=UTC)}]


@pytest.mark.parametrize("when", TO_COME)
@pytest.mark.parametrize("state", [State.HELD, State.NO_SHOW])
def test_a_meeting_still_to_come_has_not_been_held_whatever_is_written(officer, when, state):
    meeting = planned(officer, **when)
    before = all_rows()

    with pytest.raises(NotPossible, match="still to come cannot have been held") as refused:
        write_down(meeting, officer, state, promises=[Promised("Send it", TOMORROW)])

    assert refused.value.field == "state"
    assert all_rows() == before


@pytest.mark.parametrize("when", TO_COME)
@pytest.mark.parametrize("state", [State.POSTPONED, State.CANCELLED])
def test_a_meeting_still_to_come_may_be_put_off_or_called_off(officer, when, state):
    meeting = planned(officer, **when)

    assert write_down(meeting, officer, state).state == state


@pytest.mark.parametrize(
    ("state", "booked"),
    [(State.HELD, 1), (State.NO_SHOW, 1), (State.POSTPONED, 0), (State.CANCELLED, 0)],
)
def test_what_will_not_take_place_frees_who_was_booked_for_it(officer, state, booked):
    meeting, other = planned(officer), BookingFactory(meeting=planned(officer))
    BookingFactory(meeting=meeting)

    write_down(meeting, officer, state)

    assert meeting.bookings.count() == booked
    assert other.meeting.bookings.count() == 1


def test_what_was_promised_is_attached_to_the_meeting_and_what_it_was_part_of(officer, colleague):
    event = EventFactory(office=officer.office)
    meeting = planned(officer, event=event, is_restricted=True)

    write_down(meeting, colleague, promises=[Promised("Send it", TOMORROW, Promiser.COMPANY)])

    (promise,) = FollowUp.objects.all()
    assert list(meeting.follow_ups.all()) == list(event.follow_ups.all()) == [promise]
    assert (promise.owner, promise.promised_by, promise.is_restricted) == (
        colleague,
        Promiser.COMPANY,
        True,
    )
    assert promise.about_url == meeting.get_absolute_url()


def test_a_promise_that_says_nothing_writes_nothing_down(officer):
    meeting = planned(officer)
    before = all_rows()

    with pytest.raises(NotPossible, match="Say what is to be done"):
        write_down(meeting, officer, outcome="Good", promises=[Promised("  ", TOMORROW)])

    assert all_rows() == before
