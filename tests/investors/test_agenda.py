"""What cancelling a visit means for its meetings and bookings."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from delegates import visits
from delegates.models import Application, Visit
from delegates.seats import SeatsGone
from investors import agenda
from investors.models import Booking, Meeting
from itpo.office.states import NotPossible
from tests.conftest import logged_in
from tests.factories import (
    ApplicationFactory,
    BookingFactory,
    MeetingFactory,
    ProgrammeFactory,
    VisitFactory,
)
from tests.tables import all_rows


def test_cancelling_a_visit_cancels_what_is_still_to_come_of_it_and_nothing_else(officer):
    visit, other = VisitFactory(officer=officer), VisitFactory(officer=officer)
    within = {
        state: MeetingFactory(officer=officer, visit=visit, state=state) for state in Meeting.State
    }
    elsewhere = MeetingFactory(officer=officer, visit=other, state=Meeting.State.PLANNED)

    cancelled = agenda.cancel_visit(visit=visit, because=" Visa refused ", at=NOON)

    visit.refresh_from_db()
    assert cancelled == visit
    assert (visit.state, visit.cancelled_because) == (Visit.State.CANCELLED, "Visa refused")
    now = {state: Meeting.objects.get(pk=meeting.pk).state for state, meeting in within.items()}
    assert now == {state: state for state in Meeting.State} | {
        Meeting.State.PLANNED: Meeting.State.CANCELLED,
        Meeting.State.POSTPONED: Meeting.State.CANCELLED,
    }
    elsewhere.refresh_from_db()
    assert elsewhere.state == Meeting.State.PLANNED


def test_cancelling_a_visit_frees_who_was_booked_for_what_was_planned(officer):
    visit = VisitFactory(officer=officer)
    planned = MeetingFactory(officer=officer, visit=visit, state=Meeting.State.PLANNED)
    held = MeetingFactory(officer=officer, visit=visit, state=Meeting.State.HELD)
    elsewhere = MeetingFactory(officer=officer, state=Meeting.State.PLANNED)
    for meeting in (planned, held, elsewhere):
        BookingFactory(meeting=meeting)

    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOON)

    assert list(Booking.objects.order_by("pk").values_list("meeting", flat=True)) == [
        held.pk,
        elsewhere.pk,
    ]
    assert Booking.history.filter(history_type="-").count() == 1


def test_a_restricted_meeting_is_cancelled_with_its_visit_by_whoever_cancels_it(officer, colleague):
    visit = VisitFactory(officer=officer)
    meeting = MeetingFactory(
        officer=officer, visit=visit, state=Meeting.State.PLANNED, is_restricted=True
    )

    logged_in(colleague).post(
        reverse("investors:visit-state", args=[visit.pk]),
        {"to": "cancelled", "because": "Visa refused"},
    )

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "because"),
    [(Visit.State.PLANNED, " "), (Visit.State.PLANNED, "x" * 201), (Visit.State.COMPLETED, "No")],
)
def test_a_visit_that_cannot_be_cancelled_keeps_its_meetings_and_bookings(state, because):
    visit = VisitFactory(state=state)
    BookingFactory(meeting=MeetingFactory(visit=visit, state=Meeting.State.PLANNED))
    before = all_rows()

    with pytest.raises(visits.NotPossible):
        agenda.cancel_visit(visit=visit, because=because, at=NOON)

    assert all_rows() == before


def test_the_history_says_who_cancelled_the_visit_its_meetings_and_their_bookings(officer):
    visit = VisitFactory(officer=officer)
    meeting = MeetingFactory(officer=officer, visit=visit, state=Meeting.State.PLANNED)
    BookingFactory(meeting=meeting)
    url = reverse("investors:visit-state", args=[visit.pk])

    logged_in(officer).post(url, {"to": "cancelled", "because": "Visa refused"})

    last = [rows.latest() for rows in (visit.history, meeting.history, Booking.history)]
    assert [(row.history_type, row.history_user) for row in last] == [
        ("~", officer),
        ("~", officer),
        ("-", officer),
    ]


@pytest.mark.django_db
def test_a_visit_taken_up_again_leaves_its_meetings_cancelled():
    visit = VisitFactory()
    meeting = MeetingFactory(visit=visit, state=Meeting.State.PLANNED)
    agenda.cancel_visit(visit=visit, because="Visa refused", at=NOON)

    visits.change_state(visit=visit, to=Visit.State.PLANNED, at=NOON)

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED


# --- taking an application back ---

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def accepted(officer, **visit):
    programme = ProgrammeFactory(office=officer.office, officer=officer, seats=1)
    visit = VisitFactory(officer=officer, begins="2027-01-11", ends="2027-02-05", **visit)
    return ApplicationFactory(
        programme=programme,
        state=Application.State.ACCEPTED,
        decided_at=NOON,
        delegate=visit.delegate,
        visit=visit,
    )


def test_an_application_taken_back_cancels_its_visit_with_its_meetings(officer):
    application = accepted(officer)
    planned = MeetingFactory(officer=officer, visit=application.visit, state=Meeting.State.PLANNED)
    BookingFactory(meeting=planned)

    agenda.withdraw_and_cancel(application=application, at=NOON, because="Flu")

    application.refresh_from_db()
    planned.refresh_from_db()
    assert (application.state, application.visit.state) == ("withdrawn", "cancelled")
    assert (planned.state, Booking.objects.count()) == ("cancelled", 0)


def test_what_cannot_be_taken_back_leaves_the_meetings_alone(officer):
    application = accepted(officer, state=Visit.State.RUNNING)
    MeetingFactory(officer=officer, visit=application.visit, state=Meeting.State.PLANNED)
    before = all_rows()

    with pytest.raises(NotPossible, match="The visit has begun"):
        agenda.withdraw_and_cancel(application=application, at=NOON)

    assert all_rows() == before


def test_an_officer_takes_an_application_back_and_says_why(desk, officer):
    application = accepted(officer)
    url = reverse("investors:withdraw", args=[application.pk])

    refused = desk.post(url, {"because": " "}, follow=True)
    application.refresh_from_db()
    assert "Say why they cannot come." in refused.content.decode()
    assert application.state == "accepted"

    desk.post(url, {"because": "The ministry recalled them"})
    application.refresh_from_db()
    assert (application.state, application.reason) == ("withdrawn", "The ministry recalled them")
    assert application.visit.cancelled_because == "The ministry recalled them"
    assert application.history.first().history_user == officer


def has_a_seat(programme, officer):
    """Somebody who has a seat in a programme, and a visit planned for it."""
    planned = VisitFactory(
        officer=officer, programme=programme, begins="2027-01-12", ends="2027-02-05"
    )
    return ApplicationFactory(
        programme=programme,
        state=Application.State.ACCEPTED,
        delegate=planned.delegate,
        visit=planned,
        decided_at=NOON,
    )


def waiting(programme):
    return ApplicationFactory(
        programme=programme, state=Application.State.WAITING_LIST, decided_at=NOON
    )


def state_of(application):
    return Application.objects.get(pk=application.pk).state


def test_a_cancelled_visit_leaves_its_seat_to_the_next_on_the_list(officer):
    programme = ProgrammeFactory(office=officer.office, seats=1)
    first, following = has_a_seat(programme, officer), waiting(programme)

    agenda.cancel_visit(visit=first.visit, because="Visa refused", at=NOON, by=officer)

    assert state_of(following) == Application.State.OFFERED


def test_a_visit_is_planned_again_only_where_its_seat_is_still_free(officer):
    programme = ProgrammeFactory(office=officer.office, seats=1)
    first = has_a_seat(programme, officer)
    agenda.cancel_visit(visit=first.visit, because="Visa refused", at=NOON, by=officer)
    second = has_a_seat(programme, officer)

    with pytest.raises(SeatsGone):
        visits.change_state(visit=first.visit, to=Visit.State.PLANNED, at=NOON, by=officer)
    agenda.cancel_visit(visit=second.visit, because="Ill", at=NOON, by=officer)
    visits.change_state(visit=first.visit, to=Visit.State.PLANNED, at=NOON, by=officer)

    states = Visit.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [Visit.State.PLANNED, Visit.State.CANCELLED]


def test_withdrawing_offers_one_seat_on_and_not_two(officer):
    programme = ProgrammeFactory(office=officer.office, seats=2)
    first, following, last = has_a_seat(programme, officer), waiting(programme), waiting(programme)

    agenda.withdraw_and_cancel(application=first, at=NOON, by=officer, because="Ill")

    assert (state_of(following), state_of(last)) == (
        Application.State.OFFERED,
        Application.State.WAITING_LIST,
    )
