"""A schedule of who meets whom in a browser: searched for and watched, pinned, made smaller."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import log_in
from tests.browser.site import RUNNING, manage

pytestmark = pytest.mark.browser

NAME = "Meetings in Hai Phong (sample)"


def test_a_search_is_watched_until_it_is_over(page: Page, address: str):
    log_in(page, address, "officer")
    page.goto(f"{address}/schedules/")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("button", name="Schedule again").click()
    expect(page.get_by_text("A search for a better schedule waits for its turn.")).to_be_visible()

    manage("tick", env=RUNNING[address])  # in place of a worker
    expect(page.get_by_text("No schedule meets more of what is wished.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish as meetings")).to_be_visible()
    expect(page.locator("main")).to_contain_text(
        "Nobody interprets between English, Japanese and Vietnamese."
    )


def test_a_wish_is_noted_on_a_phone_and_a_pin_holds_a_meeting(page: Page, address: str):
    log_in(page, address, "officer")
    page.goto(f"{address}/schedules/")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="People and wishes").click()
    page.get_by_role("link", name="Sample industrial park").click()
    page.get_by_label(re.compile("^Mock Auto Parts")).select_option(label="3: a must")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile("Sample industrial park"))
    expect(row).to_contain_text("2 / 3")

    page.get_by_role("link", name="Slot by slot").click()
    page.get_by_role("button", name=re.compile(": pin$")).first.click()
    expect(page.get_by_role("button", name=re.compile(": let go$"))).to_have_count(1)
    page.get_by_role("button", name=re.compile(": let go$")).click()


def test_fewer_tables_list_what_would_be_lost_first(page: Page, address: str):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, address, "officer")
    page.goto(f"{address}/schedules/")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Days, slots, tables").click()
    page.get_by_label("Slots after lunch").fill("0")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text(re.compile("would lose (its|their) slot"))
    expect(page.get_by_role("button", name="Save nevertheless")).to_be_visible()
