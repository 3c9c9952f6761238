"""Asking a company what our help did: who can be asked, what it may answer, what becomes of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from deals import claims, confirmations
from deals.confirmations import Answers, FigureAnswer
from deals.models import Claim, Confirmation, Deal
from itpo.office import links
from itpo.office.models import FollowUp, OutgoingMail, PersonalLink
from itpo.office.states import NotPossible
from tests.deals.asked import HIDDEN, NOON, RIGHT, YES, a_deal, answered, asked, person_of, wrong
from tests.factories import (
    ClaimFactory,
    CompanyFactory,
    ContactFactory,
    DealCompanyFactory,
    OfficeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


# --- asking ---


def test_somebody_of_the_company_is_asked_about_the_figures_we_report(officer):
    deal = a_deal(officer)
    old = deal.claims.get()
    newer = ClaimFactory(deal=deal, phase="actual", value=Decimal(90), as_of="2026-06")
    ClaimFactory(deal=deal, metric="women", value=None, is_not_disclosed=True)

    made = asked(officer, deal)

    assert [one.claim for one in made.figures.all()] == [newer]
    assert old not in [one.claim for one in made.figures.all()]
    link = made.link
    assert (link.purpose, link.email, link.language) == ("result", "yamada@example.org", "en")
    assert link.expires_at == NOON + timedelta(days=90)
    assert (made.called, made.asked_by, made.answered_at) == ("Paste plant", officer, None)


def test_the_mail_waits_under_its_own_key_and_only_managers_see_it(officer, manager):
    made = asked(officer)

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.key) == ("confirmation.asked", f"confirmation.asked:{made.pk}:1")
    assert (mail.to, mail.is_restricted) == ("yamada@example.org", True)
    assert list(OutgoingMail.objects.visible_to(officer)) == []
    assert list(PersonalLink.objects.visible_to(officer)) == []
    assert list(PersonalLink.objects.visible_to(manager)) == [made.link]


def test_it_is_promised_to_ask_again_in_twenty_working_days(officer):
    deal = a_deal(officer)

    asked(officer, deal)

    step = deal.follow_ups.get()
    assert step.what == "Ask Yamato Foods again whether our help was needed"
    assert (step.owner, step.due_on) == (officer, date(2026, 12, 21))  # one holiday between
    assert step.is_restricted is False


def test_whoever_asks_asks_again_where_the_deals_owner_works_elsewhere_now(officer):
    gone = UserFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))
    deal = a_deal(officer)
    Deal.objects.filter(pk=deal.pk).update(owner=gone)

    asked(officer, deal)

    step = deal.follow_ups.get()
    assert (step.owner, step.office) == (officer, deal.office)


def test_about_a_confidential_deal_it_is_promised_in_confidence(officer):
    deal = a_deal(officer, is_confidential=True, anonymous_description="A plant")

    asked(officer, deal)

    assert deal.follow_ups.get().is_restricted is True


def test_a_japanese_person_is_asked_in_japanese(officer):
    deal = a_deal(officer)
    person = ContactFactory(
        company=person_of(deal).company, family_name_ja="山田", email="y@example.org"
    )

    assert asked(officer, deal, contact=person).link.language == "ja"


def gone(deal):
    person = person_of(deal)
    person.left_on = date(2026, 1, 1)
    person.save()
    return person


def elsewhere(deal):
    return ContactFactory(email="other@example.org")


def without_address(deal):
    return ContactFactory(company=person_of(deal).company, email="")


def asked_already(deal):
    asked(deal.owner, deal)
    return person_of(deal)


def of_an_ended_deal(deal):
    deal.status, deal.lost_because = "lost", "Another country"
    deal.save()
    return person_of(deal)


@pytest.mark.parametrize(
    ("whom", "why"),
    [
        (gone, "Choose somebody who works at a company of this deal."),
        (elsewhere, "Choose somebody who works at a company of this deal."),
        (without_address, "There is no e-mail address of theirs. Add it to the contact first."),
        (asked_already, "This person is asked already: remind them instead."),
        (of_an_ended_deal, "The deal is lost: there is nothing to confirm."),
    ],
)
def test_who_cannot_be_asked(officer, whom, why):
    deal = a_deal(officer)
    person = whom(deal)
    before = Confirmation.objects.count()

    with pytest.raises(NotPossible, match=why) as refusal:
        asked(officer, deal, contact=person)

    assert refusal.value.field == "contact"
    assert Confirmation.objects.count() == before


def test_only_figures_of_the_deal_that_stand_are_asked_about(officer):
    deal = a_deal(officer)
    withdrawn = ClaimFactory(deal=deal, withdrawn_at=NOON, withdrawn_because="Counted twice")
    hidden = ClaimFactory(deal=deal, value=None, is_not_disclosed=True)

    for claim in (withdrawn, hidden, ClaimFactory()):
        with pytest.raises(NotPossible, match="Choose figures of this deal") as refusal:
            asked(officer, deal, claims=[claim])
        assert refusal.value.field == "claims"
    assert PersonalLink.objects.count() == 0


def test_a_language_we_do_not_speak_is_refused(officer):
    with pytest.raises(NotPossible, match="Choose a language"):
        asked(officer, language="xx")


# --- reminding, calling back ---


def test_a_reminder_closes_the_address_before_and_puts_the_promise_off(officer):
    made = asked(officer)
    before = made.link.token()

    confirmations.remind(confirmation=made, by=officer, at=NOON + timedelta(days=5))

    link = PersonalLink.objects.get()
    assert links.standing(link, before, LATER) == links.Standing.REPLACED
    kinds = OutgoingMail.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["confirmation.asked", "confirmation.reminded"]
    assert FollowUp.objects.get().due_on == date(2026, 12, 23)


def test_nobody_is_reminded_twice_in_ten_minutes_nor_after_the_answer(officer):
    made = asked(officer)
    confirmations.remind(confirmation=made, by=officer, at=LATER)
    with pytest.raises(NotPossible, match="less than ten minutes ago"):
        confirmations.remind(confirmation=made, by=officer, at=LATER + timedelta(minutes=1))
    answered(made)

    with pytest.raises(NotPossible, match="They have answered already"):
        confirmations.remind(confirmation=made, by=officer, at=LATER + timedelta(days=1))


def test_what_is_called_back_opens_no_more_and_is_not_asked_again(officer):
    made = asked(officer)

    confirmations.call_back(confirmation=made, by=officer, at=LATER)

    made.refresh_from_db()
    link = PersonalLink.objects.get()
    assert (made.called_back_at, made.called_back_by) == (LATER, officer)
    assert links.standing(link, link.token(), LATER) == links.Standing.REVOKED
    assert FollowUp.objects.get().state == "dropped"
    with pytest.raises(NotPossible, match="called back already"):
        confirmations.call_back(confirmation=made, by=officer, at=LATER)
    with pytest.raises(NotPossible, match="called this request back"):
        answered(made)
    assert asked(officer, made.deal).pk != made.pk  # and another may be sent


# --- answering ---


def test_an_answer_is_kept_whole_and_nobody_has_to_ask_again(officer):
    made = asked(officer)

    answered(made, answers=YES._replace(comment="<b>Thank you</b>"))

    made.refresh_from_db()
    assert (made.needed, made.sooner, made.without) == ("prerequisite", "year", "nothing")
    assert made.who_answered == "YAMADA Haruo, Director"
    assert (made.comment, made.answered_at) == ("<b>Thank you</b>", NOON)
    assert [one.answer for one in made.figures.all()] == ["right"]
    step = FollowUp.objects.get()
    assert (step.state, step.closed_by) == ("done", None)
    assert OutgoingMail.objects.get(kind="confirmation.answered").user == officer


def test_a_wrong_figure_is_recorded_beside_the_one_we_had(officer):
    made = asked(officer)
    ours = made.deal.claims.get()

    answered(made, wrong(1600))

    theirs = made.figures.get().recorded_as
    assert (theirs.value, theirs.metric, theirs.phase) == (1600, "jobs", "actual")
    assert (theirs.as_of, theirs.recorded_by) == ("2026-11-20", None)
    assert theirs.source == "Confirmation by Yamato Foods, 2026-11-20"
    assert set(made.deal.claims.all()) == {ours, theirs}
    assert claims.reported(made.deal.claims.all())["jobs", "actual", None].claim == theirs


def test_what_is_not_disclosed_withdraws_nothing(officer):
    made = asked(officer)

    answered(made, HIDDEN)

    assert [(one.value, one.withdrawn_at) for one in Claim.objects.all()] == [(86, None)]


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        (FigureAnswer(""), "figure", "Choose one of the three answers."),
        (FigureAnswer("perhaps"), "figure", "Choose one of the three answers."),
        (None, "figure", "Choose one of the three answers."),
        (
            FigureAnswer("wrong"),
            "value",
            "Write the right figure, or choose that you do not disclose it.",
        ),
        (wrong(-1), "value", "A figure is not below zero."),
        (wrong(10**16), "value", "No figure is that large."),
        (wrong("1.234"), "value", "Write at most two decimals."),
        (wrong("86.5"), "value", "Write a whole number."),
        (wrong(86), "value", "That is the figure shown. If it is right, choose so."),
    ],
)
def test_half_an_answer_is_refused_field_by_field_and_nothing_is_kept(officer, said, field, why):
    made = asked(officer)
    claim = made.deal.claims.get()
    figures = {} if said is None else {claim.pk: said}

    with pytest.raises(ValidationError) as refusal:
        answered(made, figures=figures)

    assert refusal.value.message_dict == {f"{field}-{claim.pk}": [why]}
    assert Confirmation.objects.get().answered_at is None
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("missing", ["needed", "sooner", "without", "answered_by"])
def test_an_answer_has_all_three_questions_and_who_gave_it(officer, missing):
    made = asked(officer)

    with pytest.raises(ValidationError):
        answered(made, answers=YES._replace(**{missing: ""}))

    assert Confirmation.objects.get().answered_at is None


def test_an_answer_may_be_changed_and_history_keeps_what_it_was(officer):
    made = asked(officer)
    first = answered(made, wrong(1600))

    answered(
        made, wrong(1700), answers=Answers("helpful", "same", "same", "SATO"), seen=first.stamp
    )

    made.refresh_from_db()
    assert made.needed == "helpful"
    assert [one.needed for one in made.history.order_by("history_id")] == [
        "",
        "prerequisite",
        "helpful",
    ]
    values = Claim.objects.order_by("pk").values_list("value", "withdrawn_because")
    assert list(values) == [
        (86, ""),
        (1600, "The company has corrected its answer."),
        (1700, ""),
    ]
    assert made.figures.get().recorded_as.value == 1700


def test_the_same_figure_sent_again_is_not_recorded_again(officer):
    made = asked(officer)
    first = answered(made, wrong(1600))

    answered(made, wrong(1600), seen=first.stamp, at=LATER)

    assert Claim.objects.count() == 2


def test_of_two_who_answer_at_once_the_first_answer_stands(officer):
    made = asked(officer)
    answered(made)

    with pytest.raises(NotPossible, match="answered on another page meanwhile"):
        answered(made, answers=YES._replace(needed="not_needed"))

    assert Confirmation.objects.get().needed == "prerequisite"


def test_a_figure_withdrawn_meanwhile_is_not_asked_about_any_more(officer):
    made = asked(officer)
    Claim.objects.update(withdrawn_at=NOON, withdrawn_because="Counted twice")

    answered(made, figures={})

    assert [one.answer for one in made.figures.all()] == [""]


def lose(made):
    deal = made.deal
    deal.status, deal.lost_because = "lost", "Another country"
    deal.save()


def move_the_person(made):
    made.contact.company = CompanyFactory()
    made.contact.save()


def have_them_leave(made):
    made.contact.left_on = date(2026, 11, 1)
    made.contact.save()


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (lose, "no longer needs an answer"),
        (move_the_person, "no longer works there"),
        (have_them_leave, "no longer works there"),
    ],
)
def test_what_happened_meanwhile_ends_the_request(officer, meanwhile, why):
    made = asked(officer)
    meanwhile(made)

    with pytest.raises(NotPossible, match=why):
        answered(made)
    with pytest.raises(NotPossible, match=why):
        confirmations.remind(confirmation=made, by=officer, at=LATER)

    assert Confirmation.objects.get().answered_at is None


def test_a_company_merged_into_another_of_the_deal_is_still_theirs(officer):
    made = asked(officer)
    successor = CompanyFactory()
    DealCompanyFactory(deal=made.deal, company=successor)
    made.contact.company = successor
    made.contact.save()

    assert answered(made).answered_at == NOON


# --- evidence ---


def test_what_a_company_confirms_is_evidence_for_a_second_person(officer, manager):
    made = answered(asked(officer))
    claim = made.deal.claims.get()
    (told,) = confirmations.evidence_for(claim)

    verified = confirmations.verify_on(figure=told.figure, claim=claim, by=manager, at=LATER)

    words = "Yamato Foods confirmed this figure on 20 Nov 2026 (YAMADA Haruo, Director)"
    assert (told.words, verified.evidence) == (words, words)
    assert told.url == f"/deals/{made.deal.pk}/#confirmation-{made.pk}"
    assert (verified.verified_by, verified.verified_at) == (manager, LATER)
    assert Confirmation.objects.get().used_at == LATER


def test_once_it_is_used_as_evidence_an_answer_stays(officer, manager):
    made = answered(asked(officer))
    (told,) = confirmations.evidence_for(made.deal.claims.get())
    confirmations.verify_on(figure=told.figure, claim=told.figure.claim, by=manager, at=LATER)

    with pytest.raises(NotPossible, match="used this answer as evidence"):
        answered(made, HIDDEN, seen=made.stamp)


def test_a_figure_the_company_gave_may_be_verified_and_then_it_stays(officer, manager):
    made = answered(asked(officer), wrong(1600))
    theirs = made.figures.get().recorded_as
    (told,) = confirmations.evidence_for(theirs)
    assert told.words.startswith("Yamato Foods gave this figure itself on 20 Nov 2026")
    claims.verify(claim=theirs, by=manager, at=LATER, evidence="A letter")

    with pytest.raises(NotPossible, match="used this answer as evidence"):
        answered(made, RIGHT, seen=made.stamp)


def test_what_it_does_not_say_is_no_evidence(officer, manager):
    made = answered(asked(officer), HIDDEN)
    claim = made.deal.claims.get()

    assert confirmations.evidence_for(claim) == []
    with pytest.raises(NotPossible, match="does not say so"):
        confirmations.verify_on(figure=made.figures.get(), claim=claim, by=manager, at=LATER)


def test_who_recorded_a_figure_cannot_verify_it_on_the_companys_word(officer, manager):
    made = answered(asked(officer))
    claim = made.deal.claims.get()
    Claim.objects.update(recorded_by=manager)

    with pytest.raises(claims.NotVerifiable, match="Whoever recorded a figure"):
        confirmations.verify_on(figure=made.figures.get(), claim=claim, by=manager, at=LATER)

    assert Confirmation.objects.get().used_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_what_companies_say_of_a_deal_costs_the_same_for_any_number(
    officer, rows, django_assert_num_queries
):
    deal = a_deal(officer)
    for row in range(rows):
        person = ContactFactory(company=person_of(deal).company, email="a@example.org")
        answered(asked(officer, deal, contact=person), wrong(1600 + row))

    with django_assert_num_queries(1):
        shown = confirmations.for_deal(deal)
        said = [(one.figures[0].claim.value, one.figures[0].recorded_as.value) for one in shown]

    assert len(said) == rows


WORDS = "Yamato Foods confirmed this figure on 20 Nov 2026 (YAMADA Haruo, Director)"


@pytest.mark.parametrize(
    ("typed", "used_at"), [(f"{WORDS}; seen by us", LATER), ("The payroll of 2026", None)]
)
def test_an_answer_that_is_typed_as_evidence_is_used_by_it(officer, manager, typed, used_at):
    made = answered(asked(officer))

    confirmations.verify(claim=made.deal.claims.get(), by=manager, at=LATER, evidence=typed)

    made.refresh_from_db()
    assert (made.used_at, made.deal.claims.get().evidence) == (used_at, typed)


def test_an_answer_is_used_when_the_figure_it_gave_is_verified_on_anything(officer, manager):
    made = answered(asked(officer), wrong(1600))
    theirs = made.figures.get().recorded_as

    confirmations.verify(claim=theirs, by=manager, at=LATER, evidence="A letter")

    made.refresh_from_db()
    assert (made.used_at, made.history.latest().history_user) == (LATER, manager)


def test_a_check_that_is_refused_uses_no_answer(officer, manager):
    made = answered(asked(officer))
    Claim.objects.update(recorded_by=manager)

    with pytest.raises(claims.NotVerifiable, match="Whoever recorded a figure"):
        confirmations.verify(claim=made.deal.claims.get(), by=manager, at=LATER, evidence=WORDS)

    made.refresh_from_db()
    assert made.used_at is None
