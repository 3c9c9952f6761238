"""Lists in a browser: taken out as a file, and changed several rows at once, by keys alone."""

import csv
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.chromium import log_in

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def companies(page: Page, address: str, size: dict[str, int], query: str = "") -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    log_in(page, address, "officer")
    page.goto(f"{address}/companies/{query}")


def take_out(page: Page, kind: str, to: Path) -> Path:
    page.locator(".take-out > summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=kind).click()
    download.value.save_as(to)
    return to


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_list_is_taken_out_as_it_is_shown(page: Page, address: str, tmp_path: Path, size):
    companies(page, address, size, "?q=a&sort=-name")
    shown = page.locator("table.rows tbody tr td:nth-child(2) a").all_inner_texts()

    sheet = load_workbook(take_out(page, "Excel (XLSX)", tmp_path / "list.xlsx")).active
    page.reload()
    text = take_out(page, "CSV, UTF-8", tmp_path / "list.csv").read_text("utf-8-sig")

    assert [row[1] for row in sheet.values][1 : len(shown) + 1] == shown
    assert [row[1] for row in csv.reader(text.splitlines())][1 : len(shown) + 1] == shown
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_several_companies_get_a_sector_by_keys_alone(page: Page, address: str, size):
    """Chosen, looked at beforehand, done; and then refused, because they have it."""
    companies(page, address, size, "?q=yazaki")  # which have none yet
    boxes = page.locator('input[name="row"]')
    for at in (0, 1):
        boxes.nth(at).focus()
        page.keyboard.press("Space")
    page.get_by_label("With the chosen:").select_option(label="Add a sector")
    page.get_by_role("button", name="Go on").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Add a sector")).to_be_visible()
    picker = page.get_by_role("combobox", name=re.compile("Sector"))
    picker.focus()
    page.keyboard.type("e")
    page.get_by_role("option").nth(1).wait_for()
    for _press in range(1 if size is DESK else 2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show what would change").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Do it with 2 rows")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    again = page.url
    page.get_by_role("button", name="Do it with 2 rows").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Add a sector: done with 2 rows.")).to_be_visible()

    page.goto(again)
    expect(page.get_by_text("It has this sector already.")).to_have_count(2)
    expect(page.get_by_text("It can be done with none of them.")).to_be_visible()
