"""The impact report in a browser: from Morocco to the evidence, and the life of Yazaki's plants."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import log_in

pytestmark = pytest.mark.browser

SIZES = [{"width": 390, "height": 844}, {"width": 1280, "height": 900}]
MOST = 200  # presses of Tab until something counts as out of reach
YAZAKI = re.compile("^Lineage.*Three plants together")

Follow = Callable[[Page, Locator], None]


def click(page: Page, link: Locator) -> None:
    link.click()
    page.wait_for_load_state()


def by_keys(page: Page, link: Locator) -> None:
    """Tab to a link and press Enter."""
    expect(link).to_be_visible()
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    pytest.fail(f"{link} cannot be reached with Tab.")


@pytest.fixture(params=SIZES, ids=["phone", "desk"])
def report(request: pytest.FixtureRequest, page: Page, address: str) -> Page:
    """The report of Morocco, asked for as an officer does."""
    page.set_viewport_size(request.param)
    log_in(page, address, "officer")
    page.goto(f"{address}/impact/")
    page.get_by_text("About what, and which years").click()
    page.get_by_role("combobox", name="Country").press_sequentially("moroc")
    page.get_by_role("option", name="Morocco").first.click()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Impact: Morocco")
    return page


def is_no_wider_than_its_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("follow", [click, by_keys], ids=["mouse", "keys"])
def test_a_number_leads_to_its_source_in_two_clicks(report: Page, follow: Follow):
    expect(report.locator(".story")).to_contain_text("26,900 planned, 10,000 said to be real")

    follow(report, report.get_by_role("link", name="26,900", exact=True))
    figures = report.locator("main .rows tbody tr")
    expect(figures.filter(has_text="Framework of nine projects")).to_have_count(1)
    figure = figures.filter(has_text="16,000").get_by_role("link").first
    follow(report, figure)

    source = report.locator("main").get_by_role("link", name="agbi.com").first
    expect(source).to_be_visible()
    assert is_no_wider_than_its_window(report)


@pytest.mark.parametrize("follow", [click, by_keys], ids=["mouse", "keys"])
def test_a_deal_leads_to_what_helped_it_in_two_clicks(report: Page, follow: Follow):
    follow(report, report.get_by_role("link", name=YAZAKI))
    expect(report.get_by_role("heading", level=1)).to_have_text("Three plants together")
    follow(report, report.get_by_role("link", name="Visit of").first)

    expect(report.locator("main")).to_contain_text("The source says only: since the 1990s.")


def test_the_lineage_of_yazaki_is_read_from_the_first_visit_to_today(report: Page):
    report.get_by_role("link", name=YAZAKI).click()

    years = report.locator(".lineage > li:not(.gap)")
    expect(years.first).to_contain_text("1990s")
    expect(years.first).to_contain_text("Visit of EXEMPLE Karim")
    expect(years.last).to_contain_text("Today")
    expect(report.locator(".lineage")).to_contain_text("Tangier plant")
    report.locator(".lineage").or_(report.locator(".undated")).get_by_role(
        "link", name="Kenitra plant"
    ).first.click()

    expect(report.locator(".lineage .moment.figure")).to_have_count(2)
    lefts = report.locator(".lineage .moment").evaluate_all(
        "all => [...new Set(all.map(one => Math.round(one.getBoundingClientRect().left)))]"
    )
    assert len(lefts) == 1  # one below the other
    assert is_no_wider_than_its_window(report)
