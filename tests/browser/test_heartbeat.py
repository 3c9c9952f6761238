"""Whether the reminders run is seen on every page, and cannot be overlooked when they do not."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import log_in
from tests.browser.site import run_there

pytestmark = pytest.mark.browser

TICKED = """
from datetime import timedelta
from django.utils import timezone
from itpo.office.models import Milestone
at = timezone.now() - timedelta(minutes={})
Milestone.objects.update_or_create(name=Milestone.TICK, defaults={{"at": at}})
"""
COLOUR = "one => getComputedStyle(one).color"
LATE = "() => getComputedStyle(document.documentElement).getPropertyValue('--late').trim()"


def hexadecimal(colour: str) -> str:
    """A colour as the browser computes it, rgb(179, 38, 30), as the style sheet writes it."""
    red, green, blue = (int(part) for part in colour.strip("rgb()").split(","))
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize("role", ["officer", "manager"])
def test_after_five_minutes_of_silence_the_page_says_so_in_red(
    page: Page, address: str, role: str
) -> None:
    run_there(address, TICKED.format(1))
    log_in(page, address, role)
    strip, head = page.locator(".heartbeat"), page.locator("header .beat")
    expect(head).to_contain_text("Reminders ran 1\xa0minute ago")
    assert page.get_by_role("alert").count() == 0

    run_there(address, TICKED.format(6))
    page.reload()

    red = page.evaluate(LATE)
    expect(page.get_by_role("alert")).to_contain_text("Nothing is reminded of or sent")
    assert [hexadecimal(one.evaluate(COLOUR)) for one in (strip, head)] == [red, red]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    if role == "manager":
        page.goto(f"{address}/admin/")
        expect(page.get_by_role("alert")).to_contain_text("Reminders ran 6\xa0minutes ago")
        assert hexadecimal(strip.evaluate(COLOUR)) == page.evaluate(LATE)

    run_there(address, TICKED.format(0))
    page.reload()
    expect(page.locator("body")).to_contain_text("Reminders ran just now")
    assert page.get_by_role("alert").count() == 0
