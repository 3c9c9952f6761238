from datetime import UTC, date, datetime
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from deals.models import Claim, Contribution
from itpo.office.models import Office, User
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    ContributionFactory,
    DealFactory,
    ManagerFactory,
    MeetingFactory,
    OfficeFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
)


def change(claim: Claim) -> str:
    return reverse("admin:deals_claim_change", args=[claim.pk])


def as_sent(claim: Claim, **changes: str) -> dict[str, str]:
    """What the form of a claim sends back, with a few changes."""
    sent = {
        "metric": claim.metric,
        "phase": claim.phase,
        "value": str(claim.value),
        "source": claim.source,
    }
    return {**sent, **changes}


def actual(office: Office, **fields: object) -> Claim:
    return ClaimFactory(deal__office=office, phase=Claim.Phase.ACTUAL, **fields)


def test_whoever_adds_a_figure_has_recorded_it(managers_desk: Client, manager: User):
    deal = DealFactory(office=manager.office)

    answer = managers_desk.post(
        reverse("admin:deals_claim_add"),
        {"deal": deal.pk, "metric": "jobs", "phase": "actual", "value": "1600"},
    )

    assert answer.status_code == 302
    claim = Claim.objects.get()
    assert (claim.deal, claim.value, claim.recorded_by) == (deal, Decimal(1600), manager)


def test_the_deals_page_leads_to_the_form_with_the_deal_chosen(
    managers_desk: Client, office: Office
):
    deal = DealFactory(office=office, title="Rice mill")

    page = managers_desk.get(reverse("admin:deals_claim_add"), {"deal": deal.pk})

    assert f'<option value="{deal.pk}" selected>Rice mill</option>' in page.content.decode()


def test_a_figure_about_nothing_or_two_things_is_refused(managers_desk: Client, office: Office):
    answer = managers_desk.post(
        reverse("admin:deals_claim_add"), {"metric": "jobs", "phase": "actual", "value": "1"}
    )

    text = "A figure is about one deal, mission, event, programme or visit."
    assert answer.content.decode().count(text) == 1
    assert not Claim.objects.exists()


def test_a_figure_about_another_offices_deal_is_refused(managers_desk: Client, office: Office):
    theirs = DealFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    managers_desk.post(
        reverse("admin:deals_claim_add"),
        {"deal": theirs.pk, "metric": "jobs", "phase": "actual", "value": "1"},
    )

    assert not Claim.objects.exists()


def test_a_manager_verifies_a_figure_somebody_else_recorded(
    managers_desk: Client, manager: User, officer: User
):
    claim = actual(manager.office, recorded_by=officer)

    managers_desk.post(change(claim), as_sent(claim, verify_on="Payroll of October"))

    claim.refresh_from_db()
    assert (claim.verified_by, claim.evidence) == (manager, "Payroll of October")
    assert claim.recorded_by == officer


def test_nobody_verifies_what_they_recorded(managers_desk: Client, manager: User):
    claim = actual(manager.office, recorded_by=manager)

    page = managers_desk.get(change(claim)).content.decode()
    answer = managers_desk.post(change(claim), as_sent(claim, verify_on="Trust me"), follow=True)

    claim.refresh_from_db()
    assert 'name="verify_on"' not in page
    assert "Whoever recorded a figure cannot verify it." in answer.content.decode()
    assert claim.verified_by is None


def test_whoever_corrects_a_figure_cannot_verify_it_either(
    managers_desk: Client, manager: User, officer: User
):
    claim = actual(manager.office, recorded_by=officer)

    managers_desk.post(change(claim), as_sent(claim, value="9000", verify_on="Payroll"))

    claim.refresh_from_db()
    assert (claim.value, claim.recorded_by, claim.verified_by) == (9000, manager, None)


def test_a_plan_is_not_offered_for_verification(managers_desk: Client, office: Office):
    claim = ClaimFactory(deal__office=office, phase=Claim.Phase.PLANNED)

    assert 'name="verify_on"' not in managers_desk.get(change(claim)).content.decode()


def test_a_verified_figure_stays_as_it_was_checked(managers_desk: Client, office: Office):
    claim = VerifiedClaimFactory(deal__office=office, value=Decimal(1600))

    managers_desk.post(change(claim), as_sent(claim, value="9000"))

    claim.refresh_from_db()
    assert claim.value == Decimal(1600)
    assert claim.is_verified


