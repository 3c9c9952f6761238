"""Each April whoever looks after companies is asked who is still there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from investors import careers
from itpo.office.models import FollowUp
from itpo.reminders import april
from tests.factories import CompanyFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.django_db

MIDNIGHT_IN_TOKYO = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def asked():
    return [(one.owner, one.what, one.state) for one in FollowUp.objects.order_by("pk")]


def test_on_the_first_of_april_of_their_own_day_and_once(officer, colleague):
    ContactFactory.create_batch(2, company=CompanyFactory(owner=officer))
    CompanyFactory(owner=colleague)  # nobody is on record there

    made = [
        april.queue_due(now=MIDNIGHT_IN_TOKYO + MINUTE * minutes).made for minutes in (-1, 0, 1)
    ]

    assert made == [0, 1, 0]
    (one,) = FollowUp.objects.all()
    assert (one.owner, one.due_on) == (officer, date(2027, 4, 30))
    assert one.what == "Check which contacts of your companies have moved: 2"
    assert one.about_url == f"/contacts/?check=yes&owner={officer.pk}"


def test_who_was_checked_or_has_left_is_not_asked_about(officer):
    company = CompanyFactory(owner=officer)
    ContactFactory(company=company, checked_on=date(2027, 4, 1))
    ContactFactory(company=company, left_on=date(2027, 3, 31))

    april.queue_due(now=MIDNIGHT_IN_TOKYO)

    assert asked() == []


def test_it_is_done_by_itself_once_nobody_is_left(officer):
    contact = ContactFactory(company=CompanyFactory(owner=officer))
    april.queue_due(now=MIDNIGHT_IN_TOKYO)

    careers.still_there(contact=contact, by=officer, on=date(2027, 4, 2))
    april.queue_due(now=MIDNIGHT_IN_TOKYO + timedelta(days=1))

    assert [state for _owner, _what, state in asked()] == ["done"]


def test_whoever_sees_to_it_it_is_about_the_same_companies(officer, colleague):
    ContactFactory(company=CompanyFactory(owner=officer))
    ContactFactory(company=CompanyFactory(owner=colleague))
    april.queue_due(now=MIDNIGHT_IN_TOKYO)
    FollowUp.objects.filter(owner=officer).update(owner=colleague)

    made = april.queue_due(now=MIDNIGHT_IN_TOKYO + MINUTE).made

    assert made == 0
    assert [(owner, state) for owner, _what, state in asked()] == [(colleague, "open")] * 2


def test_nobody_is_asked_in_autumn_or_who_no_longer_logs_in(officer):
    ContactFactory(company=CompanyFactory(owner=officer))
    gone = UserFactory(office=officer.office, is_active=False)
    ContactFactory(company=CompanyFactory(owner=gone))

    april.queue_due(now=datetime(2026, 11, 28, tzinfo=UTC))
    april.queue_due(now=MIDNIGHT_IN_TOKYO)

    assert [owner for owner, _what, _state in asked()] == [officer]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_tick_in_april_costs_the_same_for_any_number_of_contacts(
    officer, rows, django_assert_num_queries
):
    ContactFactory.create_batch(rows, company=CompanyFactory(owner=officer))
    april.queue_due(now=MIDNIGHT_IN_TOKYO)

    # What is open, whose companies, who is left of it; what was asked, and who was not.
    with django_assert_num_queries(5):
        april.queue_due(now=MIDNIGHT_IN_TOKYO + MINUTE)
