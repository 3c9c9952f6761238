"""A figure's page: what else is said, checking it, and taking it back."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from deals.models import Verification
from tests.conftest import logged_in
from tests.deals.asked import answered, asked, wrong
from tests.factories import (
    ClaimFactory,
    DealFactory,
    ExchangeRateFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
)
from tests.tables import all_rows
from tests.uploaded import picture, sent

pytestmark = pytest.mark.django_db


def test_beside_a_figure_of_a_visit_stand_only_figures_of_that_visit(desk, officer):
    visit = VisitFactory(officer=officer)
    claim = ClaimFactory(deal=None, visit=visit, metric="people", value=50)
    beside = ClaimFactory(deal=None, visit=visit, metric="people", value=54)
    ClaimFactory(deal=None, visit=VisitFactory(officer=officer), metric="people", value=99)

    groups = desk.get(claim.get_absolute_url()).context["beside"]

    assert [[line.claim for line in group.lines] for group in groups] == [[beside, claim]]


def url(name, claim):
    return reverse(f"deals:{name}", args=[claim.pk])


def actual(officer, **more):
    return ClaimFactory(deal__office=officer.office, phase="actual", **more)


def test_a_manager_verifies_on_the_figures_page(managers_desk, manager, officer):
    claim = actual(officer, recorded_by=officer)

    response = managers_desk.post(url("verify", claim), {"evidence": "Letter of the company"})

    claim.refresh_from_db()
    assert response.url == claim.get_absolute_url()
    assert (claim.verified_by, claim.evidence) == (manager, "Letter of the company")


def test_who_recorded_it_and_who_is_no_manager_are_told_so_and_nothing_is_written(
    desk, managers_desk, officer, manager
):
    claim = actual(officer, recorded_by=manager)
    before = all_rows()
    typed = {"evidence": "Letter of the company"}

    by_manager = managers_desk.post(url("verify", claim), typed, follow=True)
    by_officer = desk.post(url("verify", claim), typed, follow=True)

    assert "Whoever recorded a figure cannot verify it." in by_manager.content.decode()
    assert "A manager verifies figures." in by_officer.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize("name", ["verify", "withdraw"])
def test_a_second_press_says_that_somebody_was_quicker_and_writes_nothing(
    managers_desk, manager, officer, name
):
    claim = actual(officer, recorded_by=officer)
    typed = {"evidence": "Letter", "because": "Counted twice"}
    managers_desk.post(url(name, claim), typed)
    before = all_rows()

    again = managers_desk.post(url(name, claim), typed, follow=True)

    said = {
        "verify": "The figure is verified already.",
        "withdraw": "The figure was withdrawn already.",
    }
    assert said[name] in again.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize(
    ("name", "field", "most"), [("verify", "evidence", 300), ("withdraw", "because", 200)]
)
def test_a_reason_is_asked_for_and_what_was_typed_is_kept(
    managers_desk, officer, name, field, most
):
    claim = actual(officer, recorded_by=officer)
    before = all_rows()

    empty = managers_desk.post(url(name, claim), {field: " "})
    long = managers_desk.post(url(name, claim), {field: "x" * (most + 1)})

    assert empty.context[f"{name}_form"].errors == {field: ["This field is required."]}
    assert list(long.context[f"{name}_form"].errors) == [field]
    assert "x" * (most + 1) in long.content.decode()
    assert all_rows() == before


def test_an_officer_withdraws_and_the_figure_stays_to_be_seen(desk, officer):
    claim = actual(officer)

    page = desk.post(url("withdraw", claim), {"because": "Counted twice"}, follow=True)

    claim.refresh_from_db()
    assert claim.withdrawn_because == "Counted twice"
    assert "Counted twice" in page.content.decode()


@pytest.mark.parametrize("name", ["verify", "check-again", "withdraw"])
def test_others_neither_verify_nor_withdraw(officer, stranger, auditor, name):
    claim = actual(officer)
    browsers = [logged_in(user) for user in (stranger, auditor)]
    before = all_rows()

    answers = [browser.post(url(name, claim), {"because": "x"}).status_code for browser in browsers]

    assert answers == [404, 403]
    assert all_rows() == before


# --- checking again ---


def due_again(officer, **more):
    """A figure of the officer's that was verified on 1 October 2026."""
    return VerifiedClaimFactory(deal__office=officer.office, recorded_by=officer, **more)


def said_to(browser, claim, **typed):
    """What a page says after a check was sent."""
    typed = {"evidence": "Payroll of this year", **typed}
    return browser.post(url("check-again", claim), typed, follow=True).content.decode()


