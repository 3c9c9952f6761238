"""Mails by rule: to the delegate, to companies, to the members of a mission."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail

from delegates.models import Application, Delegate, Visit
from itpo.office import merging, outbox, post
from itpo.office.letters import NotCalledFor
from itpo.office.models import FollowUp, OutgoingMail, PersonalLink, Rule
from itpo.reminders import rules
from itpo.reminders.tick import tick
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    LinkedApplicationFactory,
    ManagerFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionMemberFactory,
    OutgoingMailFactory,
    ProgrammeFactory,
    RuleFactory,
    RuleTextFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # nine o'clock on a Friday in Tokyo
A_DAY = timedelta(days=1)


def rule_for(tells=Rule.Tells.DELEGATE, body="Dear {name}, what came of it?", **more):
    values = {"offset": 2, "what": "Ask what came of it", "tells": tells, **more}
    rule = RuleFactory(**values)
    RuleTextFactory(rule=rule, subject="Your visit", body=body)
    return rule


def visit_of(officer, **more):
    delegate = DelegateFactory(**{"email": "karim@example.org", **more.pop("delegate", {})})
    values = {"officer": officer, "delegate": delegate, "begins": "", "ends": "2026-11-27", **more}
    return VisitFactory(**values)


def apply(now=NOW):
    outcome = rules.apply(now=now)
    return outcome.made, outcome.broken


def book():
    rows = OutgoingMail.objects.filter(kind="rule").order_by("pk")
    return [(one.to, one.state, f"{one.send_after:%Y-%m-%d %H}") for one in rows]


def move(visit, ends):
    visit.ends = ends
    visit.save()


# The 29th is a Sunday; a mail leaves on the next day that is worked, at nine in Tokyo.
MONDAY = ("karim@example.org", "queued", "2026-11-30 00")


def test_a_mail_is_entered_once_two_weeks_ahead_for_a_morning_that_is_worked(officer):
    rule = rule_for()
    visit = visit_of(officer)

    assert [apply(), apply()] == [(1, 0), (0, 0)]

    (mail,) = OutgoingMail.objects.all()
    assert book() == [MONDAY]
    assert mail.key == f"rule:{rule.pk}:visit:{visit.pk}:delegate:{visit.delegate_id}"
    assert mail.send_before == mail.send_after + 14 * A_DAY
    assert (mail.office, mail.is_restricted) == (officer.office, False)
    assert FollowUp.objects.count() == 0


def test_it_moves_along_while_it_is_not_sent(officer):
    rule_for()
    visit = visit_of(officer)
    apply()

    move(visit, "2027-02-01")  # far beyond two weeks
    apply()
    assert book() == [("karim@example.org", "queued", "2027-02-03 00")]

    move(visit, "2026-11-24")
    apply()
    assert book() == [("karim@example.org", "queued", "2026-11-26 00")]


def test_it_is_cancelled_with_its_cause_and_entered_again_in_the_same_row(officer):
    rule_for()
    visit = visit_of(officer)
    apply()
    (mail,) = OutgoingMail.objects.all()

    Visit.objects.update(state="cancelled", cancelled_because="No visa")
    apply()
    mail.refresh_from_db()
    assert (mail.state, mail.why_shown, mail.cancelled_by) == (
        "cancelled",
        "Cancelled: No visa",
        None,
    )

    Visit.objects.update(state="planned")
    assert apply() == (0, 0)
    assert book() == [MONDAY]
    assert OutgoingMail.objects.get().pk == mail.pk
    assert OutgoingMail.objects.get().why_shown == ""
    assert visit.follow_ups.count() == 0


def test_what_somebody_cancelled_stays_cancelled(officer):
    rule_for()
    visit_of(officer)
    apply()
    manager = ManagerFactory(office=officer.office)
    outbox.cancel(mail=OutgoingMail.objects.get(), why="I called them", by=manager, at=NOW)

    assert apply() == (0, 0)

    assert [one[1] for one in book()] == ["cancelled"]


def test_it_is_sent_on_its_day_in_the_readers_language(officer):
    rule = rule_for(body="Dear {name}, you left on {last_day}.\n{officer}, {office}")
    RuleTextFactory(rule=rule, language="fr", subject="Votre visite", body="{name}, {last_day}")
    visit = visit_of(officer, delegate={"language": "fr"})
    apply()
    assert tick(now=datetime(2026, 11, 29, 23, 59, tzinfo=UTC)).sent == 0

    assert tick(now=datetime(2026, 11, 30, 0, 0, tzinfo=UTC)).sent == 1

    (mail,) = django_mail.outbox
    assert (mail.to, mail.subject) == (["karim@example.org"], "Votre visite")
    assert mail.body == f"{visit.delegate.full_name}, 27 novembre 2026\n"
    assert tick(now=datetime(2026, 12, 1, 0, 0, tzinfo=UTC)).sent == 0


def test_whoever_reads_a_language_without_words_gets_the_english_ones(officer):
    rule_for()
    visit_of(officer, delegate={"language": "ja"})
    apply()

    tick(now=datetime(2026, 11, 30, 0, 0, tzinfo=UTC))

    assert [mail.subject for mail in django_mail.outbox] == ["Your visit"]


def test_the_words_look_again_at_the_day_and_the_cause(officer):
    rule_for()
    visit = visit_of(officer)
    apply()
    (mail,) = OutgoingMail.objects.all()
    at = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)

    from_post = rules.rule_mails.compose
    assert from_post(mail, at).subject == "Your visit"
    move(visit, "2026-12-01")
    assert from_post(mail, at).send_after == datetime(2026, 12, 3, 0, 0, tzinfo=UTC)
    Visit.objects.update(state="cancelled", cancelled_because="No visa")
    assert str(from_post(mail, at)) == "Cancelled: No visa"
    Rule.objects.all().delete()
    assert from_post(mail, at) == NotCalledFor("Its rule was deleted.")


def test_a_corrected_address_is_the_one_it_goes_to(officer):
    rule_for()
    visit_of(officer)
    apply()
    Delegate.objects.update(email="k.right@example.org")
    at = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
    assert rules.rule_mails.compose(OutgoingMail.objects.get(), at) == NotCalledFor(
        "Their address has changed."
    )

    apply()

    assert [one[0] for one in book()] == ["k.right@example.org"]


def test_who_has_no_address_becomes_a_follow_up_until_they_have(officer):
    rule_for()
    visit = visit_of(officer, delegate={"email": ""})

    assert [apply(), apply()] == [(0, 0), (0, 0)]
    assert book() == []
    (promise,) = visit.follow_ups.all()
    assert (promise.owner, promise.due_on) == (officer, date(2026, 11, 30))
    assert promise.what == (
        f"Ask what came of it – not to {visit.delegate.full_name}: no address is known"
    )

    Delegate.objects.update(email="karim@example.org")
    assert apply() == (1, 0)
    assert book() == [MONDAY]
    promise.refresh_from_db()
    assert (promise.state, promise.reason) == ("dropped", "They can be written to now.")


def test_who_has_no_page_to_lead_to_becomes_a_follow_up(officer):
    rule_for(body="Look here: {link}")
    visit = visit_of(officer)

    apply()

    assert book() == []
    assert visit.follow_ups.get().what.endswith("there is no page to lead to")


def test_the_holder_of_a_link_is_led_to_their_page_and_the_book_keeps_no_key(officer):
    rule_for(
        subject="application",
        offset=-7,
        anchor="closes",
        condition="not_in",
        body="Until {last_day}: {link}",
    )
    programme = ProgrammeFactory(officer=officer, call_closes_on=date(2026, 11, 30))
    application = LinkedApplicationFactory(programme=programme, link__language="en")
    apply()

    tick(now=datetime(2026, 11, 24, 0, 0, tzinfo=UTC))

    (sent,) = django_mail.outbox
    token = application.link.token()
    assert token in sent.body
    kept = OutgoingMail.objects.get(kind="rule")
    assert kept.state == "sent"
    assert token not in kept.body + kept.subject
    assert "•••" in kept.body


def test_a_mail_before_something_leaves_before_a_day_off_and_not_once_it_has_begun(officer):
    rule_for(offset=-1, unit="days", anchor="begins", body="We look forward, {name}.")
    visit = visit_of(officer, begins="2026-11-30", ends="2026-12-04")  # a Monday
    apply()
    (mail,) = OutgoingMail.objects.filter(kind="rule")
    assert f"{mail.send_after:%a %d}" == "Fri 27"

    Visit.objects.filter(pk=visit.pk).update(
        begins="2026-11-20", begins_earliest=NOW.date(), begins_latest=NOW.date()
    )
    tick(now=NOW + timedelta(hours=1))

    mail.refresh_from_db()
    assert (mail.state, mail.why_shown) == ("cancelled", "It was to leave before that day.")
    assert django_mail.outbox == []


def set_out(visit, begins):
    visit.begins, visit.ends = begins, ""
    visit.save()


@pytest.mark.parametrize("error", ["", "550 no such user"], ids=["missed", "failed"])
def test_what_was_missed_or_failed_is_entered_again_when_its_day_moves_ahead(officer, error):
    rule_for(offset=-30, unit="days", anchor="begins", body="We look forward, {name}.")
    visit = visit_of(officer, begins="2026-12-20", ends="")
    apply()
    over = {"state": "failed", "error": error} if error else {"state": "missed", "why": "Late"}
    OutgoingMail.objects.update(**over)
    assert apply() == (0, 0)
    set_out(visit, "2026-12-19")
    assert apply() == (0, 0)
    assert [one[1] for one in book()] == [over["state"]]

    set_out(visit, "2027-12-20")
    apply()
    assert [one[1] for one in book()] == [over["state"]]
    a_year_on = NOW + 360 * A_DAY
    assert apply(a_year_on) == (0, 0)

    assert book() == [("karim@example.org", "queued", "2027-11-19 00")]
    mail = OutgoingMail.objects.get()
    assert (mail.why, mail.error, mail.send_before) == ("", "", mail.send_after + 14 * A_DAY)


@pytest.mark.parametrize("resent", ["sent", "failed", "queued", "waiting", "sending"])
def test_what_a_manager_had_sent_again_is_not_entered_for_another_day(officer, resent):
    rule_for(offset=-30, unit="days", anchor="begins", body="We look forward, {name}.")
    visit = visit_of(officer, begins="2026-12-20", ends="")
    apply()
    OutgoingMail.objects.update(state="failed")
    first = OutgoingMail.objects.get()
    sent = {"may_have_left": True, "sent_at": NOW} if resent == "sent" else {}
    if resent == "sending":
        sent = {"leased_until": NOW}
    OutgoingMailFactory(kind="rule", about=first.about, resend_of=first, state=resent, **sent)
    set_out(visit, "2027-12-20")

    apply(NOW + 360 * A_DAY)

    first.refresh_from_db()
    assert first.state == ("queued" if resent == "failed" else "failed")


def test_nobody_gets_the_key_to_anothers_page_or_a_mail_without_its_link(officer):
    rule_for(offset=2, unit="days", anchor="ends", body="Tell us: {link}")
    visit = visit_of(officer, ends="2026-11-25")
    application = LinkedApplicationFactory(visit=visit, link__email=visit.delegate.email)
    apply()
    (mail,) = OutgoingMail.objects.filter(kind="rule")
    assert mail.state == "queued"

    PersonalLink.objects.filter(pk=application.link_id).update(email="new@example.org")
    apply()

    mail.refresh_from_db()
    assert (mail.state, mail.why_shown) == ("cancelled", "there is no page to lead to")
    apply()
    mail.refresh_from_db()
    assert mail.state == "cancelled"


def test_what_a_manager_sends_again_is_left_to_the_post_room(officer):
    rule_for(offset=2, unit="days", anchor="ends")
    visit_of(officer, ends="2026-11-25")
    apply()
    (first,) = OutgoingMail.objects.filter(kind="rule")
    again = OutgoingMailFactory(
        kind="rule", about=first.about, to=first.to, resend_of=first, send_before=None
    )

    apply()

    again.refresh_from_db()
    assert again.send_before is None


def test_the_day_of_an_invitation_is_the_offices(officer):
    rule_for(
        subject="application",
        offset=7,
        unit="days",
        anchor="invited",
        condition="not_in",
        body="Since {first_day}",
    )
    programme = ProgrammeFactory(officer=officer)
    LinkedApplicationFactory(programme=programme, link__language="en")
    # Late in the evening of the 12th in London, the 13th in Tokyo.
    Application.objects.update(created_at=datetime(2026, 11, 12, 20, 0, tzinfo=UTC))

    tick(now=NOW)

    assert [mail.body for mail in django_mail.outbox] == ["Since 13 Nov 2026\n"]


def test_a_form_that_came_in_meanwhile_is_not_asked_for(officer):
    rule_for(subject="application", offset=-7, anchor="closes", condition="not_in")
    programme = ProgrammeFactory(officer=officer, call_closes_on=date(2026, 11, 30))
    LinkedApplicationFactory(programme=programme)
    apply()
    Application.objects.update(state="submitted", submitted_at=NOW)

    apply()

    mail = OutgoingMail.objects.get(kind="rule")
    assert (mail.state, mail.why_shown) == ("cancelled", "The form is in.")


def test_those_met_of_companies_each_get_one_mail(officer):
    rule_for(Rule.Tells.COMPANIES)
    visit = visit_of(officer)
    company = CompanyFactory()
    known = ContactFactory(company=company, email="yamada@example.org")
    gone = ContactFactory(email="gone@example.org", left_on=date(2026, 1, 1))
    hidden = ContactFactory(email="hidden@example.org")
    nobody = CompanyFactory()
    for _twice in range(2):
        MeetingPartyFactory(meeting__visit=visit, company=company, contact=known)
    MeetingPartyFactory(meeting__visit=visit, company=company)
    MeetingPartyFactory(meeting__visit=visit, company=gone.company, contact=gone)
    MeetingPartyFactory(
        meeting__visit=visit, meeting__is_restricted=True, company=hidden.company, contact=hidden
    )
    MeetingPartyFactory(meeting__visit=visit, company=nobody)

    apply()

    assert [one[0] for one in book()] == ["yamada@example.org"]
    assert [one.what for one in visit.follow_ups.all()] == [
        f"Ask what came of it – not to {nobody}: no address is known"
    ]


def test_the_members_of_a_mission_are_written_to_not_who_was_only_invited(officer):
    rule_for(Rule.Tells.MEMBERS, subject="mission")
    mission = MissionFactory(owner=officer, begins="", ends="2026-11-27")
    states = ("invited", "confirmed", "withdrawn", "travelled", "interested")
    for number, state in enumerate(states):
        contact = ContactFactory(email=f"{state}{number}@example.org")
        MissionMemberFactory(mission=mission, company=contact.company, contact=contact, state=state)

    apply()

    assert [one[0] for one in book()] == ["confirmed1@example.org", "travelled3@example.org"]


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"tells": "owner"}],
    ids=["out of use", "asks the owner now"],
)
def test_a_rule_that_writes_no_more_takes_its_mails_back(officer, change):
    rule_for()
    visit_of(officer)
    apply()
    Rule.objects.update(**change)

    apply()

    assert [one[1] for one in book()] == ["cancelled"]


def test_what_was_due_more_than_two_weeks_ago_is_not_sent(officer):
    rule_for()
    visit_of(officer, ends="2026-11-02")  # due on the 4th, sixteen days ago
    visit_of(officer, ends="2026-11-04")

    assert apply() == (1, 0)


def test_a_rule_without_words_is_told_and_stops_no_other(officer):
    RuleFactory(tells=Rule.Tells.DELEGATE)
    rule_for()
    visit_of(officer)

    assert apply() == (1, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_new_mails_cost_the_same_for_any_number(officer, number, django_assert_num_queries):
    rule_for()
    apply()  # now the rule's terms are known
    for _number in range(number):
        visit_of(officer)

    # As below, without mails to be sent; who was merged, a savepoint, the mails, and its end.
    with django_assert_num_queries(15 + 3):
        assert apply() == (number, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_mails_cost_the_same_for_any_number(officer, number, django_assert_num_queries):
    rule_for()
    for _number in range(number):
        visit_of(officer)
    apply()

    # The rules; of one rule what is gone, its words, what falls due, what that is and their pages,
    # its mails and those still to be sent, whom it could not write to; days off, and in three
    # whether one of them has changed; follow-ups without a rule.
    with django_assert_num_queries(11 + 3):
        assert apply() == (0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_mails_in_one_hand_are_cost_one_query_each_and_the_rest_once(
    officer, number, django_assert_num_queries
):
    rule_for()
    for _number in range(number):
        visit_of(officer)
    apply()

    # Claim in a savepoint: 6, and 3 to see that no more is ready. The rule and its words; what it
    # is about and their pages; days off. Of each that it was sent.
    with django_assert_num_queries(6 + 3 + 2 + 2 + 1 + number):
        assert post.hand_out(now=NOW + 10 * A_DAY).sent == number


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"state": "sent", "sent_at": NOW}, ["sent"]),
        ({"state": "queued"}, ["cancelled", "queued"]),
        ({"state": "failed"}, ["failed", "queued"]),
        ({"state": "failed", "may_have_left": True}, ["failed"]),
    ],
)
def test_who_was_merged_is_not_written_to_again(officer, before, after):
    rule_for()
    visit = visit_of(officer)
    apply()
    OutgoingMail.objects.update(**before)
    winner = DelegateFactory(email="karim@example.org")

    merging.merge(winner=winner, loser=visit.delegate, taken=[], by=officer, at=NOW)
    apply(NOW + A_DAY)
    apply(NOW + A_DAY)

    assert list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True)) == after


def test_what_somebody_cancelled_stays_so_when_its_reader_is_merged(officer):
    rule_for()
    visit = visit_of(officer)
    apply()
    OutgoingMail.objects.update(state="cancelled", cancelled_by=officer, why="Not now")
    winner = DelegateFactory(email="karim@example.org")

    merging.merge(winner=winner, loser=visit.delegate, taken=[], by=officer, at=NOW)
    apply(NOW + A_DAY)

    assert OutgoingMail.objects.get().state == "cancelled"
