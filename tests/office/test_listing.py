"""Asking a list for something: what it takes, what it refuses, what it carries along."""

import re
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from itpo.office.listing import Listing
from itpo.office.paging import PER_PAGE
from tests.desk.pages import PAGES
from tests.factories import (
    CompanyFactory,
    DealCompanyFactory,
    DealFactory,
    HostCountryFactory,
    MissionFactory,
    SectorFactory,
    UserFactory,
)
from tests.lists import LISTS, listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

DEALS = "deals:deals"
SENTENCES = {
    "CurrencyFilter": "“",
    "PickFilter": "Choose one from the list that opens.",
    "DayFilter": "Choose a day, or write it as 2026-11-21.",
    "YearFilter": "Write a year as 2026, or a fiscal year of Japan as FY 2026.",
    "DealDayFilter": "Choose a day, or write it as 2026-11-21.",
}
NULL = "Null characters are not allowed."
NONSENSE = ["<b>", "-1", "9" * 5000, "' OR 1=1 --", "a\x00b"]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def with_filters():
    return [name for name, listing in LISTS.items() if listing.filters is not None]


def chips(shown):
    return [(one.label, one.words) for one in shown.chosen]


def costs(browser, url):
    with CaptureQueriesContext(connection) as queries:
        browser.get(url)
    return len(queries)


# --- what a list is asked, and what it is not ---


@pytest.mark.parametrize("url_name", with_filters())
@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda typed: typed[:6])
def test_a_filter_that_cannot_be_says_so_beside_the_field_and_narrows_nothing(
    desk, officer, url_name, nonsense
):
    filled = PAGES[url_name](officer, 2)
    filters = LISTS[url_name].filters.base_filters
    whole = {"who": "all"} if url_name == "office:follow-ups" else {}

    response = desk.get(reverse(url_name), {**whole, **dict.fromkeys(filters, nonsense)})

    shown, page = response.context["list"], unescape(response.content.decode())
    errors = {name: " ".join(said) for name, said in shown.filters.errors.items()}
    assert set(errors) == set(filters)
    for name, one in filters.items():
        expected = SENTENCES.get(type(one).__name__, "Select a valid choice.")
        assert errors[name].startswith((expected, NULL) if "\x00" in nonsense else expected)
        assert errors[name] in page
    assert [text for text in filled.texts if text not in page] == []
    assert shown.chosen == []


@pytest.mark.parametrize("url_name", LISTS)
def test_a_sorting_nobody_offers_is_the_lists_own(desk, officer, url_name):
    PAGES[url_name](officer, 2)
    unsorted = [column.name for column in LISTS[url_name].columns if not column.order][:1]

    own = listed(desk, url_name)
    others = [
        listed(desk, url_name, sort=sort) for sort in ("nonsense", "--name", "a\x00b", *unsorted)
    ]

    assert [one.rows for one in others] == [own.rows] * len(others)
    assert [one.heads[0].sorted for one in others] == [own.heads[0].sorted] * len(others)


def test_blanks_and_what_nobody_knows_narrow_nothing(desk, officer):
    deal = DealFactory(office=officer.office)

    shown = listed(desk, DEALS, stage="", country="", mine="", nonsense="5", filter="shut")

    assert (shown.rows, shown.chosen, shown.is_narrowed) == ([deal], [], False)


def test_a_list_with_no_row_says_what_to_do_and_one_that_matches_none_what_to_try(desk, officer):
    listing = LISTS[DEALS]
    assert str(listing.nothing) in desk.get(reverse(DEALS)).content.decode()

    DealFactory(office=officer.office)
    for asked in ({"q": "rice"}, {"stage": "operational"}):
        assert str(listing.no_match) in desk.get(reverse(DEALS), asked).content.decode()


def test_filters_and_words_narrow_together(desk, officer):
    wanted = DealFactory(office=officer.office, title="Rice mill", stage="promoted")
    DealFactory(office=officer.office, title="Rice mill", stage="identified")
    DealFactory(office=officer.office, title="Plant", stage="promoted")

    shown = listed(desk, DEALS, q="rice mill", stage="promoted", mine="")

    assert shown.rows == [wanted]


def test_a_deal_found_by_two_of_its_companies_is_listed_once(desk, officer):
    deal = DealFactory(office=officer.office, title="Rice mill")
    sector = SectorFactory()
    deal.sectors.add(sector, SectorFactory())
    for name in ("Sakura Rice", "Ume Rice"):
        DealCompanyFactory(deal=deal, company__name=name)

    assert listed(desk, DEALS, q="rice", sector=sector.pk).rows == [deal]


