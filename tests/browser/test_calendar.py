"""The calendar in a browser: a sheet where there is room, the days in order on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import log_in

pytestmark = pytest.mark.browser


def test_a_phone_shows_the_days_in_order_and_a_screen_the_sheet(page: Page, address: str):
    log_in(page, address, "officer")
    page.goto(f"{address}/calendar/")
    expect(page.get_by_role("table")).to_be_hidden()
    today = page.get_by_role("region").filter(has=page.locator("[aria-current=date]"))
    expect(today).to_contain_text("Today")

    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("table", name=re.compile(r"^\w+ \d{4}$"))).to_be_visible()
    expect(today).to_be_hidden()
    expect(page.get_by_role("cell").and_(page.locator("[aria-current=date]"))).to_contain_text(
        "Today"
    )


def test_a_due_day_leads_to_that_day_of_the_list(page: Page, address: str):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, address, "officer")
    page.goto(f"{address}/calendar/")
    page.get_by_role("cell").get_by_role("link", name=re.compile("due")).first.click()

    expect(page).to_have_url(re.compile(r"view=list.*#day-\d{4}-\d\d-\d\d$"))
    expect(page.locator(":target")).to_contain_text("Due")


def test_another_month_is_reached_by_keyboard(page: Page, address: str):
    log_in(page, address, "officer")
    page.goto(f"{address}/calendar/?month=2026-12&who=mine")
    page.get_by_role("link", name="Next month").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="January 2027")).to_be_visible()
    expect(page.get_by_label("Mine, and all events")).to_be_checked()
