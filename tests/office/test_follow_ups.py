"""A promise is made, kept, moved or dropped; once, and remembered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from itpo.office import follow_ups
from itpo.office.models import FollowUp, Promiser
from tests.factories import (
    CompanyFactory,
    FollowUpFactory,
    OfficeFactory,
    RuleFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
COUNTED = follow_ups.Counted(7, FRIDAY, "10 days ends", "MA,")

VERBS = {
    "tick_off": lambda one, by: follow_ups.tick_off(follow_up=one, by=by, at=NOON),
    "drop": lambda one, by: follow_ups.drop(follow_up=one, by=by, at=NOON, reason="Not wanted"),
    "move": lambda one, by: follow_ups.move(follow_up=one, to=MONDAY, reason="Away", by=by),
    "move_along": lambda one, by: follow_ups.move_along(follow_up=one, to=MONDAY, counted=COUNTED),
}


def kept(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.get(pk=follow_up.pk)


def past(follow_up: FollowUp) -> list[tuple]:
    """What history has: how it changed, the state, the day, and who did it."""
    return list(
        follow_up.history.order_by("history_id").values_list(
            "history_type", "state", "due_on", "history_user"
        )
    )


# --- promising ---------------------------------------------------------------------------------


def test_a_promise_belongs_to_whoever_sees_to_it_and_their_office(officer):
    made = follow_ups.promise(what="  Send the profile ", due_on=FRIDAY, owner=officer)

    made.full_clean()
    assert list(
        FollowUp.objects.values_list("what", "due_on", "owner", "office", "state", "promised_by")
    ) == [("Send the profile", FRIDAY, officer.pk, officer.office_id, "open", Promiser.US)]
    assert (made.about, made.about_url, made.is_restricted) == ("", "", False)
    assert (made.closed_at, made.closed_by, made.rule, made.key) == (None, None, None, None)


def test_a_promise_says_what_it_is_about_in_words_with_a_link(officer):
    company = CompanyFactory(name="Yamato Wire")

    made = follow_ups.promise(what="Call", due_on=FRIDAY, owner=officer, about=company)

    assert (made.about, made.about_url) == ("Yamato Wire", company.get_absolute_url())


def test_a_promise_about_what_has_no_page_has_no_link(officer):
    rule = RuleFactory(what="Thank the hosts")

    made = follow_ups.promise(what="Change the rule", due_on=FRIDAY, owner=officer, about=rule)

    assert (made.about, made.about_url) == ("Thank the hosts", "")


def test_a_long_name_is_cut_where_the_column_ends(officer):
    company = CompanyFactory(name="Y" * 200, name_ja="大" * 200)

    made = follow_ups.promise(what="Call", due_on=FRIDAY, owner=officer, about=company)

    made.full_clean()
    assert len(made.about) <= 200


@pytest.mark.parametrize("promiser", Promiser.values)
def test_anybody_may_have_promised(officer, promiser):
    made = follow_ups.promise(
        what="Send samples", due_on=FRIDAY, owner=officer, promised_by=promiser
    )

    assert kept(made).promised_by == promiser


def test_a_promise_may_be_for_its_owner_and_the_managers_only(officer, colleague, manager):
    made = follow_ups.promise(what="Call", due_on=FRIDAY, owner=officer, restricted=True)

    seen_by = [
        viewer
        for viewer in (officer, colleague, manager)
        if FollowUp.objects.visible_to(viewer).filter(pk=made.pk).exists()
    ]
    assert seen_by == [officer, manager]


def test_a_promise_made_for_somebody_else_remembers_who_made_it(officer, colleague):
    made = follow_ups.promise(what="Call", due_on=FRIDAY, owner=colleague, by=officer)

    assert past(made) == [("+", "open", FRIDAY, officer.pk)]


def test_what_a_rule_asks_for_is_made_once_and_remembers_the_day_asked_for(officer):
    rule = RuleFactory(office=officer.office)
    made = follow_ups.promise(what="Thank", due_on=FRIDAY, owner=officer, rule=rule, key="visit:1")

    with pytest.raises(IntegrityError), transaction.atomic():
        follow_ups.promise(what="Thank", due_on=MONDAY, owner=officer, rule=rule, key="visit:1")

    assert (kept(made).rule, kept(made).asked_for_on) == (rule, FRIDAY)
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("what", ["", "   ", "\n\t"])
def test_a_promise_of_nothing_is_refused(officer, what):
    with pytest.raises(follow_ups.NotPossible, match=r"^Say what is to be done\.$"):
        follow_ups.promise(what=what, due_on=FRIDAY, owner=officer)

    assert FollowUp.objects.count() == 0


def test_a_promise_longer_than_its_column_is_refused(officer):
    with pytest.raises(follow_ups.NotPossible, match=r"^Say it in at most 200 characters\.$"):
        follow_ups.promise(what="x" * 201, due_on=FRIDAY, owner=officer)

    assert follow_ups.promise(what="x" * 200, due_on=FRIDAY, owner=officer).what == "x" * 200


def test_somebody_without_an_office_sees_to_nothing():
    nowhere = UserFactory(office=None, is_superuser=True)

    with pytest.raises(follow_ups.NotPossible, match=r"^Somebody of an office has to see to it"):
        follow_ups.promise(what="Call", due_on=FRIDAY, owner=nowhere)

    assert FollowUp.objects.count() == 0


def test_what_is_about_something_of_an_office_is_for_somebody_there(officer):
    elsewhere = UserFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))
    visit = VisitFactory(office=officer.office)

    with pytest.raises(follow_ups.NotPossible, match="works in another office"):
        follow_ups.promise(what="Call", due_on=FRIDAY, owner=elsewhere, about=visit)

    assert FollowUp.objects.count() == 0
    assert follow_ups.promise(what="Call", due_on=FRIDAY, owner=officer, about=visit).office == (
        officer.office
    )


# --- closing -----------------------------------------------------------------------------------


def test_ticking_off_remembers_who_and_when(officer, colleague):
    one = FollowUpFactory(owner=officer, due_on=FRIDAY)

    done = follow_ups.tick_off(follow_up=one, by=colleague, at=NOON)

    done.full_clean()
    now = kept(one)
    assert (now.state, now.closed_at, now.closed_by, now.reason) == ("done", NOON, colleague, "")
    assert not now.is_open
    assert past(one) == [("+", "open", FRIDAY, None), ("~", "done", FRIDAY, colleague.pk)]


def test_dropping_remembers_why(officer):
    one = FollowUpFactory(owner=officer, due_on=FRIDAY)

    follow_ups.drop(follow_up=one, by=officer, at=NOON, reason=" The company closed ")

    now = kept(one)
    assert (now.state, now.closed_at, now.closed_by, now.reason) == (
        "dropped",
        NOON,
        officer,
        "The company closed",
    )
    assert past(one)[1:] == [("~", "dropped", FRIDAY, officer.pk)]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_dropping_or_moving_without_a_reason_is_refused(officer, reason):
    one = FollowUpFactory(owner=officer, due_on=FRIDAY)

    with pytest.raises(follow_ups.NotPossible):
        follow_ups.drop(follow_up=one, by=officer, at=NOON, reason=reason)
    with pytest.raises(follow_ups.NotPossible):
        follow_ups.move(follow_up=one, to=MONDAY, reason=reason)

    assert past(one) == [("+", "open", FRIDAY, None)]


@pytest.mark.parametrize("first", ["tick_off", "drop"])
@pytest.mark.parametrize("second", VERBS)
def test_what_is_closed_is_not_changed_again(officer, colleague, first, second):
    one = FollowUpFactory(owner=officer, due_on=FRIDAY)
    seen_open = kept(one)  # as a second browser still shows it
    VERBS[first](one, officer)
    closed, before = kept(one), past(one)

    with pytest.raises(follow_ups.NotPossible) as refusal:
        VERBS[second](seen_open, colleague)

    state = "done" if first == "tick_off" else "dropped"
    assert str(refusal.value) == f"It was closed already: {state}."
    assert (kept(one).closed_by, kept(one).due_on) == (closed.closed_by, FRIDAY)
    assert past(one) == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_it_at_the_same_moment_one_is_told():
    one, people = FollowUpFactory(), UserFactory.create_batch(2)
    both_are_ready = Barrier(len(people))

    def close(by) -> str:
        both_are_ready.wait()
        try:
            follow_ups.tick_off(follow_up=one, by=by, at=NOON)
        except follow_ups.NotPossible as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "ticked off"

    with ThreadPoolExecutor() as pool:
        said = list(pool.map(close, people))

    assert sorted(said) == ["It was closed already: done.", "ticked off"]
    assert [row[:2] for row in past(one)] == [("+", "open"), ("~", "done")]


# --- moving ------------------------------------------------------------------------------------


def test_moving_gives_another_day_and_says_why(officer):
    one = FollowUpFactory(owner=officer, due_on=FRIDAY)

    follow_ups.move(follow_up=one, to=MONDAY, reason=" They are away ", by=officer)

    now = kept(one)
    assert (now.state, now.due_on, now.reason) == ("open", MONDAY, "They are away")
    assert past(one) == [("+", "open", FRIDAY, None), ("~", "open", MONDAY, officer.pk)]


def test_a_moved_follow_up_is_ticked_off_like_any_other(officer):
    one = FollowUpFactory(owner=officer, due_on=FRIDAY)
    follow_ups.move(follow_up=one, to=MONDAY, reason="Away", by=officer)

    follow_ups.tick_off(follow_up=one, by=officer, at=NOON)

    assert (kept(one).state, kept(one).reason) == ("done", "")
    assert [row[1] for row in past(one)] == ["open", "open", "done"]


def test_nothing_else_is_saved_along(officer):
    one = FollowUpFactory(owner=officer, what="Send the profile")
    one.what = "typed by mistake and not saved"

    follow_ups.move(follow_up=one, to=MONDAY, reason="Away")
    follow_ups.tick_off(follow_up=one, by=officer, at=NOON)

    assert kept(one).what == "Send the profile"


# --- what a rule asked for ---------------------------------------------------------------------


def test_what_a_rule_asked_for_moves_along_with_its_cause(officer):
    one = follow_ups.promise(
        what="Thank", due_on=FRIDAY, owner=officer, rule=RuleFactory(), key="visit:1"
    )

    follow_ups.move_along(follow_up=one, to=MONDAY, counted=COUNTED)

    assert (kept(one).due_on, kept(one).asked_for_on) == (MONDAY, MONDAY)
    found = FollowUp.objects.filter(pk=one.pk).values_list(*COUNTED._fields)
    assert list(found) == [COUNTED]


def test_a_day_given_by_hand_stays_while_the_rule_asks_for_the_same(officer):
    one = follow_ups.promise(
        what="Thank", due_on=FRIDAY, owner=officer, rule=RuleFactory(), key="visit:1"
    )
    follow_ups.move(follow_up=one, to=MONDAY, reason="Away")

    follow_ups.move_along(follow_up=one, to=FRIDAY, counted=COUNTED)

    assert (kept(one).due_on, kept(one).reason) == (MONDAY, "Away")


def test_what_its_rule_dropped_is_taken_up_again(officer):
    one = follow_ups.promise(
        what="Thank", due_on=FRIDAY, owner=officer, rule=RuleFactory(), key="visit:1"
    )
    follow_ups.drop(follow_up=one, by=None, at=NOON, reason="The visit was cancelled")
    assert kept(one).was_dropped_by_its_rule

    follow_ups.take_up_again(follow_up=one, due_on=MONDAY)

    now = kept(one)
    now.full_clean()
    assert (now.state, now.due_on, now.closed_at, now.reason) == ("open", MONDAY, None, "")


@pytest.mark.parametrize("verb", ["tick_off", "drop"])
def test_what_a_person_closed_is_not_taken_up_again(officer, verb):
    one = FollowUpFactory(owner=officer, due_on=FRIDAY)
    VERBS[verb](one, officer)

    with pytest.raises(follow_ups.NotPossible, match=r"^Somebody closed it\.$"):
        follow_ups.take_up_again(follow_up=one, due_on=MONDAY)

    assert not kept(one).is_open


def test_what_is_open_is_not_taken_up_again(officer):
    one = FollowUpFactory(owner=officer)

    with pytest.raises(follow_ups.NotPossible):
        follow_ups.take_up_again(follow_up=one, due_on=MONDAY)

    assert past(one) == [("+", "open", FRIDAY, None)]


def test_a_follow_up_stays_when_its_rule_goes(officer):
    rule = RuleFactory()
    one = FollowUpFactory(owner=officer, rule=rule)

    rule.delete()

    assert kept(one).rule is None


def test_a_follow_up_is_attached_to_everything_it_is_about(officer):
    visit, company = VisitFactory(officer=officer), CompanyFactory()
    one = follow_ups.promise(what="Call", due_on=FRIDAY, owner=officer, about=visit)

    visit.follow_ups.add(one)
    company.follow_ups.add(one)

    assert list(one.visits.all()) == [visit]
    assert list(one.companies.all()) == [company]
