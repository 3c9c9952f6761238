"""Follow-ups that visits and missions call for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delegates.models import Visit
from investors.agenda import cancel_visit
from itpo.office import chain, follow_ups
from itpo.office.models import FollowUp, Rule, User
from itpo.office.reasons import Reason
from itpo.reminders import asking, rules
from itpo.reminders.counting import Counting
from itpo.reminders.outcome import Outcome
from tests.factories import (
    FollowUpFactory,
    HolidayFactory,
    ManagerFactory,
    MissionFactory,
    OfficeFactory,
    RuleFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # nine o'clock on a Friday in Tokyo
Subject, Anchor, Unit = Rule.Subject, Rule.Anchor, Rule.Unit
DAYS_OFF = 4  # queries: which there are, and whether one of them has changed


def apply(now: datetime = NOW) -> tuple[int, int]:
    outcome = rules.apply(now=now)
    return outcome.made, outcome.broken


def test_a_visit_gets_what_its_rule_asks_for_once():
    rule = RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS, what="Thank the hosts")
    visit = VisitFactory(ends="2026-11-27")

    assert [apply(), apply()] == [(1, 0), (0, 0)]

    (promise,) = visit.follow_ups.all()
    assert (promise.what, promise.due_on, promise.owner) == (
        "Thank the hosts",
        date(2026, 11, 30),
        visit.officer,
    )
    assert (promise.rule, promise.office, promise.is_restricted) == (rule, visit.office, False)
    assert promise.about == chain.in_words(visit)
    assert promise.about_url == visit.get_absolute_url()
    assert promise.history.count() == 1


def test_a_mission_gets_its_own_from_its_owner():
    RuleFactory(subject=Subject.MISSION, offset=-10, anchor=Anchor.BEGINS, what="Confirm")
    RuleFactory(subject=Subject.VISIT, offset=-10, anchor=Anchor.BEGINS, what="Something else")
    owner = UserFactory()
    mission = MissionFactory(begins="2026-12-01", owner=owner)

    assert apply() == (1, 0)

    assert [(one.what, one.due_on, one.owner) for one in mission.follow_ups.all()] == [
        ("Confirm", date(2026, 11, 20), owner)
    ]


@pytest.mark.parametrize(
    "mission",
    [
        {"owner": None, "begins": "2026-12-01"},
        {"begins": "2026-12-01", "is_ours": False},
        {"begins": "2026-12-01", "state": "cancelled", "cancelled_because": "No companies"},
        {"begins": "2026-12"},
        {"begins": "about 2026"},
        {"begins": ""},
    ],
    ids=str,
)
def test_nothing_is_asked_for_without_an_owner_a_day_or_a_cause(mission):
    RuleFactory(subject=Subject.MISSION, offset=-10, anchor=Anchor.BEGINS)
    MissionFactory(**{"owner": UserFactory(), **mission})

    assert apply() == (0, 0)
    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize(
    ("ends", "made"),
    [
        ("2026-12-02", 1),  # due the 4th of December, in 14 days
        ("2026-12-03", 0),
        ("2026-09-18", 1),  # due the 24th of September, after a row of holidays
        ("2026-09-16", 0),  # due the 18th, more than 60 days ago
        ("1994-05-03", 0),
    ],
)
def test_a_follow_up_is_made_from_two_weeks_before_to_two_months_after_it_is_due(ends, made):
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    VisitFactory(begins="", ends=ends)

    assert apply() == (made, 0)


@pytest.mark.parametrize(("begins", "made"), [("2026-11-20", 0), ("2026-11-21", 1)])
def test_what_is_to_be_done_before_is_not_asked_for_once_it_has_begun(begins, made):
    RuleFactory(offset=-5, unit=Unit.WORKING_DAYS, anchor=Anchor.BEGINS)
    VisitFactory(begins=begins, ends="")

    assert apply() == (made, 0)


def test_a_rule_concerns_its_own_office_only():
    RuleFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))
    VisitFactory()

    assert apply() == (0, 0)


def test_what_is_to_be_done_stays_at_its_office_where_its_owner_has_moved_to_another():
    rule = RuleFactory()
    visit = VisitFactory()
    elsewhere = OfficeFactory(name="UNIDO ITPO Elsewhere")
    User.objects.filter(pk=visit.officer_id).update(office=elsewhere)

    assert apply() == (1, 0)

    promise = visit.follow_ups.get()
    assert (promise.office, promise.owner) == (rule.office, visit.officer)
    told = [ManagerFactory(office=one) for one in (rule.office, elsewhere)]
    assert [promise in FollowUp.objects.visible_to(one) for one in told] == [True, False]


def test_a_rule_out_of_use_asks_for_nothing():
    RuleFactory(is_active=False)
    VisitFactory()

    assert apply() == (0, 0)


def test_an_open_follow_up_moves_along_with_the_visit():
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(ends="2026-11-27")
    apply()
    visit.ends = "2027-02-10"
    visit.save()

    assert apply() == (0, 0)

    (promise,) = visit.follow_ups.all()
    assert promise.due_on == date(2027, 2, 12)
    assert [one.due_on for one in promise.history.order_by("history_id")] == [
        date(2026, 11, 30),
        date(2027, 2, 12),
    ]


def test_a_day_given_by_hand_stays_until_the_visit_moves():
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(ends="2026-11-27")
    apply()
    promise = visit.follow_ups.get()
    follow_ups.move(follow_up=promise, to=date(2026, 12, 4), reason="Mr Tanaka is away")

    apply()
    promise.refresh_from_db()
    assert promise.due_on == date(2026, 12, 4)

    visit.ends = "2026-12-10"
    visit.save()
    apply()
    promise.refresh_from_db()
    assert (promise.due_on, promise.reason) == (date(2026, 12, 14), "")


def test_what_is_done_stays_done_wherever_the_visit_moves():
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(ends="2026-11-27")
    apply()
    promise = visit.follow_ups.get()
    follow_ups.tick_off(follow_up=promise, by=visit.officer, at=NOW)
    visit.ends = "2026-11-30"
    visit.save()

    assert apply() == (0, 0)

    promise.refresh_from_db()
    assert (promise.state, promise.due_on) == (FollowUp.State.DONE, date(2026, 11, 30))
    assert FollowUp.objects.count() == 1


def test_a_cancelled_visit_drops_what_its_rules_asked_for_and_nothing_else():
    RuleFactory(what="Thank the hosts")
    visit = VisitFactory()
    own_promise = FollowUpFactory(owner=visit.officer)
    visit.follow_ups.add(own_promise)
    apply()
    cancel_visit(visit=visit, because="No visa", at=NOW)

    assert apply() == (0, 0)

    thanks = visit.follow_ups.get(what="Thank the hosts")
    own_promise.refresh_from_db()
    assert (thanks.state, thanks.reason) == (FollowUp.State.DROPPED, "No visa")
    assert (thanks.closed_at, thanks.closed_by) == (NOW, None)
    assert own_promise.state == FollowUp.State.OPEN


def test_a_visit_that_takes_place_after_all_takes_its_follow_up_up_again():
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(ends="2026-11-27")
    apply()
    Visit.objects.update(state="cancelled", cancelled_because="No visa")
    apply()
    Visit.objects.update(
        state="planned", ends_earliest=date(2026, 11, 30), ends_latest=date(2026, 11, 30)
    )

    assert apply() == (0, 0)

    (promise,) = visit.follow_ups.all()
    assert (promise.state, promise.due_on) == (FollowUp.State.OPEN, date(2026, 12, 2))


def test_what_somebody_dropped_stays_dropped():
    RuleFactory()
    visit = VisitFactory()
    apply()
    promise = visit.follow_ups.get()
    follow_ups.drop(follow_up=promise, by=visit.officer, at=NOW, reason="Thanked on the spot")

    assert apply() == (0, 0)

    promise.refresh_from_db()
    assert (promise.state, promise.reason) == (FollowUp.State.DROPPED, "Thanked on the spot")


def test_a_date_that_is_no_longer_known_to_the_day_drops_the_follow_up():
    RuleFactory(anchor=Anchor.ENDS)
    visit = VisitFactory(ends="2026-11-27")
    apply()
    visit.ends = "2026-11"
    visit.save()

    apply()

    assert visit.follow_ups.get().reason == "Its date is no longer known to the day."


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rule: Rule.objects.update(is_active=False), "The rule is no longer in use."),
        (lambda rule: rule.delete(), "Its rule was deleted."),
    ],
    ids=["out of use", "deleted"],
)
def test_a_rule_that_goes_takes_its_open_follow_ups_with_it(change, reason):
    rule = RuleFactory()
    visit = VisitFactory()
    apply()
    change(rule)

    assert apply() == (0, 0)

    assert [(one.state, one.reason) for one in visit.follow_ups.all()] == [
        (FollowUp.State.DROPPED, reason)
    ]


def test_a_visit_that_is_deleted_takes_its_follow_up_with_it():
    RuleFactory()
    VisitFactory()
    apply()
    Visit.objects.all().delete()

    apply()

    assert FollowUp.objects.get().reason == "What it was about is no longer there."


def test_a_changed_rule_moves_what_is_still_open():
    rule = RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(ends="2026-11-27")
    apply()
    rule.offset = 5
    rule.save()

    apply()

    assert visit.follow_ups.get().due_on == date(2026, 12, 2)


def test_making_a_follow_up_that_another_tick_has_just_made_does_nothing():
    rule = RuleFactory()
    visit = VisitFactory()
    due = date(2026, 11, 30)

    counted = follow_ups.Counted(visit.pk, date(2026, 11, 27), "2 days ends")

    wish = asking.Wish(rule, visit, visit.officer, "Thank", due, "rule:1", counted)
    made = [asking.make(wish) for _ in range(2)]

    assert made == [True, False]
    assert [one.due_on for one in visit.follow_ups.all()] == [due]


def test_one_broken_visit_stops_no_other():
    RuleFactory()
    administrator = UserFactory(is_superuser=True, office=None)
    broken = VisitFactory(officer=administrator, office=OfficeFactory())
    sound = VisitFactory()

    assert apply() == (1, 1)

    assert [broken.follow_ups.count(), sound.follow_ups.count()] == [0, 1]


def test_one_broken_rule_stops_no_other(monkeypatch):
    broken = RuleFactory()
    monkeypatch.setattr(Counting, "terms", lambda self, rule: 1 / (rule.pk - broken.pk) and "")
    RuleFactory(what="Thank the hosts")
    visit = VisitFactory()

    assert apply() == (1, 1)

    assert [one.what for one in visit.follow_ups.all()] == ["Thank the hosts"]


@pytest.mark.parametrize("visits", [1, 3])
def test_looking_costs_the_same_for_any_number_of_visits(visits, django_assert_num_queries):
    RuleFactory.create_batch(2)
    VisitFactory.create_batch(visits)
    apply()

    # The rules, mails of rules, follow-ups without a rule; for each of two rules what has moved or
    # gone, and what is new.
    with django_assert_num_queries(3 + 2 * 2 + DAYS_OFF):
        assert apply() == (0, 0)


@pytest.mark.parametrize("visits", [1, 3])
def test_new_follow_ups_cost_the_same_however_many(visits, django_assert_num_queries):
    RuleFactory()
    apply()  # now the rule's terms are known
    made = VisitFactory.create_batch(visits)

    # The rules, mails of rules, follow-ups without a rule; what has moved, what falls due, what it
    # is, which keys are taken; a savepoint, the follow-ups, their histories, what they belong to,
    # and its end.
    with django_assert_num_queries(12 + DAYS_OFF):
        assert apply() == (visits, 0)

    assert [[one.history.count() for one in visit.follow_ups.all()] for visit in made] == [
        [1]
    ] * visits


def test_what_is_not_due_yet_keeps_nothing_waiting_however_much_it_is(monkeypatch):
    """A country's days off may move what is due by weeks, so more may be due than is."""
    monkeypatch.setattr(rules, "AT_A_TIME", 1)
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS, working=Rule.Working.BOTH)
    VisitFactory.create_batch(3, ends="2026-12-10")  # due in more than two weeks
    due = [VisitFactory(ends="2026-11-26") for _ in range(2)]

    assert [apply(), apply(), apply()] == [(1, 0), (1, 0), (0, 0)]

    assert [visit.follow_ups.count() for visit in due] == [1, 1]