def test_what_another_office_owns_cannot_be_filtered_by(desk, stranger):
    theirs = MissionFactory(office=stranger.office, name="Secret mission")

    response = desk.get(reverse("investors:companies"), {"mission": theirs.pk})

    assert response.context["list"].filters.errors == {
        "mission": ["Choose one from the list that opens."]
    }
    assert "Secret mission" not in response.content.decode()


# --- the chips ---


def test_each_filter_in_use_is_said_in_words_and_can_be_taken_off(desk, officer):
    mori = UserFactory(office=officer.office, family_name="Mori")
    asked = {"stage": "promoted", "owner": mori.pk, "next": "none", "q": "rice", "sort": "deal"}

    shown = listed(desk, DEALS, **asked)

    assert chips(shown) == [
        ("Stage", "Promoted"),
        ("Looked after by", "MORI Mika"),
        ("Next step", "Nothing planned"),
    ]
    for one, name in zip(shown.chosen, ("stage", "owner", "next"), strict=True):
        left = dict(re.findall(r"[?&](\w+)=([^&]*)", one.without))
        assert left == {key: str(value) for key, value in asked.items() if key != name}


def test_a_day_is_said_as_a_day_and_a_choice_of_mine_as_mine(desk):
    shown = listed(desk, "delegates:visits", since="2026-11-02", until="2026-11-30", mine="yes")

    assert chips(shown) == [
        ("In Japan on or after", "2 Nov 2026"),
        ("In Japan on or before", "30 Nov 2026"),
        ("Whose", "Mine"),
    ]


def test_taking_off_a_filter_shows_the_first_page(desk, officer):
    DealFactory.create_batch(PER_PAGE + 1, office=officer.office, stage="promoted")

    shown = listed(desk, DEALS, stage="promoted", page=2)

    assert [one.without for one in shown.chosen] == ["?"]


def test_a_chip_shows_names_as_text(desk):
    sector = SectorFactory(name='<img src=x onerror="a">')

    page = desk.get(reverse(DEALS), {"sector": sector.pk}).content.decode()

    assert "<img" not in page
    assert "&lt;img src=x" in page


# --- what is carried along ---


def test_sorting_paging_and_searching_keep_the_filters(desk, officer):
    DealFactory.create_batch(2 * PER_PAGE + 1, office=officer.office, stage="promoted")
    asked = {"q": "plant", "stage": "promoted", "sort": "deal", "page": 2}

    shown = listed(desk, DEALS, **asked)

    heads = {head.name: head.query for head in shown.heads}
    assert shown.page.previous == "?q=plant&stage=promoted&sort=deal&page=1"
    assert shown.page.next == "?q=plant&stage=promoted&sort=deal&page=3"
    assert heads["deal"] == "?q=plant&stage=promoted&sort=-deal"
    assert heads["stage"] == "?q=plant&stage=promoted&sort=stage"
    assert heads["made"] == "?q=plant&stage=promoted&sort=-made"
    assert heads["companies"] == ""
    assert shown.filter_query == "?q=plant&stage=promoted&sort=deal&filter=open"
    assert shown.kept == [("stage", "promoted"), ("sort", "deal")]


def test_an_open_filter_form_keeps_the_sorting_and_asks_each_filter_once(desk, officer):
    page = desk.get(
        reverse("office:follow-ups"),
        {"filter": "open", "who": "all", "sort": "-due", "state": "done", "q": "rice"},
    )

    html = page.content.decode().partition("<main")[2]
    assert page.context["list"].kept == [("who", "all"), ("sort", "-due")]
    for name in ("state", "promised_by", "owner", "since", "until", "q", "who", "sort"):
        assert len(re.findall(rf'<(?:input|select)[^>]* name="{name}"', html)) <= 1
    assert re.search(r'<option value="done" selected>', html)


def test_the_head_a_list_is_sorted_by_says_so_and_turns_it_round(desk, officer):
    DealFactory(office=officer.office)

    default = desk.get(reverse(DEALS)).content.decode()
    other = desk.get(reverse(DEALS), {"sort": "stage"}).content.decode()

    assert re.findall(r'<th[^>]*aria-sort="(\w+)"[^>]*><a href="([^"]*)">(\w+)', default) == [
        ("descending", "?sort=made", "Added")
    ]
    assert re.findall(r'<th[^>]*aria-sort="(\w+)"[^>]*><a href="([^"]*)">(\w+)', other) == [
        ("ascending", "?sort=-stage", "Stage")
    ]


