"""What a screen reader, a keyboard or weak eyes would stumble over: axe, on every page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser import portal
from tests.browser.addresses import PUBLIC, REFUSED, addresses, admin_addresses
from tests.browser.chromium import log_in

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FORMS = ("/add/", "/change/")
AXE = Axe().axe_script
RUN = "async options => (await axe.run(options)).violations"
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast"]}  # all that differs in light and dark


@pytest.fixture(scope="module")
def pages(browser: Browser, address: str) -> dict[str, list[str]]:
    """For each login, the addresses it reads."""
    return {
        "": PUBLIC,
        "officer": [*addresses(browser, address), *REFUSED],
        "manager": admin_addresses(browser, address),
    }


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[[str, ViewportSize], Page]]:
    """Opens a window for somebody.

    Axe is a script of its own, which our policy would refuse. A colour that is still changing
    has no contrast to speak of.
    """
    contexts: list[BrowserContext] = []

    def window(login: str, size: ViewportSize) -> Page:
        contexts.append(
            browser.new_context(viewport=size, bypass_csp=True, reduced_motion="reduce")
        )
        page = contexts[-1].new_page()
        if login:
            log_in(page, address, login)
        return page

    yield window
    for one in contexts:
        one.close()


def found_on(page: Page, path: str) -> list[str]:
    """What axe says of a page, light and dark: where, which rule, on what, why."""
    page.evaluate(AXE)
    page.emulate_media(color_scheme="light")
    found = page.evaluate(RUN, EVERYTHING)
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(RUN, COLOURS)
    return [
        f"{path}: {rule['id']}: {node['target'][0]} {node['html'][:120]} {_why(node)}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


def _why(node: dict[str, Any]) -> str:
    return " ".join(check["message"] for check in node["any"] + node["all"] + node["none"])


@pytest.mark.parametrize(
    ("login", "size"),
    [("", DESK), ("officer", DESK), ("officer", PHONE), ("manager", DESK)],
    ids=["visitor", "officer", "officer on a phone", "manager"],
)
def test_axe_finds_nothing_on_any_page(login, size, address, pages, opened):
    page = opened(login, size)

    found = []
    for path in pages[login]:
        if size is PHONE and path.startswith(FORMS):
            continue  # one column of fields as at the desk
        page.goto(address + path)
        found += found_on(page, path)

    assert found == []


@pytest.mark.parametrize("key", ["n", "?"])
def test_axe_finds_nothing_in_a_dialog(key, opened):
    page = opened("officer", DESK)

    page.keyboard.press(key)

    assert page.locator("dialog[open]").count() == 1
    assert found_on(page, f"the dialog of {key}") == []


def test_axe_finds_nothing_in_the_lists_that_open(address, opened):
    page = opened("officer", DESK)
    page.keyboard.press("/")
    page.keyboard.type("moroc")
    page.locator("#found a").first.wait_for()
    found = found_on(page, "find as you type")

    page.goto(f"{address}/meetings/log/")
    page.get_by_role("combobox").first.press_sequentially("fict")
    page.get_by_role("option").first.wait_for()
    found += found_on(page, "a picker")

    assert found == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_behind_a_personal_link(size, address, opened):
    """As it opens, and with what a step says when nothing was filled in."""
    page = opened("", size)
    found, wide = [], []

    for name, path in portal.addresses(address).items():
        page.goto(address + path)
        found += found_on(page, name)
        go_on = page.get_by_role("button", name="Continue")
        if go_on.count():
            with page.expect_navigation():
                go_on.click()
            found += found_on(page, f"{name} with errors")
        wide += [name] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else []

    assert (found, wide) == ([], [])
