"""Several people decide at the same moment, on PostgreSQL, where they really do."""

from datetime import UTC, datetime

import pytest

from delegates import intake
from delegates.models import Application, Delegate, Posting, Visit
from itpo.office.models import OutgoingMail
from tests.factories import (
    AgencyFactory,
    LinkedApplicationFactory,
    ManagerFactory,
    ProgrammeFactory,
)
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
THREADS = 8
State = Application.State


def submitted(programme, number):
    return LinkedApplicationFactory(
        programme=programme,
        state=State.SUBMITTED,
        submitted_at=NOON,
        family_name=f"Delegue{number}",
        agency=AgencyFactory(),
    )


def accepting(application, manager):
    return lambda: intake.accept(application=application, delegate=None, by=manager, at=NOON)


def withdrawing(application):
    return lambda: intake.withdraw(application=application, at=NOON)


def count(state):
    return Application.objects.filter(state=state).count()


def test_of_eight_who_are_accepted_on_the_last_seat_one_gets_it():
    manager = ManagerFactory()
    programme = ProgrammeFactory(office=manager.office, seats=1)
    applications = [submitted(programme, number) for number in range(THREADS)]

    refusals = at_once([accepting(one, manager) for one in applications])

    assert sorted(refusals, key=str) == [None, *["SeatsGone"] * 7]
    assert (count(State.ACCEPTED), count(State.SUBMITTED)) == (1, 7)
    rows = [model.objects.count() for model in (Delegate, Visit, Posting, OutgoingMail)]
    assert rows == [1, 1, 1, 1]


def test_of_eight_who_accept_one_application_one_does():
    managers = ManagerFactory.create_batch(THREADS)
    programme = ProgrammeFactory(office=managers[0].office, seats=THREADS)
    application = submitted(programme, 1)

    refusals = at_once([accepting(application, manager) for manager in managers])

    assert sorted(refusals, key=str) == [None, *["NotPossible"] * 7]
    assert [model.objects.count() for model in (Delegate, Visit, OutgoingMail)] == [1, 1, 1]


def test_a_seat_given_up_while_others_are_accepted_goes_to_one():
    manager = ManagerFactory()
    programme = ProgrammeFactory(office=manager.office, seats=1)
    leaving, waiting, *others = [submitted(programme, number) for number in range(THREADS)]
    intake.accept(application=leaving, delegate=None, by=manager, at=NOON)
    intake.put_on_waiting_list(application=waiting, by=manager, at=NOON)

    refusals = at_once([withdrawing(leaving), *(accepting(one, manager) for one in others)])

    # The seat goes to who waits, in the same transaction: nobody comes in between.
    assert refusals == [None, *["SeatsGone"] * 6]
    assert (count(State.OFFERED), count(State.ACCEPTED), count(State.WITHDRAWN)) == (1, 0, 1)


def test_two_seats_given_up_at_once_go_to_two():
    manager = ManagerFactory()
    programme = ProgrammeFactory(office=manager.office, seats=2)
    some = [submitted(programme, number) for number in range(5)]
    for leaving in some[:2]:
        intake.accept(application=leaving, delegate=None, by=manager, at=NOON)
    for waiting in some[2:]:
        intake.put_on_waiting_list(application=waiting, by=manager, at=NOON)

    refusals = at_once([withdrawing(one) for one in some[:2]])

    assert refusals == [None, None]
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == [
        *["withdrawn", "withdrawn", "offered", "offered", "waiting_list"]
    ]


def test_places_on_the_waiting_list_given_at_once_are_all_different():
    manager = ManagerFactory()
    programme = ProgrammeFactory(office=manager.office, seats=1)
    applications = [submitted(programme, number) for number in range(THREADS)]

    at_once(
        [
            lambda one=one: intake.put_on_waiting_list(application=one, by=manager, at=NOON)
            for one in applications
        ]
    )

    places = Application.objects.order_by("waiting_rank").values_list("waiting_rank", flat=True)
    assert list(places) == list(range(1, THREADS + 1))


def test_a_delegate_gets_one_post_at_a_time():
    manager = ManagerFactory()
    programmes = ProgrammeFactory.create_batch(THREADS, office=manager.office, seats=1)
    known = Delegate.objects.create(
        family_name="Benali", country=AgencyFactory().country, email="k@example.org"
    )
    applications = [submitted(one, number) for number, one in enumerate(programmes)]

    refusals = at_once(
        [
            lambda one=one: intake.accept(application=one, delegate=known, by=manager, at=NOON)
            for one in applications
        ]
    )

    assert refusals == [None] * THREADS
    assert Posting.objects.filter(is_current=True).count() == 1
