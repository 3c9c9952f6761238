"""A delegate's own page on a phone, by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.portal import links
from tests.browser.test_keyboard import follow, press, tab_to, type_in

pytestmark = pytest.mark.browser


def test_a_delegate_reads_the_agenda_saves_it_and_withdraws(page: Page, address: str):
    page.goto(address + links(address)["coming"])

    agenda = page.get_by_role("region", name="Agenda")
    expect(agenda.get_by_role("listitem").first).to_be_visible()
    expect(page.get_by_role("region", name="Papers")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    tab_to(page, page.get_by_role("link", name="Save in my calendar"))
    with page.expect_download() as saving:
        page.keyboard.press("Enter")
    saved = Path(saving.value.path()).read_text()
    assert saving.value.suggested_filename.endswith("-agenda.ics")
    assert saved.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in saved

    follow(page, "I can no longer come")
    type_in(page, page.get_by_label("Why"), "My minister needs me.")
    press(page, "Withdraw my application")
    expect(page.get_by_text("Your application was withdrawn")).to_be_visible()
