"""A day of a visit is planned at a desk, and logged on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import log_in
from tests.browser.site import run_there
from tests.browser.test_story import choose

pytestmark = pytest.mark.browser

A_VISIT = """
from delegates.models import Visit
visit = Visit.objects.get(delegate__family_name="Exemple", state="running")
print(visit.pk)
"""


def test_a_day_is_planned_at_a_desk_moved_and_copied_and_nobody_is_booked_twice(
    page: Page, address: str
):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, address, "officer")
    visit = run_there(address, A_VISIT)
    page.goto(f"{address}/plan/visit/{visit}/")
    day = page.locator("section.agenda").last
    on = day.get_attribute("id") or ""

    day.get_by_role("link", name=re.compile("^Plan something on")).click()
    page.get_by_label("Official call").check()
    page.get_by_label("From", exact=True).fill("10:00")
    page.get_by_label("Until", exact=True).fill("11:00")
    page.get_by_label("Place", exact=True).fill("Kasumigaseki")
    choose(page, "Companies", "fictive foods", "Fictive Foods")
    page.get_by_role("button", name="Put it on the agenda").click()
    row = page.locator(f"[id='{on}'] .item", has_text="Official call: Fictive Foods")
    expect(row).to_contain_text("10:00–11:00")

    page.locator(f"[id='{on}']").get_by_role("link", name=re.compile("^Plan something on")).click()
    page.get_by_label("Meal").check()
    page.get_by_label("Title").fill("Lunch of the browser")
    page.get_by_label("From", exact=True).fill("10:30")
    page.get_by_label("Until", exact=True).fill("11:30")
    page.get_by_label("Place", exact=True).fill("Ginza")
    page.get_by_role("button", name="Put it on the agenda").click()
    expect(page.locator("form.form")).to_contain_text("is taken from 10:00 to 11:00")
    expect(page.locator("form.form")).to_contain_text("Free for all: 11:00")
    page.get_by_label("From", exact=True).fill("11:00")
    page.get_by_label("Until", exact=True).fill("12:00")
    page.get_by_role("button", name="Put it on the agenda").click()

    way = page.locator(f"[id='{on}'] .way")
    expect(way).to_contain_text("Kasumigaseki to Ginza: travel time not known")
    way.get_by_text("Say how long").click()
    way.get_by_label("Minutes").fill("25")
    way.get_by_role("button", name="Save").click()
    expect(page.locator(f"[id='{on}'] .way")).to_contain_text("only 0 minutes to get there")

    page.get_by_role("link", name="Move Lunch of the browser").click()
    page.get_by_label("From", exact=True).fill("12:00")
    page.get_by_role("button", name="Move it").click()
    lunch = page.locator(f"[id='{on}'] .item", has_text="Lunch of the browser")
    expect(lunch).to_contain_text("12:00–13:00")

    page.get_by_role("link", name="Copy Lunch of the browser").click()
    page.get_by_label("From", exact=True).fill("18:00")
    page.get_by_role("button", name="Plan it").click()
    expect(lunch).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


YESTERDAY = """
from datetime import timedelta
from django.utils import timezone
from itpo.office.models import Office
print(Office.objects.first().today(timezone.now()) - timedelta(days=1))
"""


def test_what_was_planned_at_a_desk_is_logged_on_a_phone(page: Page, address: str):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, address, "officer")
    visit, day = run_there(address, A_VISIT), run_there(address, YESTERDAY)
    page.goto(f"{address}/plan/visit/{visit}/add/?day={day}")
    page.get_by_label("Title").fill("Talk of the desk and the phone")
    page.get_by_label("From", exact=True).fill("06:00")
    page.get_by_label("Until", exact=True).fill("06:30")
    page.get_by_role("button", name="Put it on the agenda").click()
    row = page.locator(f"[id='{day}'] .item", has_text="Talk of the desk and the phone")
    expect(row).to_contain_text("06:00–06:30")

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/meetings/to-log/")
    waiting = page.locator("li.to-log", has_text="Talk of the desk and the phone")
    waiting.get_by_role("link", name="Held").click()
    page.get_by_role("radio", name=re.compile("^High")).click()
    page.get_by_label("What came of it").fill("They want a site.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("status")).to_have_text("Written down.")

    page.goto(f"{address}/plan/visit/{visit}/")
    row.get_by_role("link", name="Talk of the desk and the phone", exact=True).click()
    expect(page.locator("main")).to_contain_text("They want a site.")
    expect(page.locator("main")).to_contain_text("interest: High")
