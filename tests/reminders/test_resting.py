"""Rules that are looked at once in a while: what is broken stays told, and no look is lost."""

from datetime import UTC, datetime, timedelta

import pytest

from deals.models import Deal
from itpo.office.models import Milestone, Rule, Trouble
from itpo.reminders import rules
from itpo.reminders.tick import tick
from tests.factories import DealFactory, RuleFactory, UserFactory, VisitFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def deal(officer):
    """One of which nothing can be asked, as its owner belongs to no office."""
    RuleFactory(subject="deal", offset=0, unit="days", anchor="rhythm", condition="unplanned")
    nowhere = UserFactory(office=None, is_superuser=True)
    made = DealFactory(office=officer.office, owner=nowhere, rhythm_days=30)
    Deal.objects.update(created_at=NOW - timedelta(days=29))
    return made


def mended(deal, officer):
    Deal.objects.filter(pk=deal.pk).update(owner=officer)


def told() -> list[tuple[str, str]]:
    return list(Trouble.objects.lasting().order_by("pk").values_list("part", "model"))


def dies(*args):
    raise KeyboardInterrupt


def fails(*args):
    raise RuntimeError("as a whole")


def test_what_is_broken_stays_told_until_it_was_looked_at_and_is_sound(deal, officer):
    tick(now=NOW)
    tick(now=NOW + 6 * A_MINUTE)
    assert told() == [("rules: deal", "deals.deal")]

    mended(deal, officer)
    tick(now=NOW + 59 * A_MINUTE)
    assert told() == [("rules: deal", "deals.deal")]

    tick(now=NOW + AN_HOUR)
    assert told() == []
    assert deal.follow_ups.count() == 1


def test_a_rule_that_breaks_off_passed_over_nothing_and_is_looked_at_again_at_once(
    deal, officer, monkeypatch
):
    tick(now=NOW)
    mended(deal, officer)
    with monkeypatch.context() as broken:
        broken.setattr(rules, "_ask", fails)
        tick(now=NOW + AN_HOUR)
    assert told() == [("rules: deal", "deals.deal"), ("rules: deal", "office.rule")]

    tick(now=NOW + AN_HOUR + 6 * A_MINUTE)

    assert told() == []
    assert deal.follow_ups.count() == 1


def test_whoever_dies_at_work_has_not_looked(deal, officer, monkeypatch):
    mended(deal, officer)
    with monkeypatch.context() as broken:
        broken.setattr(rules, "_ask", dies)
        with pytest.raises(KeyboardInterrupt):
            tick(now=NOW)
    assert Milestone.objects.filter(name="rules: deal").count() == 0

    tick(now=NOW + A_MINUTE)

    assert deal.follow_ups.count() == 1


def test_while_the_rules_break_off_as_a_whole_what_they_found_broken_stays_told(
    deal, officer, monkeypatch
):
    Rule.objects.update(subject="visit", anchor="ends", condition="")
    VisitFactory(officer=deal.owner, office=officer.office, ends="2026-11-20")
    tick(now=NOW)
    assert told() == [("rules", "delegates.visit")]

    monkeypatch.setattr(rules.Rule, "objects", None)
    tick(now=NOW + 6 * A_MINUTE)

    assert told() == [("rules", "delegates.visit"), ("rules", "")]
