"""An Enter that ends a Japanese conversion, in the search box and in a picker."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import log_in

pytestmark = pytest.mark.browser

# The two ways in which browsers tell that an Enter belongs to an input method.
ENTERS = [{"isComposing": True}, {"keyCode": 229}]
ENTER = """(box, how) => {
    box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    const event = new KeyboardEvent("keydown", {
        key: "Enter", bubbles: true, cancelable: true, ...how,
    });
    if (how.keyCode) Object.defineProperty(event, "keyCode", { get: () => how.keyCode });
    return box.dispatchEvent(event);
}"""


@pytest.mark.parametrize("how", ENTERS, ids=["composing", "229"])
def test_it_neither_searches_nor_chooses(page: Page, address: str, how):
    log_in(page, address, "officer")
    page.goto(f"{address}/meetings/log/")
    box = page.get_by_role("combobox", name="Companies", exact=True)
    box.fill("fictive foods")
    expect(page.locator("#id_companies-list [role=option]").first).to_be_visible()

    box.evaluate(ENTER, how)

    expect(page.get_by_role("button", name="Remove")).to_have_count(0)
    expect(box).to_have_value("fictive foods")
    assert page.url == f"{address}/meetings/log/"


def test_half_a_conversion_is_not_looked_for(page: Page, address: str):
    log_in(page, address, "officer")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.get_by_role("searchbox", name="Find anyone or anything").first
    box.focus()
    keyboard = page.context.new_cdp_session(page)

    keyboard.send(
        "Input.imeSetComposition", {"text": "やz", "selectionStart": 0, "selectionEnd": 2}
    )
    page.wait_for_timeout(400)
    expect(box).to_have_value("やz")
    before = [url for url in asked if "part=1" in url]
    keyboard.send("Input.insertText", {"text": "矢崎"})
    expect(page.locator("#found")).to_be_visible()

    assert before == []
    expect(box).to_have_value("矢崎")
    expect(page.locator("[data-find] [aria-live]")).to_contain_text("found")
