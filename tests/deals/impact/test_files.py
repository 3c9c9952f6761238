"""The report on paper and as a workbook."""

from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from deals.impact import paper, workbook
from deals.impact.scope import Scope
from itpo.office.models import ExportLog
from tests.conftest import logged_in
from tests.factories import (
    ClaimFactory,
    CompanyFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    ExchangeRateFactory,
    HostCountryFactory,
    InstitutionFactory,
    ProgrammeFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def midnight(*day):
    """A day, as a workbook gives it back."""
    return datetime.combine(date(*day), time.min)


def sheets(officer, **scope):
    book = load_workbook(BytesIO(workbook.made(Scope(**scope), officer, at=NOW).content))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}, book


def pdf(user, **scope):
    pages = PdfReader(BytesIO(paper.made(Scope(**scope), user, at=NOW))).pages
    return [page.extract_text() for page in pages]


def test_numbers_arrive_as_numbers_and_what_nobody_knows_stays_blank(officer):
    deal = DealFactory(office=officer.office, title="Harness plant")
    ClaimFactory(
        deal=deal,
        metric="capital",
        phase="planned",
        value=462_000_000,
        currency="MAD",
        as_of="2021",
    )
    ClaimFactory(deal=deal, metric="jobs", phase="planned", value=6300, as_of="2021-01-15")
    ClaimFactory(
        deal=deal, metric="jobs", phase="actual", value=None, is_not_disclosed=True, as_of=""
    )

    found, _book = sheets(officer)

    assert [row[:5] for row in found["Figures"][1:9]] == [
        ["Jobs", "Planned", 6300, None, None],
        ["Jobs", "Announced", None, None, None],
        ["Jobs", "Actual", None, None, None],
        ["Jobs", "Verified", None, None, None],
        ["Capital", "Planned", 462_000_000, "MAD", None],
        ["Capital", "Announced", None, None, None],
        ["Capital", "Actual", None, None, None],
        ["Capital", "Verified", None, None, None],
    ]
    assert [row[2:7] for row in found["Claims"][1:]] == [
        ["Capital", "Planned", 462_000_000, "MAD", "2021"],
        ["Jobs", "Actual", "not disclosed", None, None],
        ["Jobs", "Planned", 6300, None, midnight(2021, 1, 15)],
    ]


