"""Two people write to one application by different verbs at the same moment, on PostgreSQL.

Each verb locks programme, application, visit and passport in this order: none waits for another
that waits for it.
"""

from datetime import UTC, datetime

import pytest

from delegates import intake, passports
from delegates.models import Application, Visit
from investors import agenda
from tests.delegates.test_last_seat import at_once
from tests.factories import (
    DelegateFactory,
    LinkedApplicationFactory,
    ManagerFactory,
    ProgrammeFactory,
    TravelDocumentFactory,
    VisitFactory,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TIMES = 12


def test_the_office_cancels_a_visit_while_its_guest_withdraws():
    programme = ProgrammeFactory(seats=5)
    manager = ManagerFactory(office=programme.office)
    for _ in range(TIMES):
        delegate = DelegateFactory()
        visit = VisitFactory(programme=programme, officer=manager, delegate=delegate)
        Visit.objects.filter(pk=visit.pk).update(state="planned")
        visit.refresh_from_db()
        application = LinkedApplicationFactory(
            programme=programme, state="accepted", delegate=delegate, visit=visit, decided_at=NOON
        )

        def cancel(visit=visit):
            agenda.cancel_visit(visit=visit, because="Ill", at=NOON, by=manager)

        def withdraw(application=application):
            agenda.withdraw_and_cancel(application=application, at=NOON)

        at_once([cancel, withdraw])

        assert Visit.objects.get(pk=visit.pk).state == "cancelled"


def test_the_office_reads_a_passport_while_its_holder_writes_it():
    programme = ProgrammeFactory()
    manager = ManagerFactory(office=programme.office)
    for _ in range(TIMES):
        application = LinkedApplicationFactory(programme=programme, state="started")
        document = TravelDocumentFactory(visit=None, application=application)

        def read(document=document):
            passports.read_number(document=document, by=manager, at=NOON)

        def keep(application=application):
            passports.keep(application=application, number="MA1234567", country_code="MA")

        assert at_once([read, keep, read, keep]) == [None] * 4


def test_the_office_accepts_while_another_reads_the_passport():
    programme = ProgrammeFactory()
    manager = ManagerFactory(office=programme.office)
    for _ in range(TIMES):
        application = LinkedApplicationFactory(
            programme=programme, state="submitted", submitted_at=NOON
        )
        delegate = DelegateFactory()
        document = TravelDocumentFactory(visit=None, application=application)

        def read(document=document):
            passports.read_number(document=document, by=manager, at=NOON)

        def accept(application=application, delegate=delegate):
            intake.accept(application=application, delegate=delegate, by=manager, at=NOON)

        assert at_once([read, accept]) == [None, None]
        assert Application.objects.get(pk=application.pk).state == "accepted"