@time_machine.travel("2027-10-02T03:00:00Z", tick=False)
def test_a_manager_says_that_a_figure_is_still_true_and_the_page_keeps_the_earlier_check(
    manager, officer
):
    managers_desk = logged_in(manager)
    claim = due_again(officer, check_again_on=date(2027, 10, 1))
    before = managers_desk.get(claim.get_absolute_url())

    page = said_to(managers_desk, claim)

    claim.refresh_from_db()
    assert before.context["may_check_again"]
    assert f'action="{url("check-again", claim)}"' in before.content.decode()
    assert (claim.verified_by, claim.evidence) == (manager, "Payroll of this year")
    assert claim.check_again_on == date(2028, 10, 1)
    assert "Checked. It is still true." in page
    assert page.index("Payroll of this year") < page.index("Letter of the company")


def test_who_may_not_check_again_is_told_why_and_nothing_is_written(
    desk, managers_desk, officer, manager
):
    own = VerifiedClaimFactory(deal__office=officer.office, recorded_by=manager)
    theirs = due_again(officer)
    gone = due_again(officer, withdrawn_at=theirs.verified_at, withdrawn_because="Counted twice")
    planned = actual(officer, recorded_by=officer)
    today = due_again(officer, verified_at=timezone.now())
    colleague = logged_in(UserFactory(office=officer.office))
    before = all_rows()

    said = [
        "Whoever recorded a figure cannot verify it." in said_to(managers_desk, own),
        "A manager verifies figures." in said_to(colleague, own),
        "Whoever recorded a figure cannot verify it." in said_to(desk, theirs),
        "The figure was withdrawn." in said_to(managers_desk, gone),
        "The figure is not verified yet." in said_to(managers_desk, planned),
        "has checked it already, on" in said_to(managers_desk, today),
    ]

    assert said == [True] * 6
    assert all_rows() == before


@pytest.mark.parametrize("kind", ["own", "withdrawn", "officers"])
def test_who_may_not_check_again_sees_no_form(managers_desk, desk, manager, officer, kind):
    gone = {"withdrawn_at": timezone.now(), "withdrawn_because": "Counted twice"}
    more = gone if kind == "withdrawn" else {}
    recorder = manager if kind == "own" else officer
    claim = VerifiedClaimFactory(deal__office=officer.office, recorded_by=recorder, **more)
    browser = desk if kind == "officers" else managers_desk

    page = browser.get(claim.get_absolute_url())

    assert not page.context["may_check_again"]
    assert url("check-again", claim) not in page.content.decode()


@pytest.mark.parametrize("name", ["verify", "check-again"])
def test_a_file_that_is_none_we_take_is_refused_and_the_words_are_kept(
    managers_desk, officer, name
):
    claim = actual(officer, recorded_by=officer) if name == "verify" else due_again(officer)
    before = all_rows()
    typed = {"evidence": "Payroll, page 7", "file": sent(b"MZ\x90\x00 not a letter")}

    page = managers_desk.post(url(name, claim), typed)

    assert list(page.context["verify_form"].errors) == ["file"]
    assert "neither a PDF nor a picture" in page.content.decode()
    assert "Payroll, page 7" in page.content.decode()
    assert all_rows() == before


# --- evidence as a file ---


def with_evidence(browser, claim, data):
    """Verify with a file; the address at which the figure's page hands it out."""
    browser.post(url("verify", claim), {"evidence": "Letter", "file": sent(data, "letter.png")})
    check = Verification.objects.get(claim=claim)
    return reverse("deals:evidence", args=[claim.pk, check.pk])


def test_the_evidence_of_a_confidential_deal_is_read_by_its_owner_and_managers_alone(
    desk, managers_desk, officer, colleague, stranger, auditor
):
    deal = DealFactory(
        office=officer.office,
        owner=officer,
        is_confidential=True,
        anonymous_description="A food company",
    )
    claim = ClaimFactory(deal=deal, phase="actual", recorded_by=officer)
    data = picture()
    address = with_evidence(managers_desk, claim, data)
    browsers = [desk, managers_desk, *(logged_in(one) for one in (colleague, stranger, auditor))]

    answers = [browser.get(address) for browser in browsers]

    assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 404]
    assert [b"".join(answer.streaming_content) for answer in answers[:2]] == [data, data]
    assert address in desk.get(claim.get_absolute_url()).content.decode()


def test_evidence_is_handed_out_only_by_its_own_figure(managers_desk, officer):
    claim, other = (actual(officer, recorded_by=officer) for _ in range(2))
    with_evidence(managers_desk, claim, picture())
    check = Verification.objects.get()

    answer = managers_desk.get(reverse("deals:evidence", args=[other.pk, check.pk]))

    assert answer.status_code == 404