def test_equal_ones_stay_in_one_order_on_every_page(desk, officer):
    deals = DealFactory.create_batch(PER_PAGE + 5, office=officer.office, title="Rice mill")

    pages = [listed(desk, DEALS, sort="deal", page=page).rows for page in (1, 2)]

    assert [*pages[0], *pages[1]] == deals


# --- what it costs ---


@pytest.mark.parametrize("url_name", with_filters())
def test_a_filter_form_costs_nothing_until_it_is_asked_for_and_then_no_query(
    desk, officer, url_name
):
    url = PAGES[url_name](officer, 2).url

    shut, opened = desk.get(url), desk.get(url, {"filter": "open"})

    assert shut.context["list"].filters is None
    assert opened.context["list"].filters is not None
    assert costs(desk, f"{url}?filter=open") == costs(desk, url)


# For each list something that keeps all the rows its page is filled with.
KEEPING = {
    "office:follow-ups": {"promised_by": "us", "until": "2027-01-01"},
    "office:partners": {"kind": "other"},
    "delegates:delegates": {"country": "morocco"},
    "delegates:visits": {"country": "morocco", "since": "2026-01-01", "mine": "yes"},
    "delegates:agencies": {"country": "morocco", "kind": "ipa"},
    "delegates:countries": {},
    "delegates:programmes": {"state": "draft", "ours": "yes"},
    "delegates:applications": {"country": "morocco", "state": "invited"},
    "delegates:projects": {"country": "morocco", "offer": "yes"},
    "investors:companies": {"mine": "yes"},
    "investors:contacts": {"current": "yes", "check": "yes"},
    "investors:technologies": {},
    "investors:missions": {"state": "proposed", "ours": "yes"},
    "investors:schedules": {},
    "investors:events": {"kind": "seminar", "state": "planned", "ours": "yes"},
    "investors:meetings": {"kind": "visit", "until": "2026-12-01", "mine": "yes"},
    "deals:deals": {
        "country": "morocco",
        "stage": "identified",
        "status": "running",
        "mine": "yes",
    },
    "deals:claims": {"phase": "planned"},
    "deals:transfers": {"country": "morocco"},
    "deals:rates": {"one": "MAD", "since": "2020-01-01"},
    "deals:contributions": {"helped": "yes"},
}


@pytest.mark.parametrize("url_name", LISTS)
def test_a_filtered_sorted_list_costs_the_same_for_one_row_and_for_three(desk, officer, url_name):
    column = next(one for one in LISTS[url_name].columns if one.order)
    morocco = HostCountryFactory().pk
    narrowed = {
        name: morocco if value == "morocco" else value for name, value in KEEPING[url_name].items()
    }
    query = "&".join(f"{name}={value}" for name, value in {**narrowed, "sort": column.name}.items())
    url = f"{reverse(url_name)}?filter=open&{query}"
    counted, sizes = [], []

    for more in (1, 2):
        PAGES[url_name](officer, more)
        counted.append(costs(desk, url))
        sizes.append(len(desk.get(url).context["list"].rows))

    assert sizes[1] - sizes[0] >= 2
    assert counted[0] == counted[1]
    assert counted[0] <= 12


# --- what a list says of itself ---


@pytest.mark.parametrize("url_name", LISTS)
def test_a_list_is_sorted_by_one_of_its_columns(url_name):
    listing = LISTS[url_name]

    column, descends = listing.order("")

    assert listing.sorted_by == f"{'-' if descends else ''}{column.name}"


def test_a_list_that_is_sorted_by_nothing_it_has_is_a_mistake_of_ours():
    listing = Listing("Rows", "Search", [], sorted_by="name", nothing="None", no_match="None")

    with pytest.raises(ValueError, match="No column of “Rows” sorts it by name"):
        listing.order("")


def test_companies_are_found_by_their_number_beside_a_filter(desk, officer):
    wanted = CompanyFactory(corporate_number="7000012050002", owner=officer)
    CompanyFactory(owner=officer)

    shown = listed(desk, "investors:companies", q="7000012050002", mine="yes")

    assert shown.rows == [wanted]


def test_a_lists_own_filters_stand_before_those_it_shares():
    named = {
        page: list(LISTS[page].filters.base_filters) for page in ("deals:deals", "deals:claims")
    }

    assert named["deals:deals"][:3] == ["stage", "status", "country"]
    assert named["deals:deals"][-5:] == ["helped", "reached", "ended", "since", "until"]
    assert named["deals:claims"][:5] == ["about", "metric", "phase", "checked", "country"]