def test_money_is_converted_beside_the_originals_or_it_says_what_is_missing(officer):
    officer.office.currency = "JPY"
    officer.office.save()
    ExchangeRateFactory(
        from_currency="MAD", to_currency="JPY", on="2021-12-01", rate="12.5", source="A bank"
    )
    deal = DealFactory(office=officer.office)
    for phase, currency in (("planned", "MAD"), ("announced", "EUR")):
        ClaimFactory(
            deal=deal, metric="capital", phase=phase, value=1000, currency=currency, as_of="2021"
        )
    ClaimFactory(
        deal=DealFactory(office=officer.office),
        metric="capital",
        value=50,
        currency="JPY",
        as_of="2021",
    )

    found, _book = sheets(officer)
    said = " ".join("".join(pdf(officer)).split())

    assert [row for row in found["Figures"] if row[0] == "Capital" and row[2]] == [
        ["Capital", "Planned", 50, "JPY", None, 12_550, "JPY", None],
        ["Capital", "Planned", 1000, "MAD", None, None, None, None],
        ["Capital", "Announced", 1000, "EUR", None, None, None, "rate missing: EUR 31 Dec 2021"],
    ]
    assert "≈ 12,550 JPY" in said
    assert "rate missing: EUR 31 Dec 2021" in said
    assert "Converted at: 1 MAD = 12.5 JPY (1 Dec 2021, A bank)." in said


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_begins_like_a_formula_arrives_as_text(officer, typed):
    DealFactory(office=officer.office, title=typed)

    _found, book = sheets(officer)

    cell = book["Deals"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (typed, "s", True)


def test_a_workbook_has_these_sheets_and_says_for_whom(officer):
    found, _book = sheets(officer)

    assert list(found) == ["Summary", "Figures", "Deals", "Contributions", "Claims", "Budgets"]
    assert found["Summary"][2:4] == [
        ["Made for", None, str(officer)],
        ["On", midnight(2026, 11, 21), "For internal use"],
    ]


def test_a_paper_has_japanese_names_pages_and_who_printed_it(officer):
    deal = DealFactory(office=officer.office, title="Harness plant", stage="operational")
    DealCompanyFactory(deal=deal, company=CompanyFactory(name="矢崎総業"))

    said = pdf(officer)

    assert "矢崎総業" in "".join(said)
    assert "Harness plant" in "".join(said)
    assert f"For internal use · {officer}" in said[0]
    assert f"1 / {len(said)}" in said[0]
    assert "21 November 2026" in said[0]


def test_what_is_confidential_is_marked_and_is_only_for_who_may_see_it(officer, colleague):
    DealFactory(
        office=officer.office,
        owner=officer,
        title="Kestrel works",
        is_confidential=True,
        anonymous_description="A plant",
    )

    own, other = "".join(pdf(officer)), "".join(pdf(colleague))
    books = [str(sheets(user)[0]) for user in (officer, colleague)]

    assert "Kestrel works" in own
    assert "contains confidential deals" in own
    assert "Kestrel" not in other
    assert "contains confidential" not in other
    assert "Confidential deals\n– A plant" in other
    assert ["Kestrel works" in book for book in books] == [True, False]
    assert ["contains confidential deals" in book for book in books] == [True, False]


def test_a_figure_is_written_with_its_place_and_who_checked_it(officer, manager):
    institution = InstitutionFactory(deal__office=officer.office, name="IFMIA", city="Kenitra")
    one = VerifiedClaimFactory(
        deal=institution.deal,
        institution=institution,
        metric="trained",
        as_of="about 2021",
        verified_by=manager,
    )

    found, _book = sheets(officer)

    row = found["Claims"][1]
    assert row[:2] == [institution.deal.title, "IFMIA, Kenitra"]
    assert row[2:4] == [one.get_metric_display(), one.get_phase_display()]
    assert row[6] == "about 2021"
    assert row[11:13] == [
        datetime.combine(officer.today(one.verified_at), time.min),
        str(manager),
    ]


def test_files_are_narrowed_as_the_page_is(officer):
    kenya = HostCountryFactory(code="KE", name="Kenya")
    DealFactory(office=officer.office, country=kenya, title="Harness plant")
    DealFactory(office=officer.office, title="Rice mill")

    answer = logged_in(officer).get(reverse("deals:impact-xlsx"), {"country": kenya.pk})

    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert [row[0] for row in book["Deals"].values] == ["Deal", "Harness plant"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_workbook_is_written_down_like_every_list(officer):
    kenya = HostCountryFactory(code="KE", name="Kenya")
    DealFactory.create_batch(2, office=officer.office, country=kenya)

    logged_in(officer).get(reverse("deals:impact-xlsx"), {"country": kenya.pk})

    assert ExportLog.objects.values_list("user", "page", "query", "format", "rows").get() == (
        *(officer.pk, "deals:impact", f"country={kenya.pk}", "xlsx", 2),
    )


def test_who_takes_no_lists_out_is_offered_no_workbook_and_gets_none(office):
    browser = logged_in(UserFactory(office=office, exports_lists=False))
    address = reverse("deals:impact-xlsx")

    assert address not in browser.get(reverse("deals:impact")).content.decode()
    assert browser.get(address).status_code == 403
    assert not ExportLog.objects.exists()


def test_a_contribution_is_written_with_its_evidence(officer):
    programme = ProgrammeFactory(office=officer.office)
    stay = VisitFactory(officer=officer, programme=programme, begins="1990s", ends="")
    one = ContributionFactory(
        deal=DealFactory(office=officer.office), visit=stay, evidence="A letter of the company"
    )

    found, _book = sheets(officer)

    assert found["Contributions"][1][:7] == [
        one.deal.title,
        "visit",
        str(stay.delegate),
        "1990s",
        one.get_role_display(),
        one.get_strength_display(),
        "A letter of the company",
    ]
