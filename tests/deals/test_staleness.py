"""Deals nobody has heard of for longer than their rhythm."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deals import staleness
from deals.models import Claim, Deal
from tests.factories import (
    ClaimFactory,
    ContributionFactory,
    DealFactory,
    FollowUpFactory,
    MeetingFactory,
    OfficeFactory,
    StageChangeFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
MADE = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)  # noon in Tokyo, where the office is


def made(at: datetime = MADE, **said) -> Deal:
    """A deal that was made at a moment; the column is set by the database row itself."""
    deal = DealFactory(**said)
    Deal.objects.filter(pk=deal.pk).update(created_at=at)
    return deal


def every_deal() -> list[int]:
    return list(Deal.objects.values_list("pk", flat=True))


def before(days: int) -> datetime:
    return datetime(2026, 11, 20, 3, 0, tzinfo=UTC) - timedelta(days=days)


def test_a_deal_is_silent_since_the_last_that_was_written_down_about_it():
    untouched, moved, told, done, met, several = [made() for _ in range(6)]
    StageChangeFactory(deal=moved, changed_at=datetime(2026, 2, 1, 3, 0, tzinfo=UTC))
    claim = ClaimFactory(deal=told)
    Claim.objects.filter(pk=claim.pk).update(recorded_at=datetime(2026, 3, 1, 3, 0, tzinfo=UTC))
    at = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
    done.follow_ups.add(FollowUpFactory(state="done", closed_at=at))
    done.follow_ups.add(FollowUpFactory(state="open"))
    ContributionFactory(
        deal=met, visit=None, meeting=MeetingFactory(state="held", day="2026-05-01")
    )
    ContributionFactory(
        deal=met, visit=None, meeting=MeetingFactory(state="planned", day="2026-12-01")
    )
    StageChangeFactory(deal=several, changed_at=datetime(2026, 6, 1, 3, 0, tzinfo=UTC))
    StageChangeFactory(deal=several, changed_at=datetime(2026, 5, 1, 3, 0, tzinfo=UTC))

    since = staleness.silent_since(every_deal())

    assert since == {
        untouched.pk: date(2026, 1, 5),
        moved.pk: date(2026, 2, 1),
        told.pk: date(2026, 3, 1),
        done.pk: date(2026, 4, 1),
        met.pk: date(2026, 5, 1),
        several.pk: date(2026, 6, 1),
    }


def test_a_deal_is_stale_when_it_is_silent_for_longer_than_its_rhythm():
    OfficeFactory(deal_rhythm_days=90)
    made(before(90))
    office_says = made(before(91))
    made(before(91), rhythm_days=100)
    own = made(before(8), rhythm_days=7)
    made(before(7), rhythm_days=7)

    assert list(Deal.objects.stale(TODAY).order_by("pk")) == [office_says, own]
    stale = {office_says.pk: before(91).date(), own.pk: before(8).date()}
    assert staleness.stale_since(every_deal(), TODAY) == stale
    # The second time what was built is asked with another day, and of another number of deals.
    assert staleness.stale_since(every_deal(), TODAY - timedelta(days=1)) == {}
    assert staleness.stale_since([own.pk], TODAY) == {own.pk: before(8).date()}
    assert staleness.stale_since([], TODAY) == {}


def test_a_deal_with_a_step_ahead_or_nothing_more_to_do_is_not_stale():
    ahead, today, late = made(), made(), made()
    ahead.follow_ups.add(FollowUpFactory(due_on="2026-12-01"))
    today.follow_ups.add(FollowUpFactory(due_on=TODAY))
    late.follow_ups.add(FollowUpFactory(due_on="2026-11-19"))
    late.follow_ups.add(FollowUpFactory(due_on="2026-12-01", state="done", closed_at=MADE))
    made(stage="operational")
    made(status="lost", lost_because="Too dear")

    assert list(Deal.objects.stale(TODAY)) == [late]


@pytest.mark.parametrize("rows", [1, 3])
def test_since_when_deals_are_silent_costs_one_query(rows, django_assert_num_queries):
    deals = [deal.pk for deal in DealFactory.create_batch(rows)]

    with django_assert_num_queries(1):
        since = staleness.silent_since(deals)

    assert sorted(since) == deals