def test_where_another_tick_was_quicker_with_one_the_others_are_made_one_by_one():
    rule = RuleFactory()
    one, two = VisitFactory.create_batch(2)
    due, counted = date(2026, 11, 30), follow_ups.Counted(0, date(2026, 11, 27), "2 days ends")
    wishes = [
        asking.Wish(rule, visit, visit.officer, "Thank", due, f"rule:{visit.pk}", counted)
        for visit in (one, two)
    ]
    asking.make(wishes[0])
    outcome = Outcome("rules", NOW)

    asking.make_all(wishes, outcome)

    assert (outcome.made, outcome.broken) == (1, 0)
    assert [visit.follow_ups.count() for visit in (one, two)] == [1, 1]
    assert FollowUp.history.count() == 2


def test_two_weeks_of_ticks_make_each_follow_up_once():
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    RuleFactory(offset=-5, unit=Unit.WORKING_DAYS, anchor=Anchor.BEGINS)
    VisitFactory(begins="2026-12-07", ends="2026-12-11")

    made = [apply(NOW + timedelta(days=n))[0] for n in range(30)]

    assert sum(made) == 2
    assert FollowUp.objects.open().count() == 2


def many_open(rule, number):
    """Visits to come, each with the follow-up a rule asked for, as if made one by one."""
    officer = UserFactory(office=rule.office)
    delegate = VisitFactory(officer=officer, begins="", ends="2020-01-01").delegate
    day = date(2027, 3, 1)
    visits = Visit.objects.bulk_create(
        Visit(
            office=rule.office,
            officer=officer,
            delegate=delegate,
            ends="2027-03-01",
            ends_edtf="2027-03-01",
            ends_earliest=day,
            ends_latest=day,
        )
        for _number in range(number)
    )
    promises = FollowUp.objects.bulk_create(
        FollowUp(
            office=rule.office,
            owner=officer,
            what=rule.what,
            due_on=date(2027, 3, 3),
            asked_for_on=date(2027, 3, 3),
            rule=rule,
            key=f"rule:{rule.pk}:visit:{visit.pk}",
            cause=visit.pk,
            counted_from=day,
            counted_by=Counting(NOW).terms(rule),
        )
        for visit in visits
    )
    Visit.follow_ups.through.objects.bulk_create(
        Visit.follow_ups.through(visit=visit, followup=promise)
        for visit, promise in zip(visits, promises, strict=True)
    )


