"""Who cancels and who plans at the same moment lock in one order: nobody waits for ever."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from delegates.models import Visit
from investors import agenda, bookings, meetings, planning
from investors.models import AgendaItem, Booking, Meeting
from itpo.office.changes import latest_version
from tests.factories import AgendaItemFactory, MeetingFactory, UserFactory, VisitFactory
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
