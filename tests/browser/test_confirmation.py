"""A company confirms what our help did: on a phone in Japanese, and in English at a desk."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import log_in
from tests.browser.portal import links

pytestmark = pytest.mark.browser

NAMES = ("needed", "sooner", "without")


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A phone on which no script runs."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="ja-JP"
    )
    yield context.new_page()
    context.close()


def choose_first(page: Page) -> None:
    for name in NAMES:
        page.locator(f"input[name={name}]").first.check()


def test_in_japanese_on_a_phone_without_a_script(bare: Page, address: str) -> None:
    bare.goto(address + links(address)["confirm"])
    expect(bare.locator("html")).to_have_attribute("lang", "ja")
    expect(bare.locator("input[name=answered_by]")).to_have_value("山田春男")

    bare.locator("main form.form button.main").click()  # nothing is chosen yet
    expect(bare.get_by_role("alert")).to_be_visible()
    choose_first(bare)
    figures = bare.locator("fieldset[id^=id_figure]")
    for number in range(figures.count()):
        figures.nth(number).locator("input[value=right]").check()
    figures.first.locator("input[value=wrong]").check()
    bare.locator("input[name^=value-]").first.fill("１，６００")
    bare.locator("main form.form button.main").click()

    expect(bare.locator("main")).to_contain_text("1,600")
    expect(bare.locator("a[href='?change=1']")).to_be_visible()


def test_an_officer_asks_and_the_company_answers_in_english(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page, axe = context.new_page(), Axe()
    log_in(page, address, "officer")
    page.goto(f"{address}/deals/?q=tomato+paste")
    page.get_by_role("link", name="Tomato paste plant near Dakar (sample)").first.click()
    page.get_by_role("link", name="Ask the company").click()
    page.get_by_label("Whom to ask").select_option(index=1)
    page.get_by_label("Language of the mail and of the page").select_option("en")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("heading", name="Did our help count?")).to_be_visible()
    assert axe.run(page).response["violations"] == []
    page.get_by_role("button", name="Change something").click()
    expect(page.get_by_label("Whom to ask")).to_be_visible()

    page.goto(address + links(address)["confirm-en"])
    assert axe.run(page).response["violations"] == []
    choose_first(page)
    for one in page.locator("fieldset[id^=id_figure] input[value=right]").all():
        one.check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="Thank you. We have your answer.")).to_be_visible()
    assert axe.run(page).response["violations"] == []
    context.close()
