"""Rows of the list of deals that can be taken, and rows that cannot."""

import pytest

from deals.models import Claim, Deal, StageChange
from investors.models import Company
from tests.deals.importing.lists import deal, rejected
from tests.factories import CompanyFactory, DealFactory

GOOD = deal(ref="GOOD")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"title": ""}, "title"),
        ({"title": "T" * 201}, "title"),
        ({"country": "Atlantis", "iso2": ""}, "country"),
        ({"year": "long ago"}, "year"),
        ({"jobs": "thousands"}, "jobs"),
        ({"jobs": "-1"}, "jobs"),
        ({"jobs": "12.5"}, "jobs"),
        ({"value_amount": "1.234", "value_currency": "MAD"}, "value_amount"),
        ({"value_amount": "100"}, "value_currency"),
        ({"value_amount": "100", "value_currency": "MDH"}, "value_currency"),
        ({"value_amount": "1" + "0" * 16, "value_currency": "JPY"}, "value_amount"),
        ({"figure_kind": "maybe"}, "figure_kind"),
        ({"as_of": "soon"}, "as_of"),
        ({"part_of": "NOBODY"}, "part_of"),
        ({"part_of": "BAD"}, "part_of"),
        ({"company": "C" * 201}, "company"),
        ({"status": "s" * 201}, "status"),
        ({"source_url": "a newspaper"}, "source_url"),
    ],
)
def test_a_bad_row_is_named_and_the_good_ones_are_kept(lists, cells, column):
    report = lists.deals(deal(ref="BAD", **cells), GOOD)

    assert rejected(report) == [(2, column)]
    assert list(Deal.objects.values_list("ref", flat=True)) == ["GOOD"]


def test_deals_that_are_parts_of_each_other_are_refused_with_what_hangs_on_them(lists):
    report = lists.deals(
        deal(ref="A", part_of="B"),
        deal(ref="B", part_of="C"),
        deal(ref="C", part_of="A"),
        deal(ref="D", part_of="A"),
        GOOD,
    )

    assert rejected(report) == [(number, "part_of") for number in (2, 3, 4, 5)]
    assert list(Deal.objects.values_list("ref", flat=True)) == ["GOOD"]


def test_a_circle_that_closes_through_the_office_is_refused(lists, office):
    whole = DealFactory(office=office, ref="WHOLE")
    DealFactory(office=office, ref="PART", parent=whole, parent_relation="part")

    report = lists.deals(deal(ref="WHOLE", part_of="PART"))

    assert rejected(report) == [(2, "part_of")]


def test_a_part_of_a_rejected_deal_is_rejected_too(lists):
    report = lists.deals(
        deal(ref="PART", part_of="WHOLE"),
        deal(ref="WHOLE", jobs="many"),
        deal(ref="X", part_of="PART"),
    )

    assert rejected(report) == [(2, "part_of"), (3, "jobs"), (4, "part_of")]


def test_a_part_may_stand_before_its_whole_and_under_one_the_office_has(lists, office):
    DealFactory(office=office, ref="OLD")

    lists.deals(
        deal(ref="C", part_of="B"), deal(ref="B", part_of="A"), deal(ref="A", part_of="OLD")
    )

    parts = Deal.objects.exclude(parent=None).order_by("ref")
    assert list(parts.values_list("ref", "parent__ref", "parent_relation")) == [
        ("A", "OLD", "part"),
        ("B", "A", "part"),
        ("C", "B", "part"),
    ]


def test_two_rows_of_one_deal_add_figures_and_companies(lists):
    report = lists.deals(
        deal(jobs="77", company="Company One Co., Ltd."),
        deal(jobs="59", company="Company Two Ltd.", source_url="https://example.org/2"),
    )

    made = Deal.objects.get()
    assert report.created == 2
    assert sorted(made.claims.values_list("value", flat=True)) == [59, 77]
    assert sorted(made.companies.values_list("name", flat=True)) == [
        "Company One Co., Ltd.",
        "Company Two Ltd.",
    ]


