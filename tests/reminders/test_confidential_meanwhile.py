"""A deal that becomes confidential while a rule is about to ask for something about it."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from deals import confidentiality
from deals.models import Deal
from itpo.office import follow_ups
from itpo.reminders import asking
from itpo.reminders.outcome import Outcome
from tests.factories import DealFactory, RuleFactory, VerifiedClaimFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def deal_of(thing):
    return thing if isinstance(thing, Deal) else thing.deal


def made(of, number, officer):
    owned = {"owner": officer} if of is DealFactory else {"deal__owner": officer}
    return of.create_batch(number, **owned)


def wished(things):
    """What a rule wishes about things as they are at this moment."""
    rule, due = RuleFactory(), date(2026, 11, 29)
    counted = follow_ups.Counted(0, date(2026, 11, 27), "2 days ends")
    return [
        asking.Wish(rule, one, deal_of(one).owner, "Ask", due, f"rule:{one.pk}", counted)
        for one in things
    ]


def hide(deal):
    """Do what the form does, with a row of one's own."""
    told = {"is_confidential": True, "anonymous_description": "A plant"}
    Deal.objects.filter(pk=deal.pk).update(**told)
    confidentiality.settle(deal=deal, by=deal.owner, at=NOW)


@pytest.mark.parametrize("at_once", [True, False], ids=["all at once", "one by one"])
@pytest.mark.parametrize("of", [DealFactory, VerifiedClaimFactory])
def test_what_became_confidential_after_it_was_fetched_is_restricted(of, at_once, officer):
    things = made(of, 2, officer)
    wishes, outcome = wished(things), Outcome("rules", NOW)
    secret = deal_of(things[0])
    hide(secret)

    if at_once:
        asking.make_all(wishes, outcome)
    else:
        outcome.made = sum(asking.make(wish) for wish in wishes)

    assert (outcome.made, outcome.broken) == (2, 0)
    hidden, shown = (one.follow_ups.get() for one in things)
    assert (hidden.is_restricted, hidden.confided_to) == (True, secret.owner)
    assert list(secret.hidden_follow_ups.all()) == [hidden]
    assert (shown.is_restricted, shown.confided_to) == (False, None)


def test_what_is_promised_about_it_by_hand_is_restricted_too(officer):
    deal = DealFactory(owner=officer)
    promise = follow_ups.promise(what="Ask", due_on=date(2026, 11, 29), owner=deal.owner)
    deal.follow_ups.add(promise)
    Deal.objects.update(is_confidential=True, anonymous_description="A plant")

    confidentiality.inherit(deal=deal, follow_up=promise)

    promise.refresh_from_db()
    assert (promise.is_restricted, promise.confided_to) == (True, deal.owner)


@pytest.mark.parametrize("of", [DealFactory, VerifiedClaimFactory])
@pytest.mark.parametrize("number", [1, 3])
def test_looking_again_costs_the_same_however_many(of, number, officer, django_assert_num_queries):
    wishes, outcome = wished(made(of, number, officer)), Outcome("rules", NOW)

    # A savepoint, the deals as they are now, the follow-ups, their histories, what they belong to,
    # and its end.
    with django_assert_num_queries(6):
        asking.make_all(wishes, outcome)

    assert (outcome.made, outcome.broken) == (number, 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_rule_waits_for_whoever_is_making_a_deal_confidential(officer):
    deal = DealFactory(owner=officer)
    wishes, outcome = wished([deal]), Outcome("rules", NOW)

    def make_all():
        asking.make_all(wishes, outcome)
        connection.close()

    beside = threading.Thread(target=make_all)
    with transaction.atomic():
        hide(deal)
        beside.start()
        beside.join(0.5)
        assert beside.is_alive()
    beside.join()

    assert outcome.made == 1
    assert deal.follow_ups.get().is_restricted is True
