"""Taking lists out as files: what stands in them, for whom, and what is written down of it."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from itpo.office.exporting.lines import PORTION
from itpo.office.models import ExportLog
from tests.conftest import logged_in
from tests.desk.pages import PAGES
from tests.factories import (
    ClaimFactory,
    CompanyFactory,
    ContactFactory,
    DealCompanyFactory,
    DealFactory,
    ExchangeRateFactory,
    MeetingFactory,
    ProjectProfileFactory,
    UserFactory,
    VisitFactory,
)
from tests.importing import number_of
from tests.lists import LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

COMPANIES, CONTACTS, DEALS = "investors:companies", "investors:contacts", "deals:deals"


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def export(browser, url_name, kind="csv", **asked):
    return browser.get(reverse(url_name), {**asked, "export": kind})


def as_csv(answer, encoding="utf-8-sig"):
    text = b"".join(answer.streaming_content).decode(encoding)
    return list(csv.reader(io.StringIO(text, newline="")))


def as_cells(answer):
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return [list(row) for row in book.active.rows]


def names(page):
    return [column.name for column in LISTS[page].export.columns]


def told(page, lines, *wanted):
    """What some columns say, line by line."""
    places = [names(page).index(name) for name in wanted]
    return [[line[place] for place in places] for line in lines[1:]]


# --- every list ---


@pytest.mark.parametrize("page", LISTS)
def test_a_list_is_taken_out_at_the_same_cost_for_one_row_and_for_three(desk, officer, page):
    costs, sizes = [], []

    for more in (1, 2):
        PAGES[page](officer, more)
        with CaptureQueriesContext(connection) as queries:
            rows = as_cells(export(desk, page, "xlsx", who="all"))
        costs.append(len(queries))
        sizes.append(len(rows))

    assert sizes[1] - sizes[0] >= 2
    assert costs[0] == costs[1]
    assert costs[0] <= 14


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_no_two_columns_have_one_head(page, language):
    with translation.override(language):
        heads = [column.head for column in LISTS[page].export.columns]

    assert len({head.casefold() for head in heads}) == len(heads)
    assert len(set(names(page))) == len(heads)


@pytest.mark.parametrize("page", LISTS)
def test_a_workbook_and_a_csv_file_say_the_same(desk, officer, page):
    PAGES[page](officer, 2)

    lines = as_csv(export(desk, page, "csv", who="all"))
    cells = as_cells(export(desk, page, "xlsx", who="all"))

    assert [cell.value for cell in cells[0]] == lines[0]
    assert len(cells) == len(lines)


# --- as shown ---


def test_a_file_has_what_the_list_shows_in_its_order_and_from_all_its_pages(
    desk, officer, stranger
):
    deals = DealFactory.create_batch(60, office=officer.office, stage="promoted")
    DealFactory(office=officer.office, stage="identified")
    DealFactory(office=stranger.office, stage="promoted")

    lines = as_csv(export(desk, DEALS, stage="promoted", q="plant", sort="made", page=2))

    assert told(DEALS, lines, "id", "stage") == [[number_of(deal), "Promoted"] for deal in deals]


def test_more_than_one_portion_is_taken_out_whole(desk):
    CompanyFactory.create_batch(3)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itpo.office.exporting.lines.PORTION", 2)
        patch.setattr("itpo.office.exporting.csv_lines.PORTION", 2)
        lines = as_csv(export(desk, COMPANIES))

    assert PORTION > 2
    assert len(lines) == 4


def test_a_filter_with_a_mistake_shows_the_list_and_its_sentence(desk):
    page = export(desk, DEALS, owner="nobody", year="soon")

    assert page["Content-Type"].startswith("text/html")
    assert "Choose one from the list that opens." in page.content.decode()
    assert not ExportLog.objects.exists()


def test_what_is_no_kind_of_file_is_not_there(desk):
    assert export(desk, DEALS, "pdf").status_code == 404


def test_a_list_offers_what_it_is_narrowed_to(desk):
    shown = desk.get(reverse(DEALS), {"stage": "promoted", "page": 2, "filter": "open"})

    assert [query for query, _label in shown.context["list"].exports] == [
        "?stage=promoted&export=xlsx",
        "?stage=promoted&export=csv",
        "?stage=promoted&export=cp932",
    ]


def test_a_view_that_is_kept_is_a_list_and_no_file(desk):
    kept = desk.get(reverse(DEALS), {"stage": "promoted", "filter": "open"}).context["list"]

    assert "export" not in kept.keep_url


def test_heads_are_in_the_readers_language(officer):
    officer.language = "ja"
    officer.save()
    CompanyFactory()

    lines = as_csv(export(logged_in(officer), COMPANIES))

    assert "法人番号" in "".join(lines[0])


# --- values ---


def test_what_is_not_known_is_blank_and_a_day_is_a_day(desk, officer):
    DealFactory(office=officer.office, owner=None, stage_since=None, expected_on="2027-04-01")

    cells = as_cells(export(desk, DEALS, "xlsx"))
    lines = as_csv(export(desk, DEALS))

    at = {name: place for place, name in enumerate(names(DEALS))}
    assert [cells[1][at[name]].value for name in ("owner", "jobs", "stage_since")] == [None] * 3
    assert cells[1][at["expected_on"]].value == datetime.fromisoformat("2027-04-01")
    assert cells[1][at["expected_on"]].number_format == "yyyy-mm-dd"
    assert told(DEALS, lines, "owner", "jobs", "stage_since", "expected_on") == [
        ["", "", "", "2027-04-01"]
    ]


def test_money_is_a_number_with_its_currency_beside_it(desk, officer):
    ProjectProfileFactory(capital_sought=Decimal("2500000.50"), currency="EUR")
    ProjectProfileFactory(capital_sought=None, currency="", title="Unknown")

    cells = as_cells(export(desk, "delegates:projects", "xlsx"))

    at = names("delegates:projects").index("capital_sought")
    assert [[cell.value for cell in line[at : at + 2]] for line in cells[1:]] == [
        [2500000.5, "EUR"],
        [None, None],
    ]


def test_a_rate_has_all_its_decimals(desk):
    ExchangeRateFactory(rate=Decimal("0.00000001"))
    ExchangeRateFactory(rate=Decimal("1500"), on=date(2020, 1, 1))

    lines = as_csv(export(desk, "deals:rates", sort="-on"))

    assert sorted(told("deals:rates", lines, "rate")) == [["0.00000001"], ["1500"]]


def test_a_date_known_in_part_is_as_it_was_typed(desk, officer):
    VisitFactory(officer=officer, begins="about 2000", ends="2001-02")

    lines = as_csv(export(desk, "delegates:visits"))

    assert told("delegates:visits", lines, "begins", "ends") == [["about 2000", "2001-02"]]


def test_a_moment_is_told_in_the_offices_time_and_the_head_says_so(officer):
    officer.time_zone = "Europe/Rome"
    officer.save()
    with time_machine.travel("2026-11-20T15:30:00Z", tick=False):
        DealFactory(office=officer.office)

    browser = logged_in(officer)
    lines, cells = as_csv(export(browser, DEALS)), as_cells(export(browser, DEALS, "xlsx"))

    at = names(DEALS).index("created_at")
    assert lines[0][at] == "Made (Asia/Tokyo)"
    assert lines[1][at] == "2026-11-21 00:30"
    assert cells[1][at].value == datetime.fromisoformat("2026-11-21 00:30")


def test_a_formula_is_text(desk):
    ContactFactory(post='=HYPERLINK("http://x")', phone="+81 3 1234", department="-")

    cells = as_cells(export(desk, CONTACTS, "xlsx"))
    lines = as_csv(export(desk, CONTACTS))

    at = [names(CONTACTS).index(name) for name in ("post", "phone", "department")]
    assert [(cells[1][place].value, cells[1][place].data_type) for place in at] == [
        ('=HYPERLINK("http://x")', "s"),
        ("+81 3 1234", "s"),
        ("-", "s"),
    ]
    assert told(CONTACTS, lines, "post", "phone", "department") == [
        ['\'=HYPERLINK("http://x")', "'+81 3 1234", "'-"]
    ]


def test_a_workbook_takes_days_numbers_and_texts_it_has_no_cells_for(desk):
    company = CompanyFactory(notes="x" * 32_767)
    ContactFactory(company=company, left_on=date(1899, 12, 31), notes="a\r\nb\x0b_x000D_")

    cells = as_cells(export(desk, CONTACTS, "xlsx"))

    at = names(CONTACTS).index("left_on")
    assert cells[1][at].value == "1899-12-31"
    assert len(as_cells(export(desk, COMPANIES, "xlsx"))) == 2


def test_a_text_that_is_too_long_for_a_cell_is_named_instead(desk):
    CompanyFactory(name="Yazaki", notes="x" * 32_768)

    page = export(desk, COMPANIES, "xlsx")

    html = page.content.decode()
    assert "1 cell does not fit into a workbook. Nothing was written." in html
    assert "Row 2, Notes" in html
    assert 'href="?export=csv"' in html
    assert ExportLog.objects.get().rows is None


# --- CP932 ---


def test_japanese_as_excel_has_it_is_written_in_cp932(desk):
    CompanyFactory(name="Yazaki", name_ja="①髙﨑㈱")

    answer = export(desk, COMPANIES, "cp932")

    assert answer["Content-Type"] == "text/csv; charset=Shift_JIS"
    assert told(COMPANIES, as_csv(answer, "cp932"), "name_ja") == [["①髙﨑㈱"]]


@pytest.mark.parametrize("sign", ["〜", "−", "‖", "¢", "£", "¬"])
def test_a_sign_that_cp932_would_change_is_named(desk, sign):
    CompanyFactory(name=f"10{sign}20")

    html = export(desk, COMPANIES, "cp932").content.decode()

    assert f"{sign} (U+{ord(sign):04X})" in html


def test_cells_that_cp932_cannot_hold_are_named_before_anything_is_sent(desk):
    CompanyFactory(name="Aciéries du Maroc", address="Fès", name_ja="")
    CompanyFactory.create_batch(21, name="São Paulo", name_ja="")

    page = export(desk, COMPANIES, "cp932", sort="name")

    html = page.content.decode()
    assert "23 cells have characters that CP932 does not know. Nothing was written." in html
    assert "Row 2, Name in Roman letters" in html
    assert "é (U+00E9)" in html
    assert "Row 2, Address" in html
    assert "and 3 more" in html
    assert 'href="?sort=name&amp;export=csv"' in html
    assert 'href="?sort=name&amp;export=xlsx"' in html


# --- who, and what is written down ---


def test_managers_officers_and_auditors_take_lists_out_and_it_is_written_down(
    officer, manager, auditor
):
    DealFactory.create_batch(2, office=officer.office, stage="promoted")

    for user, kind in ((officer, "csv"), (manager, "xlsx"), (auditor, "cp932")):
        b"".join(export(logged_in(user), DEALS, kind, stage="promoted").streaming_content)

    assert list(
        ExportLog.objects.order_by("pk").values_list(
            "user", "office", "page", "query", "format", "rows"
        )
    ) == [
        (officer.pk, officer.office_id, DEALS, "stage=promoted", "csv", 2),
        (manager.pk, officer.office_id, DEALS, "stage=promoted", "xlsx", 2),
        (auditor.pk, officer.office_id, DEALS, "stage=promoted", "cp932", 2),
    ]


def test_who_goes_away_before_the_end_is_written_down_without_a_number(desk):
    CompanyFactory()

    answer = export(desk, COMPANIES)
    next(iter(answer.streaming_content))

    assert ExportLog.objects.get().rows is None


def test_whoever_may_not_is_offered_no_file_and_gets_none(office):
    refused = logged_in(UserFactory(office=office, exports_lists=False))

    assert refused.get(reverse(DEALS)).context["list"].exports == []
    assert export(refused, DEALS).status_code == 403
    assert not ExportLog.objects.exists()


def test_a_manager_may_whatever_stands_there(manager):
    manager.exports_lists = False
    manager.save()

    assert export(logged_in(manager), DEALS).status_code == 200


def test_asking_only_for_the_head_of_an_answer_takes_nothing_out(desk):
    answer = desk.head(reverse(DEALS), {"export": "csv"})

    assert answer["Content-Type"].startswith("text/html")
    assert not ExportLog.objects.exists()


def test_a_manager_reads_who_took_what_and_an_auditor_not_what_was_searched_for(
    desk, officer, manager, auditor
):
    export(desk, DEALS, "xlsx", q="Kaminari")
    url = reverse("admin:office_exportlog_changelist")

    managers = logged_in(manager).get(url).content.decode()
    auditors = logged_in(auditor).get(url).content.decode()

    assert "q=Kaminari" in managers
    assert str(officer) in auditors
    assert "Kaminari" not in auditors


def test_nobody_changes_what_is_written_down(desk, manager):
    export(desk, DEALS, "xlsx")
    log = ExportLog.objects.get()
    url = reverse("admin:office_exportlog_change", args=[log.pk])

    answer = logged_in(manager).post(url, {"rows": 0})

    log.refresh_from_db()
    assert answer.status_code == 403
    assert log.rows == 0
    assert (
        logged_in(manager).post(reverse("admin:office_exportlog_delete", args=[log.pk])).status_code
        == 403
    )


# --- what is confidential ---


def test_a_larger_deal_that_one_may_not_see_is_not_named(colleague, officer):
    larger = DealFactory(
        office=officer.office,
        owner=officer,
        title="Kaminari",
        ref="K1",
        is_confidential=True,
        anonymous_description="A plant",
    )
    DealFactory(office=officer.office, parent=larger, parent_relation="part", title="Part")

    lines = as_csv(export(logged_in(colleague), DEALS))
    own = as_csv(export(logged_in(officer), DEALS, q="part"))

    assert told(DEALS, lines, "title", "part_of", "larger_deal") == [["Part", "", ""]]
    assert told(DEALS, own, "title", "part_of", "larger_deal") == [["Part", "K1", "Kaminari"]]


def test_companies_and_figures_of_a_deal_stand_on_its_line(desk, officer):
    deal = DealFactory(office=officer.office, source_url="https://example.org/a")
    for name in ("Yazaki", "Sumitomo"):
        DealCompanyFactory(deal=deal, company__name=name)
    of = {"deal": deal, "source_url": deal.source_url, "as_of": "2016"}
    ClaimFactory(**of, metric="jobs", phase="actual", value=500)
    ClaimFactory(**of, metric="capital", phase="actual", value=Decimal("1.5"), currency="MAD")
    ClaimFactory(deal=deal, metric="jobs", value=9, source_url="https://example.org/other")

    lines = as_csv(export(desk, DEALS))

    columns = ("company", "jobs", "value_amount", "value_currency", "figure_kind", "as_of")
    assert told(DEALS, lines, *columns) == [
        ["Yazaki; Sumitomo", "500.00", "1.50", "MAD", "actual", "2016"]
    ]


def test_a_meetings_sides_stand_on_its_line(desk, officer):
    MeetingFactory(officer=officer, subject="Talk")

    lines = as_csv(export(desk, "investors:meetings"))

    assert told("investors:meetings", lines, "subject", "officer") == [["Talk", str(officer)]]
