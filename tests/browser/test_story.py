"""The story of the product, told in a browser: a visit, a meeting, a promise kept, a deal found."""

import re

import pytest
from playwright.sync_api import Page, expect

from itpo.sample.people import LOGINS as SAMPLE_LOGINS
from tests.browser.chromium import LOGINS, log_in

pytestmark = pytest.mark.browser


def test_the_logins_are_the_samples():
    for role, (email, password) in LOGINS.items():
        assert (role, email, password) in SAMPLE_LOGINS


def choose(page: Page, label: str, words: str, option: str) -> None:
    """Type into a picker and take the option with Enter, as with a keyboard."""
    page.get_by_role("combobox", name=re.compile(f"^{label}")).press_sequentially(words)
    wanted = page.get_by_role("option", name=option).first
    expect(wanted).to_be_visible()
    expect(wanted).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Remove {option}")).to_be_visible()


def test_an_officer_logs_a_walk_in_visit_and_a_meeting_and_keeps_the_promise(page, address):
    log_in(page, address, "officer")
    page.get_by_role("link", name="Log a visit").click()
    page.get_by_text("Somebody new").click()
    page.get_by_label("Family name").fill("Browser")
    page.get_by_label("Given name").fill("Bea")
    choose(page, "Country", "moroc", "Morocco")
    page.get_by_label("Agency, if it is not in the list").fill("Agency of the browser")
    page.get_by_label("Came unannounced").check()
    page.get_by_role("button", name="Log the visit").click()
    expect(page.get_by_role("heading", name="Visit of BROWSER Bea")).to_be_visible()
    visit = page.url

    page.get_by_role("link", name="Log a meeting").first.click()
    choose(page, "Companies", "fictive foods", "Fictive Foods")
    page.get_by_label("What came of it").fill("They want the price list.")
    page.get_by_label("High").check()
    page.get_by_label("What was promised").fill("Send Bea's price list")
    page.get_by_label("Until when").fill(page.get_by_label("Day", exact=False).first.input_value())
    page.get_by_role("button", name="Log the meeting").click()
    expect(page).to_have_url(visit)
    expect(page.locator("main")).to_contain_text("They want the price list.")

    page.goto(address)
    promise = page.locator("li", has_text="Send Bea's price list")
    expect(promise).to_contain_text("Today")
    promise.get_by_role("button", name="Done").click()
    expect(page.get_by_role("status")).to_have_text("Done: Send Bea's price list")
    expect(page.locator("li", has_text="Send Bea's price list")).to_have_count(0)

    page.goto(visit)
    page.get_by_role("link", name="Meetings").click()
    expect(page.get_by_role("heading", name="Meeting with Fictive Foods")).to_be_visible()
    page.get_by_role("link", name="Delegates").click()
    expect(page.get_by_role("heading", name="BROWSER Bea")).to_be_visible()


def test_one_walks_the_chain_from_the_result_to_the_first_visit_and_back(page, address):
    log_in(page, address, "officer")
    page.goto(f"{address}/deals/?q=tomato")
    page.locator("main .rows tbody a").first.click()
    deal = page.url
    chain = page.get_by_role("navigation", name="The way from the delegate")
    chain.get_by_role("link", name="Verified results").click()
    expect(page.locator("main")).to_contain_text("verified")
    chain.get_by_role("link", name="Delegates").click()
    expect(chain.locator("[aria-current=page]")).to_contain_text("Delegates")
    page.locator(".life").get_by_role("link", name="Visit to Japan").last.click()
    expect(chain.locator("[aria-current=page]")).to_contain_text("Visits")
    chain.get_by_role("link", name="Deals").click()
    expect(page).to_have_url(deal)


def test_a_manager_finds_the_deal_in_the_admin(page, address):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, address, "manager")
    page.get_by_role("link", name="Deals in the admin").click()
    page.get_by_role("searchbox").or_(page.locator("#searchbar")).first.fill("Kenitra plant")
    page.get_by_role("button", name="Search").click()
    link = page.get_by_role("link", name="Kenitra plant", exact=True)
    row = page.locator("#result_list tr").filter(has=link)
    expect(row).to_contain_text("Operational")
    expect(row).to_contain_text("Morocco")
    expect(row).to_contain_text("1,600")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("link", name="History")).to_be_visible()


def test_a_mistake_is_answered_beside_the_field_and_nothing_typed_is_lost(page, address):
    log_in(page, address, "officer")
    page.goto(f"{address}/visits/log/")
    choose(page, "Delegate", "exemple", "EXEMPLE Amina")
    page.get_by_label("First day").fill("13/2019")
    page.get_by_label("Purpose").fill("Kept, as typed")
    page.get_by_role("button", name="Log the visit").click()

    field = page.locator("#div_id_begins")
    expect(field).to_contain_text("“13/2019” cannot be read as a date.")
    expect(page.get_by_label("First day")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Purpose")).to_have_value("Kept, as typed")
    expect(page.get_by_role("button", name="Remove EXEMPLE Amina")).to_be_visible()


def test_enter_that_confirms_a_conversion_does_not_submit(page, address):
    log_in(page, address, "officer")
    page.goto(f"{address}/visits/log/")
    purpose = page.get_by_label("Purpose")
    purpose.focus()
    prevented = purpose.evaluate(
        """input => {
          const enter = new KeyboardEvent("keydown",
            {key: "Enter", isComposing: true, bubbles: true, cancelable: true});
          let reached = false;
          input.form.addEventListener("keydown", () => { reached = true; });
          input.dispatchEvent(enter);
          return !reached;
        }"""
    )

    assert prevented
    expect(page).to_have_url(f"{address}/visits/log/")


def test_the_day_can_be_worked_by_keyboard_alone(page, address):
    log_in(page, address, "officer")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _press in range(40):  # past the meetings that wait to be logged
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('tick')"):
            break
    what = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(what)


def test_light_and_dark_are_switched_for_workspace_and_admin_alike(page, address):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, address, "manager")
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.goto(f"{address}/admin/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
