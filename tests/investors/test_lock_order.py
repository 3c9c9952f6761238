"""Who cancels and who plans at the same moment lock in one order: nobody waits for ever."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from delegates.lists import DELEGATES
from delegates.models import Delegate, Visit
from investors import agenda, bookings, meetings, planning
from investors.meeting_actions import MEETING_ACTIONS
from investors.models import AgendaItem, Booking, Meeting
from itpo.office import several
from itpo.office.changes import latest_version
from tests.factories import (
    AgendaItemFactory,
    DelegateFactory,
    MeetingFactory,
    UserFactory,
    VisitFactory,
)
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TEN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 25)
TIMES = {"day": TEN.date(), "starts_at": TEN, "ends_at": TEN + timedelta(hours=1)}


@pytest.mark.parametrize("turn", range(5))
def test_a_visit_is_cancelled_while_its_agenda_is_moved_and_changed(turn, client):
    officer = UserFactory()
    visit = VisitFactory(officer=officer, begins="2026-11-20", ends="2026-11-27")
    meeting = MeetingFactory(officer=officer, visit=visit, state="planned", **TIMES)
    item = AgendaItemFactory(visit=visit, **TIMES)
    bookings.book(thing=item, whom=[visit.delegate], by=officer)
    client.force_login(officer)
    facts = {"subject": "Told anew", "kind": "visit", "day": "2026-11-24", "visit": visit.pk}
    sent = {**facts, "seen": latest_version(meeting)}
    address = reverse("desk:change", args=["investors.meeting", meeting.pk])
    acts = [
        lambda: agenda.cancel_visit(visit=visit, because="Visa refused", at=NOW, by=officer),
        lambda: planning.move(thing=meeting, day=DAY, starts=time(9), by=officer),
        lambda: planning.move(thing=item, day=DAY, starts=time(9), by=officer),
        lambda: client.post(address, sent),
        lambda: meetings.change(meeting=Meeting.objects.get(pk=meeting.pk), by=officer),
    ]

    at_once(acts[turn:] + acts[:turn])

    if Visit.objects.get(pk=visit.pk).state == "cancelled":
        assert Meeting.objects.get(pk=meeting.pk).state == "cancelled"
        assert not Booking.objects.exists()
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize("turn", range(5))
def test_several_meetings_are_written_down_and_cancelled_while_their_visits_are(turn):
    officer = UserFactory()
    visits = [
        VisitFactory(officer=officer, begins="2026-11-20", ends="2026-11-27") for _one in range(3)
    ]
    rows = [
        MeetingFactory(officer=officer, visit=visit, state="planned", day=date(2026, 11, 20))
        for visit in reversed(visits)
    ]
    numbers = [one.pk for one in rows]

    def together(name, **said):
        return several.carry_out(
            rows=Meeting.objects.visible_to(officer),
            numbers=numbers,
            action=next(one for one in MEETING_ACTIONS if one.name == name),
            said=said,
            by=officer,
            at=NOW,
        )

    acts = [
        lambda: together("became", state="held"),
        lambda: together("cancel", because="Typhoon"),
        *(
            lambda visit=visit: agenda.cancel_visit(
                visit=visit, because="Visa refused", at=NOW, by=officer
            )
            for visit in visits
        ),
    ]

    at_once(acts[turn:] + acts[:turn])

    assert {one.state for one in Visit.objects.all()} == {"cancelled"}
    assert {one.state for one in Meeting.objects.all()} <= {"held", "cancelled"}


@pytest.mark.parametrize("turn", range(3))
def test_several_delegates_are_put_out_of_use_while_something_is_planned_with_one(turn):
    officer = UserFactory()
    delegates = DelegateFactory.create_batch(3)
    out = next(one for one in DELEGATES.several if one.name == "out-of-use")

    def together():
        return several.carry_out(
            rows=Delegate.objects.visible_to(officer),
            numbers=[one.pk for one in delegates],
            action=out,
            said={"because": "Clearing up"},
            by=officer,
            at=NOW,
        )

    def plan():
        meetings.log(officer=officer, at=NOW, subject="Talk", day=DAY, delegates=[delegates[1]])

    acts = [together, plan, together]

    at_once(acts[turn:] + acts[:turn])

    gone = [one.archived_at is not None for one in Delegate.objects.order_by("pk")]
    assert (gone[0], gone[2]) == (True, True)
    assert Meeting.objects.get().state == "planned"