def test_a_row_that_contradicts_one_before_it_is_refused(lists):
    report = lists.deals(
        deal(title="Plant"),
        deal(title="Another plant"),
        deal(ref="", title="One project", year="2020"),
        deal(ref="", title="Another project", year="2020"),
    )

    assert rejected(report) == [(3, "title"), (5, "title")]
    assert "Row 2 tells of the same deal" in report.problems[0].reason


@pytest.mark.parametrize(
    ("figure_kind", "phase"),
    [("", "announced"), ("Planned", "planned"), ("announced", "announced"), ("ACTUAL", "actual")],
)
def test_a_figure_is_announced_unless_the_row_says_otherwise(lists, figure_kind, phase):
    lists.deals(deal(jobs="1,600", figure_kind=figure_kind))

    assert list(Claim.objects.values_list("value", "phase")) == [(1600, phase)]


def test_money_keeps_its_cents_and_its_currency(lists):
    lists.deals(deal(value_amount="1,965,000.50", value_currency="mad"))

    claim = Claim.objects.get()
    assert (str(claim.value), claim.currency) == ("1965000.50", "MAD")


def test_any_wording_of_status_is_kept_and_unknown_words_leave_a_deal_at_the_start(lists):
    report = lists.deals(deal(status="somewhere between hope and paper"))

    made = Deal.objects.get()
    assert report.created == 1
    assert (made.stage, made.status) == ("identified", "ongoing")
    assert made.status_typed == "somewhere between hope and paper"


def test_a_lost_deal_says_why_in_the_words_of_the_list(lists):
    lists.deals(deal(status="abandoned in 2019"))

    made = Deal.objects.get()
    assert (made.status, made.lost_because) == ("abandoned", "abandoned in 2019")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Yazaki Morocco / Nippon Express", ["Yazaki Morocco", "Nippon Express"]),
        ("Yazaki; Denso", ["Yazaki", "Denso"]),
        ("Yazaki/Denso", ["Yazaki", "Denso"]),
        ("Novo A/S", ["Novo A/S"]),
        ("Chuwa Industrial Co., Ltd.", ["Chuwa Industrial Co., Ltd."]),
        ("Yazaki; Yazaki", ["Yazaki"]),
        ("YAZAKI; Yazaki", ["YAZAKI"]),
        ("-", []),
        ("", []),
    ],
)
def test_companies_are_told_apart_and_keep_their_names(lists, typed, names):
    lists.deals(deal(company=typed))

    made = Deal.objects.get().companies.order_by("pk")
    assert list(made.values_list("name", flat=True)) == names


def test_a_company_is_found_by_any_name_it_has_or_had(lists):
    japanese = CompanyFactory(name="Yazaki", name_ja="矢崎総業株式会社")
    renamed = CompanyFactory(name="Chuwa Kogyo")
    renamed.name = "Chuwa Industrial"
    renamed.save()

    lists.deals(deal(company="矢崎総業株式会社; CHUWA KOGYO"))

    assert set(Deal.objects.get().companies.all()) == {japanese, renamed}
    assert Company.objects.count() == 2


def test_a_company_that_was_merged_answers_with_the_one_it_went_into(lists):
    kept = CompanyFactory(name="Yazaki Corporation")
    CompanyFactory(name="Yazaki", merged_into=kept, archived_at="2026-01-01T00:00:00Z")

    lists.deals(deal(company="Yazaki"))

    assert list(Deal.objects.get().companies.all()) == [kept]


def test_the_year_may_be_partial(lists):
    lists.deals(deal(year="about 2000", status="operational"))

    change = StageChange.objects.get()
    assert (change.happened, change.happened_edtf, change.to_stage) == (
        "about 2000",
        "2000~",
        "operational",
    )
    assert change.reason == "The year is the list's; it may be that of the announcement."
    assert Deal.objects.get().stage_since is None
