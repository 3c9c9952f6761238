"""An officer takes in a list of business cards by keyboard, on a phone, and takes it back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import log_in
from tests.browser.site import run_there
from tests.importing import csv_of

pytestmark = pytest.mark.browser

KNOWN = """
from investors.models import Company, Contact
company = Company.objects.create(name="Hanauta Kogyo Co., Ltd.", name_ja="鼻歌工業株式会社")
Contact.objects.create(company=company, family_name="KUNO", reading="クノ", email="")
print(company.pk)
"""
WORKER = """
from django.utils import timezone
from itpo.office.importing import carrying_out
print(carrying_out.carry_out_waiting(now=timezone.now()))
"""
CARDS = csv_of(
    ("会社名", "氏名", "フリガナ", "部署", "役職", "メール", "ロット"),
    ("鼻歌工業㈱", "久野 一", "クノ", "海外部", "部長", "kuno@example.org", "1"),
    ("見本製作所㈱", "髙﨑 花子", "タカサキ ハナコ", "", "課長", "takasaki@example.org", "1"),
    ("見本製作所㈱", "山田 太郎", "ヤマダ タロウ", "", "", "yamada@", "1"),
)


def reached(page: Page, name: str) -> None:
    """Go on with the key for the next thing until a button has the focus, and press it."""
    for _step in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"“{name}” is not reached by keyboard.")


def test_a_list_is_taken_in_by_keyboard_and_taken_back(page, address, tmp_path: Path):
    run_there(address, KNOWN)
    file = tmp_path / "cards.csv"
    file.write_bytes(CARDS)
    log_in(page, address, "officer")

    page.goto(f"{address}/contacts/")
    page.get_by_role("link", name="Take in a list").click()
    expect(page.get_by_label("What the list is of")).to_have_value("contacts")
    page.get_by_label("The file").set_input_files(file)
    reached(page, "Choose the columns")

    expect(page.get_by_label("役職")).to_have_value("post")
    expect(page.get_by_label("ロット")).to_have_value("")
    reached(page, "See what becomes of the rows")

    expect(page.get_by_text("1 row may be known already: decide first.")).to_be_visible()
    choice = page.get_by_label("What row 2 is")
    choice.focus()
    page.keyboard.press("ArrowDown")
    expect(choice).not_to_have_value("")
    reached(page, "Decide so")

    expect(page.get_by_text("“yamada@” is no e-mail address.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^New")).click()
    expect(page.get_by_text("+ Company: 見本製作所㈱")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    reached(page, "Take in 2 rows")

    expect(page.get_by_text("The list waits for its turn.")).to_be_visible()
    assert run_there(address, WORKER).strip() == "1"
    # The page looks again by itself.
    expect(page.get_by_role("link", name="Download the refused rows")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name=re.compile("^New")).click()
    expect(page.get_by_role("link", name=re.compile("髙﨑"))).to_be_visible()

    page.get_by_text("Take the whole import back").press("Enter")
    reached(page, "Take it back")
    expect(page.get_by_text(re.compile("^Taken back by"))).to_be_visible()