@pytest.mark.parametrize("open_ones", [10, 1000])
def test_a_tick_looks_only_at_what_moves_however_much_is_open(open_ones, django_assert_num_queries):
    rule = RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    many_open(rule, open_ones)
    apply()
    # The rules, mails of rules, follow-ups without a rule, what is gone and what is new.
    with django_assert_num_queries(5 + DAYS_OFF):
        assert apply() == (0, 0)
    moved, cancelled = Visit.objects.filter(follow_ups__rule=rule).order_by("pk")[:2]
    moved.ends = "2027-03-05"
    moved.save()
    Visit.objects.filter(pk=cancelled.pk).update(state="cancelled", cancelled_because="No visa")

    # Two of many: what they are about, and of which the rule holds still (3); one is moved (6: a
    # savepoint, the row, how it was counted, its day and its history), one dropped (5).
    with CaptureQueriesContext(connection) as queries:
        assert apply() == (0, 0)

    assert len(queries) == 19 + DAYS_OFF
    assert moved.follow_ups.get().due_on == date(2027, 3, 8)
    assert FollowUp.objects.open().count() == open_ones - 1


def test_a_new_closure_moves_what_is_still_open():
    RuleFactory(offset=2, unit=Unit.WORKING_DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(begins="", ends="2026-11-27")
    apply()
    assert visit.follow_ups.get().due_on == date(2026, 12, 1)

    HolidayFactory(on=date(2026, 11, 30))

    assert apply() == (0, 0)
    assert visit.follow_ups.get().due_on == date(2026, 12, 2)


def test_a_closure_that_moves_nothing_writes_no_history(django_assert_num_queries):
    rule = RuleFactory(offset=2, unit=Unit.WORKING_DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(begins="", ends="2026-11-27")
    apply()
    HolidayFactory(on=date(2027, 5, 6))

    apply()

    promise = visit.follow_ups.get()
    assert promise.history.count() == 1
    assert promise.counted_by == Counting(NOW).terms(rule)


def test_a_follow_up_from_before_causes_were_kept_is_known_by_its_key():
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(begins="", ends="2026-11-27")
    apply()
    FollowUp.objects.update(cause=None, counted_from=None, counted_by="")
    visit.ends = "2026-11-30"
    visit.save()

    assert apply() == (0, 0)

    promise = visit.follow_ups.get()
    assert (promise.state, promise.due_on, promise.cause) == ("open", date(2026, 12, 2), visit.pk)


@pytest.mark.parametrize(
    ("begins", "due"),
    [
        ("2028-02-29", "2028-02-28"),
        ("2028-03-01", "2028-02-29"),
        ("2027-01-01", "2026-12-31"),
    ],
)
def test_a_rule_counts_across_the_ends_of_months_and_years(begins, due):
    RuleFactory(offset=-1, unit=Unit.DAYS, anchor=Anchor.BEGINS)
    visit = VisitFactory(begins=begins, ends="")
    day = date.fromisoformat(due) - timedelta(days=3)

    apply(datetime(day.year, day.month, day.day, tzinfo=UTC))

    assert [str(one.due_on) for one in visit.follow_ups.all()] == [due]


def test_the_day_is_the_offices_own():
    """On New Year's Eve at 20:00 UTC it is the first of January in Tokyo, not in New York."""
    RuleFactory(offset=-1, unit=Unit.DAYS, anchor=Anchor.BEGINS)
    RuleFactory(
        office=OfficeFactory(name="UNIDO ITPO Elsewhere", time_zone="America/New_York"),
        offset=-1,
        unit=Unit.DAYS,
        anchor=Anchor.BEGINS,
    )
    here = VisitFactory(begins="2027-01-01", ends="")
    there = VisitFactory(
        officer=UserFactory(office=Rule.objects.last().office), begins="2027-01-01", ends=""
    )

    apply(datetime(2026, 12, 31, 20, 0, tzinfo=UTC))

    assert [here.follow_ups.count(), there.follow_ups.count()] == [0, 1]


def test_a_day_that_becomes_known_only_in_part_and_then_again_in_full():
    RuleFactory(offset=2, unit=Unit.DAYS, anchor=Anchor.ENDS)
    visit = VisitFactory(begins="", ends="2026-11-27")
    states = []
    for ends in ("2026-11-27", "2026-11", "2026-11-30"):
        visit.ends = ends
        visit.save()
        apply()
        states += [(one.state, str(one.due_on)) for one in visit.follow_ups.all()]

    assert states == [("open", "2026-11-30"), ("dropped", "2026-11-30"), ("open", "2026-12-02")]


def test_a_follow_up_is_dropped_in_the_words_of_whoever_was_to_do_it():
    promise = FollowUpFactory(owner__language="fr")

    asking.drop(promise, Reason("Something is still missing: %(what)s.", {"what": "it"}), NOW)

    promise.refresh_from_db()
    assert (promise.state, promise.reason) == ("dropped", "Il manque encore\xa0: it.")