# --- who recorded it ---


def recorded_by(claim, browser):
    """Who recorded a figure, as its page, its deal's and the list of figures say."""
    own = browser.get(claim.get_absolute_url())
    deal = browser.get(claim.deal.get_absolute_url())
    listed = browser.get(reverse("deals:claims"))
    lines = [
        line.claim
        for page in (own, deal)
        for group in page.context["beside"]
        for line in group.lines
    ]
    return {own.context["claim"].recorder} | {
        one.recorder for one in [*lines, *listed.context["list"].rows] if one == claim
    }


def test_a_figure_that_a_company_gave_in_its_confirmation_was_recorded_by_the_company(
    desk, managers_desk, officer
):
    made = answered(asked(officer), wrong(90))
    claim = made.figures.get().recorded_as
    admin = managers_desk.get(reverse("admin:deals_claim_changelist")).content.decode()

    assert recorded_by(claim, desk) == {"the company itself"}
    assert "recorded by the company itself" in desk.get(claim.get_absolute_url()).content.decode()
    assert '<td class="field-who_recorded">the company itself</td>' in admin


def test_a_figure_nobody_recorded_was_imported_even_if_its_source_says_otherwise(desk, officer):
    claim = actual(officer, source="Confirmation by Yamato Foods, 2026-11-20")

    assert recorded_by(claim, desk) == {"an import"}


def test_whoever_corrects_what_a_company_gave_has_recorded_it(desk, officer):
    claim = answered(asked(officer), wrong(90)).figures.get().recorded_as

    changed(desk, claim, value="91")

    assert recorded_by(claim, desk) == {str(officer)}


# --- correcting a figure in the workspace ---


def changed(browser, claim, **more):
    typed = {"deal": claim.deal_id, "metric": claim.metric, "phase": claim.phase}
    typed |= {"value": claim.value, "as_of": claim.as_of or "", "source": claim.source, **more}
    browser.post(reverse("desk:change", args=["deals.claim", claim.pk]), typed)
    claim.refresh_from_db()


def test_a_manager_who_corrects_anothers_figure_has_recorded_it_and_cannot_verify_it(
    managers_desk, manager, officer
):
    claim = actual(officer, recorded_by=officer)

    changed(managers_desk, claim, value="1,700")
    page = managers_desk.post(url("verify", claim), {"evidence": "Payroll"}, follow=True)

    claim.refresh_from_db()
    assert (claim.value, claim.recorded_by, claim.verified_by) == (1700, manager, None)
    assert "Whoever recorded a figure cannot verify it." in page.content.decode()


def test_who_only_writes_down_the_source_has_not_said_the_figure(managers_desk, manager, officer):
    claim = actual(officer, recorded_by=officer)

    changed(managers_desk, claim, source="Annual report")

    assert (claim.source, claim.recorded_by) == ("Annual report", officer)


# --- money ---


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"as_of": "2021-01"}, "≈ 11,500 JPY"),
        ({"as_of": "2021"}, "rate missing: MAD 31 Dec 2021"),
        ({"as_of": ""}, "rate missing: MAD not dated"),
        ({"currency": "JPY"}, None),
        ({"value": None, "is_not_disclosed": True, "currency": ""}, None),
        ({"metric": "jobs", "currency": ""}, None),
    ],
    ids=["converted", "no rate", "no day", "the same", "not disclosed", "no money"],
)
def test_a_figure_is_told_in_the_offices_currency_too(desk, office, said, shown):
    office.currency = "JPY"
    office.save()
    ExchangeRateFactory(
        from_currency="MAD", to_currency="JPY", on="2021-01-01", rate="11.5", source="A bank"
    )
    asked = {"metric": "capital", "value": 1000, "currency": "MAD", "as_of": "2021-01", **said}
    claim = ClaimFactory(deal=DealFactory(office=office), **asked)

    page = desk.get(claim.get_absolute_url()).content.decode()

    assert ("office&#x27;s currency" in page or "office's currency" in page) == (shown is not None)
    assert shown is None or shown in page
    assert ("1 MAD = 11.5 JPY · 1 Jan 2021 · A bank" in page) == (shown == "≈ 11,500 JPY")


@pytest.mark.parametrize(
    ("label", "heading"),
    [
        ("deals.claim", "Record a figure"),
        ("deals.sitechange", "Closed or moved"),
        ("deals.deal", "New deal"),
    ],
)
def test_a_page_that_adds_something_is_headed_by_what_its_button_said(desk, label, heading):
    page = desk.get(reverse("desk:add", args=[label])).content.decode()

    assert (f"<h1>{heading}</h1>" in page, f"<title>{heading} · " in page) == (True, True)
