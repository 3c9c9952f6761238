"""The officer's day and the manager's week, by keyboard alone.

Nothing here is clicked, and nothing is filled in that the keys did not come to.
"""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import LOGINS, log_in

pytestmark = pytest.mark.browser

MOST = 400  # presses of Tab until something counts as out of reach


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is where one wants to go."""
    expect(wanted).to_be_visible()
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{wanted} cannot be reached with Tab.")


def follow(page: Page, name: str | re.Pattern[str], within: Locator | Page | None = None) -> None:
    tab_to(page, (within or page).get_by_role("link", name=name, exact=True).first)
    page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def type_in(page: Page, field: Locator, words: str) -> None:
    tab_to(page, field)
    page.keyboard.type(words)


def pick(page: Page, label: str, words: str, option: str) -> None:
    """Type into a picker and take the first that is offered."""
    type_in(page, page.get_by_role("combobox", name=re.compile(f"^{label}")), words)
    expect(page.get_by_role("option", name=option).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"Remove {option}")).to_be_visible()


def come_in(page: Page, address: str, role: str) -> None:
    email, password = LOGINS[role]
    page.goto(f"{address}/account/login/")
    type_in(page, page.get_by_label("Email"), email)
    type_in(page, page.get_by_label("Password", exact=True), password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def typed(day: str) -> str:
    """A day as a browser that speaks English has it typed."""
    year, month, day = day.split("-")
    return f"{month}{day}{year}"


def test_an_officers_day(page: Page, address: str):
    come_in(page, address, "officer")

    page.keyboard.press("/")
    page.keyboard.type("fictive foods")
    expect(page.locator("#found a").first).to_contain_text("Fictive Foods")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fictive Foods")

    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="Log")).to_be_visible()
    follow(page, "A phone call", page.get_by_role("dialog"))
    expect(page.get_by_role("radio", name="Phone call")).to_be_checked()
    pick(page, "Companies", "fictive foods", "Fictive Foods")
    type_in(page, page.get_by_label("What came of it"), "They rang about the harvest.")
    type_in(page, page.get_by_label("What was promised"), "Ring back about the harvest")
    today = page.get_by_label("Day", exact=True).input_value()
    type_in(page, page.get_by_label("Until when"), typed(today))
    press(page, "Log the meeting")
    expect(page.locator("main")).to_contain_text("They rang about the harvest.")

    follow(page, re.compile("^My day"))
    promise = page.locator("li", has_text="Ring back about the harvest")
    expect(promise).to_contain_text("Today")
    tab_to(page, promise.get_by_role("button", name="Done"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Done: Ring back about the harvest")


def test_a_list_is_sorted_and_narrowed_and_a_record_of_it_changed(page: Page, address: str):
    come_in(page, address, "officer")

    follow(page, "Deals")
    follow(page, "Deal", page.locator("thead"))
    expect(
        page.locator("th", has=page.get_by_role("link", name="Deal", exact=True))
    ).to_have_attribute("aria-sort", "ascending")
    follow(page, "Filter")
    pick(page, "Country", "moroc", "Morocco")
    press(page, "Show")
    in_use = page.get_by_role("list", name="Filters in use")
    expect(in_use).to_contain_text("Country: Morocco")

    record = page.locator("main .rows tbody a").first
    title = record.inner_text()
    tab_to(page, record)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    follow(page, "Change")
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.press("End")
    page.keyboard.type(", second line")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{title}, second line")


def test_the_calendar_is_turned_and_the_map_of_keys_shown(page: Page, address: str):
    come_in(page, address, "officer")
    follow(page, "Calendar")
    expect(page.get_by_role("link", name="Next month")).to_be_visible()
    shown = page.get_by_role("heading", level=1).inner_text()

    follow(page, "Next month")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(shown)

    previous = page.get_by_role("link", name="Previous month")
    tab_to(page, previous)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("find anyone or anything")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(previous).to_be_focused()


def test_a_managers_review(page: Page, address: str):
    come_in(page, address, "manager")
    follow(page, "Deals in the admin")
    follow(page, "Review")

    type_in(page, page.get_by_label("Last time was on"), typed("2020-01-01"))
    press(page, "Show")
    expect(page).to_have_url(re.compile(r"since=2020-01-01"))
    expect(page.locator(".period")).to_contain_text("January 2020")

    record = page.locator(".blocks tbody a").first
    name = record.inner_text()
    tab_to(page, record)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.go_back()

    type_in(page, page.get_by_label("Stage", exact=True), "Identified")
    press(page, "Filter")
    expect(page).to_have_url(re.compile("stage=identified"))
    boxes = page.locator("#deals tbody").get_by_role("checkbox")
    for box in (boxes.nth(0), boxes.nth(1)):
        tab_to(page, box)
        page.keyboard.press("Space")
    type_in(page, page.get_by_label("What to do"), "Move on")
    type_in(page, page.get_by_label("Why"), "The board agreed")
    press(page, "Do it")
    expect(page.locator(".messagelist")).to_contain_text("Done for 2 deals.")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/", "Find anyone or anything"),
        ("/deals/", "Search by title, company or country"),
        ("/add/investors.company/", "Name"),
        ("/meetings/log/", "Companies"),
    ],
)
def test_enter_while_converting_submits_and_chooses_nothing(path, field, page, address):
    log_in(page, address, "officer")
    page.goto(address + path)
    where = page.url
    inputs = page.locator("input:visible").and_(page.get_by_label(field, exact=False))
    tab_to(page, inputs.first)
    keys = page.context.new_cdp_session(page)

    keys.send(
        "Input.imeSetComposition", {"text": "とうきょう", "selectionStart": 5, "selectionEnd": 5}
    )
    keys.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    keys.send("Input.insertText", {"text": "東京"})

    expect(inputs.first).to_have_value("東京")
    expect(inputs.first).to_be_focused()
    assert page.url == where
    assert page.get_by_role("button", name=re.compile("^Remove ")).count() == 0


def test_of_two_who_change_a_record_the_second_is_told(page: Page, browser: Browser, address: str):
    log_in(page, address, "officer")
    page.goto(f"{address}/companies/?q=fictive+foods")
    page.goto(address + page.locator("main .rows tbody a").first.get_attribute("href"))
    change = page.get_by_role("link", name="Change", exact=True).get_attribute("href")
    page.goto(address + change)
    context = browser.new_context()
    other = context.new_page()
    log_in(other, address, "manager")
    other.goto(address + change)
    other.locator("#id_reading").fill("ふぃくてぃぶ")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("status")).to_have_text("Saved.")

    mine = page.locator("#id_name_ja")
    mine.fill("架空食品")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("changed this at")
    expect(page.get_by_role("alert")).to_contain_text("ふぃくてぃぶ")
    expect(mine).to_have_value("架空食品")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    context.close()


def test_what_was_typed_into_a_picker_before_its_script_was_there_is_looked_for(page, address):
    log_in(page, address, "officer")
    held = []
    page.route("**/picker*.js", lambda route: held.append(route))
    page.goto(f"{address}/meetings/log/", wait_until="commit")
    box = page.get_by_role("combobox", name="Companies", exact=True)
    box.focus()
    page.keyboard.type("fictive foods")

    held[0].continue_()

    expect(page.locator("#id_companies-list [role=option]").first).to_be_visible()
