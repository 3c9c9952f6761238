"""Figures are looked at again a year and two years after they were first verified."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from deals import claims
from deals.models import Claim, Verification
from itpo.office.models import Document
from tests.factories import (
    ClaimFactory,
    DealFactory,
    ManagerFactory,
    VerifiedClaimFactory,
    VisitFactory,
)
from tests.tables import all_rows
from tests.uploaded import picture, sent

pytestmark = pytest.mark.django_db


def noon(year, month, day):
    """Noon in Tokyo."""
    return datetime(year, month, day, 3, 0, tzinfo=UTC)


@pytest.fixture
def colleague_of_manager(manager):
    return ManagerFactory(office=manager.office)


@pytest.fixture
def figure(manager, officer):
    """A figure verified on 21 November 2026."""
    claim = ClaimFactory(deal__office=officer.office, phase="actual", recorded_by=officer)
    return claims.verify(claim=claim, by=manager, at=noon(2026, 11, 21), evidence="Payroll")


def again(claim, by, at, evidence="The payroll of this year", **more):
    return claims.check_again(claim=claim, by=by, at=at, evidence=evidence, **more)


def checks(claim):
    rows = claim.verifications.order_by("checked_at", "pk")
    return [(one.checked_by, one.checked_at, one.evidence) for one in rows]


# --- the days ---


@pytest.mark.parametrize(
    ("checked", "due"),
    [
        (date(2026, 11, 21), date(2027, 11, 21)),  # verified
        (date(2027, 3, 1), date(2027, 11, 21)),  # much too early: the day stays
        (date(2027, 9, 20), date(2027, 11, 21)),
        (date(2027, 9, 21), date(2028, 11, 21)),  # two months early count
        (date(2027, 11, 21), date(2028, 11, 21)),
        (date(2028, 5, 1), date(2028, 11, 21)),  # late
        (date(2028, 9, 21), None),  # so late that it is the second check as well
        (date(2028, 11, 21), None),
        (date(2033, 1, 1), None),
    ],
)
def test_a_figure_is_due_12_and_24_months_after_it_was_first_verified(checked, due):
    assert claims.next_check(date(2026, 11, 21), checked) == due


@pytest.mark.parametrize(
    ("first", "due"),
    [
        (date(2028, 2, 29), [date(2029, 2, 28), date(2030, 2, 28)]),
        (date(2027, 2, 28), [date(2028, 2, 28), date(2029, 2, 28)]),
        (date(2026, 8, 31), [date(2027, 8, 31), date(2028, 8, 31)]),
    ],
)
def test_a_month_that_is_shorter_has_its_last_day(first, due):
    second = claims.next_check(first, first)

    assert [second, claims.next_check(first, second)] == due


def test_the_day_is_the_offices_whatever_the_hour_and_wherever_who_checks(officer):
    late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # the 21st in Tokyo
    elsewhere = ManagerFactory(office=officer.office, time_zone="America/New_York")
    claim = ClaimFactory(deal__office=officer.office, phase="actual", recorded_by=officer)

    verified = claims.verify(claim=claim, by=elsewhere, at=late, evidence="Payroll")

    assert verified.check_again_on == date(2027, 11, 21)


# --- checking ---


def test_verifying_is_the_first_check(figure, manager):
    assert figure.check_again_on == date(2027, 11, 21)
    assert checks(figure) == [(manager, noon(2026, 11, 21), "Payroll")]


def test_a_check_is_kept_beside_the_first_and_the_figure_is_due_a_year_later(
    figure, manager, colleague_of_manager
):
    at = noon(2027, 11, 25)

    checked = again(figure, colleague_of_manager, at, " The payroll of this year ")

    checked.refresh_from_db()
    assert checked.check_again_on == date(2028, 11, 21)
    assert (checked.verified_by, checked.verified_at) == (colleague_of_manager, at)
    assert checked.evidence == "The payroll of this year"
    assert checks(checked) == [
        (manager, noon(2026, 11, 21), "Payroll"),
        (colleague_of_manager, at, "The payroll of this year"),
    ]
    assert checked.history.first().history_user == colleague_of_manager


def test_after_the_second_check_it_is_due_no_more(figure, manager):
    again(figure, manager, noon(2027, 11, 21))
    last = again(figure, manager, noon(2028, 11, 21))

    assert last.check_again_on is None
    assert len(checks(last)) == 3


def test_one_late_check_stands_for_both(figure, manager):
    assert again(figure, manager, noon(2029, 1, 8)).check_again_on is None


def test_a_check_far_too_early_is_kept_and_the_day_stays(figure, manager):
    early = again(figure, manager, noon(2027, 2, 1))

    assert early.check_again_on == date(2027, 11, 21)
    assert len(checks(early)) == 2


def test_a_day_set_by_a_closure_gives_way_to_the_rule_once_it_was_looked_at(figure, manager):
    Claim.objects.filter(pk=figure.pk).update(check_again_on=date(2027, 3, 1))

    assert again(figure, manager, noon(2027, 3, 2)).check_again_on == date(2027, 11, 21)


def test_what_was_verified_before_checks_had_a_table_counts_from_that_day(manager, officer):
    claim = VerifiedClaimFactory(
        deal__office=officer.office, recorded_by=officer, verified_by=manager
    )  # on 1 October 2026

    first = again(claim, manager, noon(2027, 10, 1))

    assert first.check_again_on == date(2028, 10, 1)
    assert [one[1] for one in checks(first)] == [claim.verified_at, noon(2027, 10, 1)]


# --- what is refused ---


def refused(claim, by, at=None, evidence="The payroll", **more):
    before = all_rows()
    with pytest.raises(claims.NotVerifiable) as refusal:
        again(claim, by, at or noon(2027, 11, 21), evidence, **more)
    assert all_rows() == before
    return str(refusal.value)


def test_a_check_is_refused_in_a_sentence_and_writes_nothing(figure, manager, officer, auditor):
    withdrawn = VerifiedClaimFactory(withdrawn_at=noon(2027, 1, 1), withdrawn_because="Twice")

    said = [
        refused(ClaimFactory(phase="actual"), manager),
        refused(withdrawn, manager),
        refused(figure, officer),
        refused(figure, auditor),
        refused(figure, manager, evidence="  "),
        refused(figure, manager, evidence="x" * 301),
    ]

    assert said == [
        "The figure is not verified yet.",
        "The figure was withdrawn.",
        "Whoever recorded a figure cannot verify it.",
        "A manager verifies figures.",
        "Say on what evidence.",
        "Say it in at most 300 characters.",
    ]


def test_a_manager_who_recorded_a_figure_does_not_check_it_again_either(manager):
    other = ManagerFactory(office=manager.office)
    claim = ClaimFactory(deal__office=manager.office, phase="actual", recorded_by=manager)
    claims.verify(claim=claim, by=other, at=noon(2026, 11, 21), evidence="Payroll")

    assert refused(claim, manager) == "Whoever recorded a figure cannot verify it."
    with pytest.raises(IntegrityError, match="verified_by_somebody_else"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(verified_by=manager)


def test_a_figure_is_checked_once_a_day_so_that_two_presses_are_one_check(figure, manager):
    somebody = f"{manager} has checked it already, on 21 Nov 2027."
    assert refused(figure, manager, noon(2026, 11, 21)).endswith("on 21 Nov 2026.")
    again(figure, manager, noon(2027, 11, 21))

    assert refused(figure, manager, noon(2027, 11, 21) + timedelta(hours=2)) == somebody


# --- evidence as a file ---


def test_evidence_may_be_a_file_kept_restricted_in_the_office_of_the_figure(officer, manager):
    claim = ClaimFactory(
        deal=None, visit=VisitFactory(officer=officer), metric="people", phase="actual"
    )
    letter = sent(picture(), "letter of 2026.png")

    checked = claims.verify(
        claim=claim, by=manager, at=noon(2026, 11, 21), evidence="Letter", file=letter
    )

    document = Document.objects.get()
    assert checked.evidence_file == Verification.objects.get().evidence_file == document
    assert (document.office, document.uploaded_by) == (officer.office, manager)
    assert (document.title, document.is_restricted) == ("letter of 2026.png", True)


def test_the_next_check_without_a_file_does_not_stand_on_the_last_ones(figure, manager):
    again(figure, manager, noon(2027, 11, 21), file=sent(picture(), "letter.png"))
    last = again(figure, manager, noon(2028, 11, 21))

    files = [one.evidence_file for one in last.verifications.order_by("checked_at")]
    assert [bool(one) for one in files] == [False, True, False]
    assert last.evidence_file is None


def test_a_file_that_is_none_we_take_is_refused_and_nothing_is_written(manager):
    claim = ClaimFactory(phase="actual")
    before = all_rows()

    with pytest.raises(ValidationError, match="neither a PDF nor a picture"):
        claims.verify(
            claim=claim,
            by=manager,
            at=noon(2026, 11, 21),
            evidence="Letter",
            file=sent(b"MZ\x90\x00 not a letter"),
        )

    assert all_rows() == before


# --- what is due ---


def test_what_is_due_again_stands_and_its_day_has_come():
    deal = DealFactory()
    due = VerifiedClaimFactory(deal=deal, check_again_on=date(2027, 11, 21))
    late = VerifiedClaimFactory(deal=deal, check_again_on=date(2027, 1, 1))
    VerifiedClaimFactory(deal=deal, check_again_on=date(2027, 11, 22))
    VerifiedClaimFactory(deal=deal)
    gone = {"withdrawn_at": noon(2027, 1, 1), "withdrawn_because": "Closed"}
    VerifiedClaimFactory(deal=deal, check_again_on=date(2027, 1, 1), **gone)
    waiting = ClaimFactory(deal=deal, phase="actual")

    today = date(2027, 11, 21)

    assert list(Claim.objects.due_again(today).order_by("pk")) == [due, late]
    assert list(Claim.objects.to_check(today).order_by("pk")) == [due, late, waiting]