def test_the_list_finds_what_waits_for_verification(managers_desk: Client, office: Office):
    actual(office, value=Decimal(111))
    VerifiedClaimFactory(deal__office=office, value=Decimal(222))
    VerifiedClaimFactory(deal__office=office, value=Decimal(333), check_again_on=date(2020, 1, 1))
    ClaimFactory(deal__office=office, value=Decimal(444))
    url = reverse("admin:deals_claim_changelist")

    found = {
        state: sorted(
            claim.value
            for claim in managers_desk.get(url, {"checked": state}).context["cl"].result_list
        )
        for state in ("waiting", "yes", "again", "withdrawn")
    }

    assert found == {"waiting": [111], "yes": [222, 333], "again": [333], "withdrawn": []}


def test_a_withdrawn_figure_says_so(managers_desk: Client, office: Office):
    ClaimFactory(
        deal__office=office,
        withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC),
        withdrawn_because="Misread",
    )

    page = managers_desk.get(reverse("admin:deals_claim_changelist")).content.decode()

    assert '<td class="field-checked">withdrawn</td>' in page


def test_what_a_manager_writes_down_as_our_part_is_accepted(managers_desk: Client, manager: User):
    deal = DealFactory(office=manager.office)
    visit = VisitFactory(officer=UserFactory(office=manager.office))

    managers_desk.post(
        reverse("admin:deals_contribution_add"),
        {
            "deal": deal.pk,
            "visit": visit.pk,
            "role": "negotiation",
            "strength": "decisive",
            "evidence": "Letter",
        },
    )

    contribution = Contribution.objects.get()
    assert (contribution.deal, contribution.visit) == (deal, visit)
    assert contribution.accepted_by == manager


def test_what_a_restricted_meeting_contributed_is_not_shown_to_the_auditor(
    auditor: User, office: Office
):
    meeting = MeetingFactory(
        officer=UserFactory(office=office), subject="Secret talk", is_restricted=True
    )
    ours = {"deal__office": office, "accepted_by": ManagerFactory(office=office)}
    contribution = ContributionFactory(visit=None, meeting=meeting, **ours)
    desk = logged_in(auditor)

    listed = desk.get(reverse("admin:deals_contribution_changelist"))
    one = desk.get(reverse("admin:deals_contribution_change", args=[contribution.pk]))
    deal = desk.get(reverse("admin:deals_deal_change", args=[contribution.deal.pk]))

    assert [row.pk for row in listed.context["cl"].result_list] == []
    assert one.status_code == 302
    assert ["Secret talk" in page.content.decode() for page in (listed, one, deal)] == [
        False,
        False,
        False,
    ]


def test_a_day_known_in_part_is_said_back(managers_desk: Client, office: Office):
    claim = ClaimFactory(deal__office=office, as_of="2016-06")

    page = managers_desk.get(reverse("admin:deals_claim_changelist")).content.decode()

    assert claim.as_of_earliest == date(2016, 6, 1)
    assert "Jun 2016" in page


def test_a_manager_says_that_a_figure_is_still_true(
    managers_desk: Client, manager: User, officer: User
):
    claim = VerifiedClaimFactory(deal__office=manager.office, recorded_by=officer)

    page = managers_desk.get(change(claim)).content.decode()
    managers_desk.post(change(claim), {"still_true_on": "Payroll of this year"})

    claim.refresh_from_db()
    assert 'name="still_true_on"' in page
    assert 'name="verify_on"' not in page
    assert (claim.verified_by, claim.evidence) == (manager, "Payroll of this year")
    assert claim.verifications.count() == 2


def test_who_recorded_a_figure_does_not_say_in_the_admin_that_it_is_still_true(
    managers_desk: Client, manager: User
):
    claim = VerifiedClaimFactory(deal__office=manager.office, recorded_by=manager)
    sent = {"still_true_on": "Trust me"}

    page = managers_desk.get(change(claim)).content.decode()
    answer = managers_desk.post(change(claim), sent, follow=True).content.decode()

    claim.refresh_from_db()
    assert 'name="still_true_on"' not in page
    assert "Whoever recorded a figure cannot verify it." in answer
    assert claim.evidence == "Letter of the company"


def test_a_figure_is_withdrawn_in_the_admin_and_then_asks_nothing_more(
    managers_desk: Client, office: Office
):
    claim = VerifiedClaimFactory(deal__office=office)

    managers_desk.post(change(claim), {"withdraw_because": "Counted twice"})
    page = managers_desk.get(change(claim)).content.decode()

    claim.refresh_from_db()
    assert claim.withdrawn_because == "Counted twice"
    assert "Counted twice" in page
    assert [
        name for name in ("still_true_on", "withdraw_because") if f'name="{name}"' in page
    ] == []
